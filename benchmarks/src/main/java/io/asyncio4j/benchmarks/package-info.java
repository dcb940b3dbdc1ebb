/**
 * The harness: it lets asyncio4j and its peers do the same work side by side and tells what it cost
 * each. Start with {@link io.asyncio4j.benchmarks.Bench}, which reads the command line; {@code
 * Programme} lists what is measured, and {@code Targets} what asyncio4j is to reach. A {@code Peer}
 * is a directory below {@code benchmarks/peers}, a {@code Contender} one way in which it does the
 * work, and a {@code Conversation} the process that runs it. Four kinds of {@code Measurement} let
 * the contenders of a {@code Row} take turns, round by round, since a shared machine is never the
 * same for two seconds; {@code Table} and {@code Picture} show what came out. The work itself is
 * not here: that of asyncio4j is in the package {@code work}.
 */
@NullMarked
package io.asyncio4j.benchmarks;

import org.jspecify.annotations.NullMarked;
