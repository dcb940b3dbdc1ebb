package io.asyncio4j.sync;

/**
 * A meeting point: tasks wait here until a given number of them has arrived, and then go on
 * together. It can be used round after round.
 *
 * {@snippet :
 * var barrier = new Barrier(3);
 * // in each of three tasks
 * prepare();
 * if (barrier.await() == 0) {
 *     System.out.println("all prepared");
 * }
 * compute();
 * }
 *
 * <p>The last to arrive goes on at once, the others after it in the order of their arrival. Whoever
 * comes for the next round while they are on their way waits outside until all have left.
 *
 * <p>Two departures from CPython, both for rounds with a cancellation: a task that is cancelled
 * before the round is complete does not count as arrived, though it may not have run yet; and the
 * indexes of a round are distinct in any case (CPython gives one out twice).
 *
 * <p>Fairness: within a round, the order of arrival. None is promised between rounds: those who
 * wait outside and those who come just then arrive in the order in which they run.
 *
 * <p>Confined to the loop.
 */
public final class Barrier {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue arrived = new WaitQueue(binding, "Barrier.await");
    private final WaitQueue outside = new WaitQueue(binding, "Barrier.await, outside");
    private final int parties;

    private State state = State.FILLING;

    /** How many tasks arrived in this round and have not left {@link #await()}. */
    private int inside;

    /** The index for the next task that leaves a complete round. */
    private int nextIndex;

    /**
     * Makes a barrier. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param parties how many tasks make a round
     * @throws IllegalArgumentException if the number is not positive
     */
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException(
                    "a barrier needs a number of parties >= 1, but was given " + parties);
        }
        this.parties = parties;
    }

    /**
     * Arrives, and waits until the round is complete.
     *
     * <p>Suspends: unless the caller completes the round.
     *
     * <p>On cancellation: if the round was not complete, the task has not arrived; if it was, the
     * others go on without it.
     *
     * <p>Threads: a task of the loop. Ordering: the last to arrive goes on first, then the others
     * in the order of arrival.
     *
     * @return a number from 0 to {@code parties - 1} that no other task of this round gets: {@code
     *     parties - 1} for the last to arrive, 0 for the first of the others to go on
     * @throws BrokenBarrierException if the barrier is or becomes broken, or is reset meanwhile
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the barrier belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public int await() {
        binding.checkUse();
        while (state == State.DRAINING || state == State.RESETTING) {
            outside.await();
        }
        if (state == State.BROKEN) {
            throw new BrokenBarrierException(
                    this + " was aborted; call reset() before it is used again");
        }
        boolean isComplete = inside + 1 >= parties && arrived.countWaiting() + 1 >= parties;
        inside++;
        try {
            if (isComplete) {
                state = State.DRAINING;
                nextIndex = 0;
                arrived.wakeAll();
                return parties - 1;
            }
            arrived.await();
            if (state == State.DRAINING) {
                return nextIndex++;
            }
            throw new BrokenBarrierException(
                    this + " was reset or aborted while this task waited for the others");
        } finally {
            leave();
        }
    }

    /**
     * Sends all tasks at the barrier away with a {@link BrokenBarrierException} and makes it ready
     * for a first round. Also repairs a broken barrier.
     *
     * <p>Those who come while the former are on their way wait outside until all have left.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the barrier belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void reset() {
        binding.checkUse();
        state = inside == 0 ? State.FILLING : State.RESETTING;
        arrived.wakeAll();
    }

    /**
     * Breaks the barrier: all who wait, and all who come, get a {@link BrokenBarrierException},
     * until it is reset. For the case that a party will never come.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the barrier belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void abort() {
        binding.checkUse();
        state = State.BROKEN;
        arrived.wakeAll();
        outside.wakeAll();
    }

    /**
     * Returns how many tasks make a round.
     *
     * <p>Never suspends. Threads: any.
     *
     * @return the number given at the start
     */
    public int parties() {
        return parties;
    }

    /**
     * Returns how many tasks have arrived and wait for the round to be complete.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return a number from 0 to {@code parties - 1}
     * @throws IllegalStateException if the barrier belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public int waiting() {
        binding.checkLook();
        return arrived.countWaiting();
    }

    /**
     * Returns whether the barrier was aborted and not reset since.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether {@link #await()} would fail at once
     * @throws IllegalStateException if the barrier belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isBroken() {
        binding.checkLook();
        return state == State.BROKEN;
    }

    private void leave() {
        inside--;
        if (inside == 0 && state != State.BROKEN) {
            state = State.FILLING;
            outside.wakeAll();
        }
    }

    /** Returns the state and how many of the parties wait; never fails. */
    @Override
    public String toString() {
        return switch (state) {
            case FILLING -> "Barrier[filling, waiters=" + arrived.size() + "/" + parties + "]";
            case DRAINING -> "Barrier[draining, parties=" + parties + "]";
            case RESETTING -> "Barrier[resetting, parties=" + parties + "]";
            case BROKEN -> "Barrier[broken, parties=" + parties + "]";
        };
    }

    /**
     * Where a round stands.
     *
     * <pre>
     * FILLING   -> DRAINING    the last party arrived
     * DRAINING  -> FILLING     the last task left
     * any       -> RESETTING   reset(), while tasks are inside
     * RESETTING -> FILLING     the last task left
     * any       -> BROKEN      abort()
     * BROKEN    -> FILLING     reset(), while nobody is inside
     * </pre>
     */
    private enum State {
        FILLING,
        DRAINING,
        RESETTING,
        BROKEN
    }
}
