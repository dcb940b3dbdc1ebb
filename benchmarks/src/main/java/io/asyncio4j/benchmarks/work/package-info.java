/**
 * What asyncio4j does in the benchmarks. Start with {@link io.asyncio4j.benchmarks.work.Main}: it
 * runs one piece of {@link io.asyncio4j.benchmarks.work.Work} on one loop, for the harness or by
 * hand. {@code Catalogue} names them all. The rest is the work itself, one file for each subject:
 * callbacks, tasks, locks and queues, servers. The other contenders do the same in {@code
 * benchmarks/peers}. How it is measured is not told here, but in the package above.
 */
@NullMarked
package io.asyncio4j.benchmarks.work;

import org.jspecify.annotations.NullMarked;
