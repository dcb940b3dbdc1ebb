/**
 * What streams are made of and nobody else needs. The package is not exported.
 *
 * <p>{@link io.asyncio4j.net.internal.ReceiveBuffer} holds the bytes that a reader has not read
 * yet. It knows nothing of loops, limits or waiting; those are in {@link
 * io.asyncio4j.net.StreamReader}. What a transport needs to send is in {@link
 * io.asyncio4j.net.spi}, since transports are written in other modules. Nothing in this package
 * suspends. Tests of this package share it.
 */
package io.asyncio4j.net.internal;
