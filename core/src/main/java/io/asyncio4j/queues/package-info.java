/**
 * Queues that carry items from the tasks that put them to the tasks that get them, as in Python's
 * asyncio.
 *
 * <p>Start with {@link io.asyncio4j.queues.Queue}, which is first in, first out; {@link
 * io.asyncio4j.queues.PriorityQueue} and {@link io.asyncio4j.queues.LifoQueue} differ from it only
 * in the order. Each call that waits has a twin that does not: {@code put} and {@code putNowait},
 * {@code get} and {@code getNowait}. The twins fail with {@link
 * io.asyncio4j.queues.QueueFullException} and {@link io.asyncio4j.queues.QueueEmptyException} where
 * the others would wait. A stream of items ends with {@code shutdown()}: a {@code for} loop over
 * the queue then ends, and everything else fails with {@link
 * io.asyncio4j.queues.QueueShutDownException}.
 *
 * <p>The machinery is small: the orders are the private {@code Items}, and the waiting is done by
 * {@link io.asyncio4j.sync.WaitQueue}. What is not here: queues between threads (use {@code
 * java.util.concurrent}), and streams of bytes.
 */
package io.asyncio4j.queues;
