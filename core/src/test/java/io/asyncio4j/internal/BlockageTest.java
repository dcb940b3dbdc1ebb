package io.asyncio4j.internal;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Model-checks how the scheduled engine hears that a blocked body may go on: every interleaving of
 * the loop thread and others, within small bounds. A lost word is a deadlock or a failure.
 */
class BlockageTest {
    private static final int INVOCATIONS = 500;

    /** Written by the other thread before it announces; without synchronisation of its own. */
    private boolean mayGoOn;

    private boolean wasAsked;
    private boolean wasAskedAgain;

    @Test
    void aLoopThatHoldsHearsOfTheBodyWheneverItIsAnnounced() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var blockage = new Blockage();
                    var shared = new BlockageTest();
                    var other =
                            new Thread(
                                    () -> {
                                        shared.mayGoOn = true;
                                        shared.wasAsked = blockage.announce();
                                    });
                    other.start();
                    blockage.hold(() -> !shared.mayGoOn); // else it waits for ever
                    join(other);
                    require(!shared.wasAsked, "asked to come back, though it waited");
                });
    }

    @Test
    void anAnnouncementWithoutNeedIsTriedAndWaitedOut() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var blockage = new Blockage();
                    var shared = new BlockageTest();
                    var dump = new Thread(blockage::announce);
                    var other =
                            new Thread(
                                    () -> {
                                        shared.mayGoOn = true;
                                        blockage.announce();
                                    });
                    dump.start();
                    other.start();
                    blockage.hold(() -> !shared.mayGoOn);
                    join(dump);
                    join(other);
                });
    }

    @Test
    void aLoopThatTurnsAwayOrWhoAnnouncesNoticesTheOther() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var blockage = new Blockage();
                    var shared = new BlockageTest();
                    blockage.comeBack();
                    var other = new Thread(() -> shared.wasAsked = blockage.announce());
                    other.start();
                    boolean isRunnable = blockage.turnAway();
                    join(other);
                    require(isRunnable || shared.wasAsked, "neither noticed the other");
                });
    }

    @Test
    void whatIsAnnouncedWhileTheLoopComesBackIsNotForgotten() {
        Lincheck.runConcurrentTest(
                INVOCATIONS,
                () -> {
                    var blockage = new Blockage();
                    var shared = new BlockageTest();
                    blockage.turnAway();
                    var other =
                            new Thread(
                                    () -> {
                                        shared.mayGoOn = true;
                                        shared.wasAsked = blockage.announce();
                                    });
                    other.start();
                    blockage.comeBack();
                    boolean hasGoneOn = shared.mayGoOn; // what a try would find
                    if (!hasGoneOn) {
                        shared.wasAskedAgain = blockage.turnAway();
                    }
                    join(other);
                    require(
                            hasGoneOn || shared.wasAsked || shared.wasAskedAgain,
                            "it did not go on, and the loop was not told to come back");
                });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) { // AssertJ's objects confuse the checker
            throw new AssertionError(otherwise);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts here", e);
        }
    }
}
