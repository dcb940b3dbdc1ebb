package io.asyncio4j.internal;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Model-checks the hand-over of the handoff engine: interleavings of a loop thread and its fibers,
 * within small bounds. The checker lets a park return without reason, so what is shown is that one
 * at a time runs and sees what the others wrote; that no park lasts for ever is left to the tests
 * with real threads, StackDumpStormTest above all.
 */
public class TurnTest {
    private final Turn turn = new Turn();

    /** Who takes part; each writes itself before it waits for its turn. */
    private volatile @Nullable Thread first;

    private volatile @Nullable Thread second;

    /** Changed by whoever has the turn; deliberately without synchronisation of its own. */
    private int steps;

    /** For Lincheck, which makes a scene for each run. */
    public TurnTest() {}

    @Test
    void theTurnGoesToAndFroAndCarriesWhatWasWritten() {
        ModelCheck.run(TurnTest.class, "everyStepWasMade", "loop", "fiber");
    }

    @Test
    void theTurnGoesFromFiberToFiberBeforeItComesBack() {
        ModelCheck.run(
                TurnTest.class, "everyStepWasMade", "loop", "fiberThatPassesOn", "lastFiber");
    }

    @Test
    void anInterruptGivesNobodyTheTurn() {
        ModelCheck.run(TurnTest.class, "everyStepWasMade", "loop", "fiber", "interrupt");
    }

    /** The loop thread lends the control twice, and finds each time what was done. */
    @Operation
    public void loop() {
        turn.begin();
        for (int round = 1; round <= 2; round++) {
            turn.give(join(() -> first));
            turn.await();
            if (steps != 10 * round) {
                throw new AssertionError(steps + " in round " + round);
            }
        }
    }

    /** A fiber that gives the control back to the loop. */
    @Operation
    public void fiber() {
        first = Thread.currentThread();
        for (int round = 0; round < 2; round++) {
            turn.await();
            steps += 10;
            turn.giveToLoop();
        }
    }

    /** A fiber that gives the control to the next one. */
    @Operation
    public void fiberThatPassesOn() {
        first = Thread.currentThread();
        for (int round = 0; round < 2; round++) {
            turn.await();
            steps += 3;
            turn.give(join(() -> second));
        }
    }

    /** The fiber that gives it back. */
    @Operation
    public void lastFiber() {
        second = Thread.currentThread();
        for (int round = 0; round < 2; round++) {
            turn.await();
            steps += 7;
            turn.giveToLoop();
        }
    }

    /** Somebody who knows nothing of turns. */
    @Operation
    public void interrupt() {
        Thread fiber = first;
        if (fiber != null) {
            fiber.interrupt();
        }
    }

    /** All have ended. */
    @Validate
    public void everyStepWasMade() {
        if (steps != 20) {
            throw new AssertionError("only " + steps + " of 20");
        }
    }

    private interface Place {
        @Nullable Thread occupant();
    }

    /** A thread that has not started yet is there all the same; in this scene it is waited for. */
    private static Thread join(Place place) {
        Thread occupant = place.occupant();
        while (occupant == null) {
            Thread.onSpinWait();
            occupant = place.occupant();
        }
        return occupant;
    }
}
