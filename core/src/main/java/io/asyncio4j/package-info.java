/**
 * asyncio for the JVM: one event loop per thread, coroutines as plain Java methods.
 *
 * <p><b>Start with</b> {@link io.asyncio4j.Asyncio}, whose static functions are those of Python's
 * module of the same name; {@link io.asyncio4j.Task} and {@link io.asyncio4j.Future} for what they
 * return; {@link io.asyncio4j.TaskGroup} and {@link io.asyncio4j.Timeout} for the blocks that give
 * concurrent code its shape; {@link io.asyncio4j.EventLoop} for callbacks and timers; {@link
 * io.asyncio4j.ContextVar} for values that follow a task; {@link io.asyncio4j.Signals} for those
 * that end programs.
 *
 * <p><b>What they take and answer</b>: code is a {@link io.asyncio4j.Coroutine} or an {@link
 * io.asyncio4j.Action}, and {@link io.asyncio4j.TaskOptions} say how its task is made. {@link
 * io.asyncio4j.ReturnWhen} and {@link io.asyncio4j.Waited} belong to {@code wait}, {@link
 * io.asyncio4j.Outcome} to {@code gatherSettled}. {@link io.asyncio4j.CancelledError}, {@link
 * io.asyncio4j.TimeoutException}, {@link io.asyncio4j.ExceptionGroup} and {@link
 * io.asyncio4j.InvalidStateException} tell what went wrong.
 *
 * <p><b>Machinery</b>, not public: {@code Schedule} holds the order of a pass, {@code Stepper}
 * lends the loop to one task at a time, {@code Failures} and {@code Heartbeat} see to it that
 * nothing is lost and nothing blocks unseen, and {@code Gather}, {@code WaitSet}, {@code
 * AsCompleted} and {@code Shield} are one combinator each. {@code Holder} knows which thread may
 * touch the loop, and refuses the others.
 *
 * <p><b>Not here</b>: locks and queues have packages of their own beside this one, the network has
 * modules of its own, and what tasks await each other is shown by {@code io.asyncio4j.introspect}.
 */
@NullMarked
package io.asyncio4j;

import org.jspecify.annotations.NullMarked;
