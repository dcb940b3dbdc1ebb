/**
 * Looking at a running loop from outside.
 *
 * <p>Start with {@link io.asyncio4j.introspect.CallGraph}: who awaits whom, where each task stands,
 * and which of them are deadlocked. {@link io.asyncio4j.BlockedLoop}, next door, is what the
 * always-on watchdog reports when code keeps the loop to itself. {@link
 * io.asyncio4j.introspect.LoopHistograms} counts how long things take. Everything here may be asked
 * from any thread, runs none of the program's code, and works while the loop is blocked. What
 * changes during a look may be seen half changed, so nothing here is fit to steer a program by.
 */
@NullMarked
package io.asyncio4j.introspect;

import org.jspecify.annotations.NullMarked;
