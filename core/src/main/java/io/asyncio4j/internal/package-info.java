/**
 * The machinery below the loop; not exported.
 *
 * <p>Start with {@link io.asyncio4j.internal.Fiber}: how the control passes between the loop and a
 * task. Its two kinds, {@link io.asyncio4j.internal.ScheduledFiber} and {@link
 * io.asyncio4j.internal.HandoffFiber}, are the two engines. {@link
 * io.asyncio4j.internal.EntryQueue} is the only thing here that several threads touch at once,
 * besides the hand-over inside the engines: {@link io.asyncio4j.internal.Turn}, and {@code
 * Blockage} for bodies that block. {@link io.asyncio4j.internal.IntMap} is the persistent map below
 * contexts. Nothing in this package knows of tasks, futures or the loop.
 */
@NullMarked
package io.asyncio4j.internal;

import org.jspecify.annotations.NullMarked;
