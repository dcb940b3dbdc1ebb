package io.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Makes the tasks of a loop; set with {@link EventLoop#setTaskFactory}. A factory may change the
 * options or wrap the body before it calls {@link Task#create}.
 *
 * <p>Confined to the loop.
 */
public interface TaskFactory {

    /** Makes tasks as they are asked for; they begin in the next pass unless told otherwise. */
    TaskFactory LAZY =
            new TaskFactory() {
                @Override
                public <T extends @Nullable Object> Task<T> createTask(
                        EventLoop loop, Coroutine<T> body, TaskOptions options) {
                    return Task.create(loop, body, options);
                }
            };

    /**
     * Makes tasks that begin inside {@code createTask}, unless told otherwise. A task that never
     * waits is done when {@code createTask} returns.
     */
    TaskFactory EAGER =
            new TaskFactory() {
                @Override
                public <T extends @Nullable Object> Task<T> createTask(
                        EventLoop loop, Coroutine<T> body, TaskOptions options) {
                    TaskOptions eager =
                            options.start().isPresent()
                                    ? options
                                    : options.withStart(TaskOptions.Start.EAGER);
                    return Task.create(loop, body, eager);
                }
            };

    /**
     * Makes one task.
     *
     * @param loop the loop that will run it
     * @param body what it does
     * @param options what the caller asked for; to be passed on, whatever the factory adds
     * @param <T> the type of the result
     */
    <T extends @Nullable Object> Task<T> createTask(
            EventLoop loop, Coroutine<T> body, TaskOptions options);
}
