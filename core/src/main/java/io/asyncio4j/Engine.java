package io.asyncio4j;

/**
 * The way in which the loop passes control to a task and back. Both behave the same; they differ in
 * speed and in the flag they need. {@link Asyncio#engine()} tells which one new loops use.
 *
 * <p>Immutable.
 */
public enum Engine {
    /**
     * The loop is the scheduler of its tasks' virtual threads, so a switch is a plain call. Needs
     * {@code --add-opens java.base/java.lang=io.asyncio4j} (or {@code =ALL-UNNAMED} on the class
     * path).
     */
    SCHEDULED,

    /**
     * Tasks are ordinary virtual threads; loop and task wake each other and wait in turn. Needs
     * nothing, and a switch costs several times as much.
     */
    HANDOFF
}
