package io.asyncio4j.internal;

/**
 * The engine that needs no flag: loop thread and virtual thread wake each other and wait in turn,
 * so one of the two always stands still.
 *
 * <p>Confined to the loop.
 */
public final class HandoffFiber extends Fiber {
    private final Thread thread;
    private final Turn turn = new Turn();

    /**
     * Makes a fiber that has not started.
     *
     * @param name the name of its thread
     * @param body what it runs; must not throw
     */
    public HandoffFiber(String name, Runnable body) {
        this.thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(
                                () -> {
                                    turn.awaitFiber();
                                    try {
                                        body.run();
                                    } finally {
                                        enter(State.FINISHED);
                                        turn.giveToLoop();
                                    }
                                });
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void resume() {
        requireResumable();
        boolean isNew = state() == State.NEW;
        enter(State.RUNNING);
        turn.giveToFiber(thread);
        if (isNew) {
            thread.start();
        }
        turn.awaitLoop();
    }

    @Override
    public void suspend() {
        enter(State.SUSPENDED);
        turn.giveToLoop();
        turn.awaitFiber();
    }
}
