package io.asyncio4j;

/**
 * A {@link Coroutine} that ends without a value.
 *
 * <p>Confined to the loop of the task that runs it.
 */
@FunctionalInterface
public interface Action {

    /**
     * Runs the code to its end. It suspends wherever the code awaits.
     *
     * @throws Exception whatever the code fails with; it becomes the task's exception, unwrapped
     */
    void run() throws Exception;
}
