/**
 * What a contender's program speaks, for the programs that run on a JVM. Start with {@link
 * io.asyncio4j.benchmarks.peer.Rounds}: it announces that the program is ready, and does one round
 * of work for each line that the harness sends. {@link io.asyncio4j.benchmarks.peer.Round} is what
 * it then calls. The programs in other languages speak the same words, which {@code
 * benchmarks/peers/README.md} describes. The harness itself is not here, nor any work.
 */
@NullMarked
package io.asyncio4j.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
