package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/**
 * What the loop thread and those who let a blocked body go on tell each other: one side that the
 * body may go on, the other that it waits for that, or has turned away to something else.
 *
 * <p>Each side writes its word before it reads the other's, so one of the two always notices: a
 * body whose time has come is never forgotten. It may be announced more often than needed.
 *
 * <p>Thread-safe: {@link #announce} is for any thread, the rest for the loop thread.
 */
final class Blockage {
    /** The loop thread while it waits for the body; written by it, read by any thread. */
    private volatile @Nullable Thread waiting;

    /**
     * Set by any thread when the body may go on; cleared by the loop thread before it tries a body
     * that blocks. That it is set says little, but a blocked body whose time has come always has it
     * set.
     */
    private volatile boolean isRunnable;

    /** True from the moment the loop turns away from the body until it comes back to it. */
    private volatile boolean isTurnedAway;

    private final Parking parking;

    Blockage() {
        this(Parking.OF_THE_JDK);
    }

    Blockage(Parking parking) {
        this.parking = parking;
    }

    /** Says that the body may go on. Answers whether the loop must be asked to come back to it. */
    boolean announce() {
        isRunnable = true;
        Thread loopThread = waiting;
        if (loopThread != null) {
            parking.unpark(loopThread);
            return false;
        }
        return isTurnedAway;
    }

    /** The loop comes back to the body from which it turned away, and is about to try it. */
    void comeBack() {
        isTurnedAway = false;
        isRunnable = false;
    }

    /** The loop turns away from the body. Answers whether it may go on already. */
    boolean turnAway() {
        isTurnedAway = true;
        return isRunnable;
    }

    /**
     * Waits and tries the body whenever it is announced, until a try ends the blockage. An
     * interrupt is put aside meanwhile and restored afterwards.
     *
     * @param attempt tries the body; answers whether it is still blocked
     */
    void hold(BooleanSupplier attempt) {
        boolean interrupted = false;
        boolean isBlocked = true;
        waiting = Thread.currentThread();
        try {
            while (isBlocked) {
                if (isRunnable) {
                    isRunnable = false;
                    isBlocked = attempt.getAsBoolean();
                } else {
                    parking.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            waiting = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
