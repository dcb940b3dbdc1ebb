package io.asyncio4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Modifier;

/**
 * The hand-over of the handoff engine in every order of a loop thread and its fibers, within small
 * bounds. One at a time runs, sees what the others wrote, and hands over to a thread that wakes.
 */
final class TurnTest {
    @Test
    void theTurnGoesToAndFroAndCarriesWhatWasWritten() throws InterruptedException {
        int orders = ParkingOrders.forEach(each -> new Scene(each, 2).playWithOneFiber());
        assertThat(orders).isGreaterThan(10);
    }

    @Test
    void theTurnGoesFromFiberToFiberBeforeItComesBack() throws InterruptedException {
        int orders = ParkingOrders.forEach(each -> new Scene(each, 2).playWithTwoFibers());
        assertThat(orders).isGreaterThan(100);
    }

    @Test
    void aStrayPermitGivesNobodyTheTurn() throws InterruptedException {
        int orders =
                ParkingOrders.forEach(
                        each -> {
                            Scene scene = new Scene(each, 1);
                            scene.playWithOneFiber();
                            scene.addStranger();
                        });
        assertThat(orders).isGreaterThan(100);
    }

    @Test
    void anInterruptIsPutAsideDuringTheWaitAndRestoredAfterwards() {
        InterruptingParking parking = new InterruptingParking();
        Turn turn = new Turn(parking);
        parking.turn = turn;
        turn.await();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parking.parks).isEqualTo(2);
    }

    @Test
    void theOwnerIsVisibleToAllThreads() throws NoSuchFieldException {
        int modifiers = Turn.class.getDeclaredField("owner").getModifiers();
        assertThat(Modifier.isVolatile(modifiers))
                .as("volatile: the orders do not show it")
                .isTrue();
    }

    /** A loop thread that lends the control some times, and finds each time what was done. */
    private static final class Scene {
        private final ParkingOrders orders;
        private final Turn turn;
        private final int rounds;
        private final Thread loop;
        private @Nullable Thread first;
        private int steps;

        Scene(ParkingOrders orders, int rounds) {
            this.orders = orders;
            this.rounds = rounds;
            this.turn = new Turn(orders);
            this.loop = orders.make("loop", this::lend);
        }

        private void lend() {
            turn.begin();
            for (int round = 1; round <= rounds; round++) {
                give(first, round);
                turn.await();
                assertThat(steps).isEqualTo(10 * round);
            }
        }

        void playWithOneFiber() {
            first =
                    orders.make(
                            "fiber",
                            () -> {
                                for (int round = 1; round <= rounds; round++) {
                                    turn.await();
                                    steps += 10;
                                    turn.giveToLoop();
                                }
                            });
            orders.start(loop);
        }

        void playWithTwoFibers() {
            Thread second =
                    orders.make(
                            "second",
                            () -> {
                                for (int round = 1; round <= rounds; round++) {
                                    turn.await();
                                    steps = 2 * steps + (round == 1 ? 4 : -6);
                                    turn.giveToLoop();
                                }
                            });
            first =
                    orders.make(
                            "first",
                            () -> {
                                for (int round = 1; round <= rounds; round++) {
                                    turn.await();
                                    steps += 3;
                                    give(second, round);
                                }
                            });
            orders.start(loop);
        }

        /** Somebody who knows nothing of turns, such as one who interrupts. */
        void addStranger() {
            orders.start(
                    orders.make(
                            "stranger",
                            () -> {
                                orders.unpark(loop);
                                orders.unpark(first);
                            }));
        }

        /** As the engine does: the first time the thread has not started yet. */
        private void give(@Nullable Thread fiber, int round) {
            turn.give(fiber);
            if (round == 1) {
                orders.start(fiber);
            }
        }
    }

    /** Ends the first park by an interrupt, and gives the turn during the second. */
    private static final class InterruptingParking implements Parking {
        private @Nullable Turn turn;
        private int parks;

        @Override
        public void park(Object blocker) {
            parks++;
            Thread self = Thread.currentThread();
            if (parks == 1) {
                self.interrupt();
            } else if (turn != null) {
                assertThat(self.isInterrupted()).as("or the park would end at once").isFalse();
                turn.give(self);
            }
        }

        @Override
        public void unpark(Thread thread) {}
    }
}
