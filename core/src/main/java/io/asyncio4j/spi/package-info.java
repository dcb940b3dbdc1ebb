/**
 * What varies below a loop: where it waits and what time it is.
 *
 * <p>Start with {@link io.asyncio4j.spi.Poller}, which a network module implements, and {@link
 * io.asyncio4j.spi.PollerProvider}, by which it is found. {@link io.asyncio4j.spi.Clock} is the
 * loop's time. {@link io.asyncio4j.spi.VirtualTime} is both, and makes programs with hours of
 * waiting run in moments, exactly and repeatably. Applications use this package for virtual time
 * only; the rest is for authors of I/O modules. {@link io.asyncio4j.spi.Resolver} looks up names of
 * hosts, and {@link io.asyncio4j.spi.Instrument} is told how long things take. {@link
 * io.asyncio4j.spi.LoopResources} are closed with the loop, and {@link io.asyncio4j.spi.Wording}
 * tells times and addresses in messages. There is nothing here about sockets.
 */
@NullMarked
package io.asyncio4j.spi;

import org.jspecify.annotations.NullMarked;
