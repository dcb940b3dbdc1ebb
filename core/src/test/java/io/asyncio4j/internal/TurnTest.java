package io.asyncio4j.internal;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Model-checks the hand-over of the handoff engine: every interleaving of a loop thread and its
 * fibers, within small bounds. A lost wake-up is a deadlock, which the checker reports.
 */
class TurnTest {
    private static final int INVOCATIONS = 500;

    /**
     * What whoever has the turn may change; deliberately without any synchronisation of its own.
     */
    private int steps;

    @Test
    void theTurnGoesToAndFroAndCarriesWhatWasWritten() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var turn = new Turn();
                    var shared = new TurnTest();
                    var fiber = new Thread(() -> shared.takeTwoSteps(turn));
                    turn.begin();
                    turn.give(fiber);
                    fiber.start();
                    turn.await();
                    shared.expect(1);
                    turn.give(fiber);
                    turn.await();
                    shared.expect(2);
                });
    }

    @Test
    void theTurnGoesFromFiberToFiberBeforeItComesBack() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var turn = new Turn();
                    var shared = new TurnTest();
                    var second =
                            new Thread(
                                    () -> {
                                        turn.await();
                                        shared.expect(1);
                                        shared.steps++;
                                        turn.giveToLoop();
                                    });
                    var first =
                            new Thread(
                                    () -> {
                                        turn.await();
                                        shared.steps++;
                                        turn.give(second);
                                    });
                    turn.begin();
                    second.start();
                    turn.give(first);
                    first.start();
                    turn.await();
                    shared.expect(2);
                });
    }

    @Test
    void anInterruptGivesNobodyTheTurnAndIsKept() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var turn = new Turn();
                    var shared = new TurnTest();
                    var fiber =
                            new Thread(
                                    () -> {
                                        turn.await();
                                        shared.steps++;
                                        if (Thread.currentThread().isInterrupted()) {
                                            shared.steps += 10;
                                        }
                                        turn.giveToLoop();
                                    });
                    turn.begin();
                    fiber.start();
                    fiber.interrupt();
                    shared.expect(0); // it has not the turn
                    turn.give(fiber);
                    turn.await();
                    shared.expect(11);
                });
    }

    private void takeTwoSteps(Turn turn) {
        for (int i = 0; i < 2; i++) {
            turn.await();
            steps++;
            turn.giveToLoop();
        }
    }

    private void expect(int expected) {
        if (steps != expected) { // AssertJ's objects confuse the checker
            throw new AssertionError("expected " + expected + " steps, found " + steps);
        }
    }
}
