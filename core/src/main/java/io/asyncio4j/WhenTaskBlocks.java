package io.asyncio4j;

/**
 * What the loop does while a task blocks in a JDK call: a JDBC query, a socket, {@link
 * Thread#sleep}, a contended lock.
 *
 * <p>Immutable.
 */
public enum WhenTaskBlocks {
    /**
     * The task keeps the loop and nothing else runs, as with {@code time.sleep} in asyncio. Between
     * two awaits nothing else ever runs on the loop.
     */
    HOLD,

    /**
     * The loop runs the others until the task can go on, so unmodified blocking code works inside
     * tasks. The price: other code may now run wherever a task <em>can</em> block, which includes
     * logging, class loading and every contended monitor, so data shared between tasks needs more
     * care than an await-to-await reading of the code suggests. Only on {@link Engine#SCHEDULED}.
     */
    HAND_OVER
}
