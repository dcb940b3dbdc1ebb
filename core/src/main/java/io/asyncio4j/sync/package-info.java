/**
 * Tools with which the tasks of one loop take turns: locks, events, conditions, semaphores and
 * barriers, as in Python's asyncio.
 *
 * <p>Start with {@link io.asyncio4j.sync.Semaphore} to limit how many tasks do something at once
 * ({@link io.asyncio4j.sync.BoundedSemaphore} notices a release too many), {@link
 * io.asyncio4j.sync.Event} to tell many tasks that something has happened, and {@link
 * io.asyncio4j.sync.Lock} to keep others out of a section that awaits. {@link
 * io.asyncio4j.sync.Condition} waits for a state that a lock guards, and {@link
 * io.asyncio4j.sync.Barrier} lets a fixed number of tasks wait for one another, or throws {@link
 * io.asyncio4j.sync.BrokenBarrierException}. {@link io.asyncio4j.sync.Held} is what a {@code try}
 * block holds meanwhile. To pass values between tasks, use {@link io.asyncio4j.queues.Queue} or a
 * {@link io.asyncio4j.Promise} instead.
 *
 * <p>All are first come, first served, none lets a newcomer overtake a waiting task, and what a
 * cancelled task was woken for reaches the next one. Each belongs to the first loop that uses it,
 * and every use on another loop or thread fails at once.
 *
 * <p>The machinery is public, for those who build their own: {@link io.asyncio4j.sync.WaitQueue} is
 * where every task of this package waits, and {@link io.asyncio4j.sync.LoopBinding} is the check of
 * loop and thread. What is not here: anything for threads (use {@code java.util.concurrent}; a
 * thread reaches the loop only through {@code callSoonThreadsafe}), and anything that blocks.
 */
package io.asyncio4j.sync;
