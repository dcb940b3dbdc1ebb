package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

/**
 * The engine that needs no flag: an ordinary virtual thread, which waits for its {@link Turn}. A
 * fiber that stops wakes the next one itself, so that the loop thread is woken only when it has
 * something to do.
 *
 * <p>Confined to the loop.
 */
public final class HandoffFiber extends Fiber {
    private final Turn turn;
    private final Thread thread;

    /**
     * Makes a fiber that has not started.
     *
     * @param name the name of its thread
     * @param body what it runs; must not throw
     * @param turn the turn of all fibers of the loop
     */
    public HandoffFiber(String name, Body body, Turn turn) {
        this.turn = turn;
        this.thread =
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(() -> run(body));
    }

    private void run(Body body) {
        turn.await();
        Fiber next = null;
        try {
            next = body.run();
        } finally {
            enter(State.FINISHED);
            give(next);
        }
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void resume() {
        requireResumable();
        turn.begin();
        give(this);
        turn.await();
    }

    @Override
    public void suspend() {
        enter(State.SUSPENDED);
        turn.giveToLoop();
        turn.await();
    }

    @Override
    public boolean passesOn() {
        return true;
    }

    @Override
    public void passTo(Fiber next) {
        next.requireResumable();
        enter(State.SUSPENDED);
        give(next);
        turn.await();
    }

    private void give(@Nullable Fiber next) {
        if (next == null) {
            turn.giveToLoop();
            return;
        }
        boolean isNew = next.state() == State.NEW;
        next.enter(State.RUNNING);
        turn.give(next.thread());
        if (isNew) {
            next.thread().start();
        }
    }
}
