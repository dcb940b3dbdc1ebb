package io.asyncio4j.net.contract;

import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamWriter;

/**
 * One way for bytes: what goes into the writer comes out of the reader.
 *
 * <p>Confined to the loop.
 */
public record Way(StreamWriter writer, StreamReader reader) {}
