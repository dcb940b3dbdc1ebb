package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.iterate;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** A Flow.Publisher in a plain for loop. */
final class PublishedItemsTest {
    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    /** A publisher that does what the test says, when it says so. */
    private static final class Hand implements Flow.Publisher<String>, Flow.Subscription {
        private Flow.@Nullable Subscriber<? super String> subscriber;
        private long requested;
        private boolean isCancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super String> newSubscriber) {
            subscriber = newSubscriber;
            newSubscriber.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }

        void publish(String item) {
            subscriber.onNext(item);
        }

        void complete() {
            subscriber.onComplete();
        }

        void fail(Throwable failure) {
            subscriber.onError(failure);
        }
    }

    @Test
    void theItemsOfAPublisherComeInAForLoop() {
        Virtually.run(
                () -> {
                    try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
                        List<Integer> seen = new ArrayList<>();
                        try (var items = iterate(publisher)) {
                            Iterator<Integer> iterator = items.iterator();
                            Thread.ofPlatform().start(() -> submitAThousand(publisher));
                            iterator.forEachRemaining(seen::add);
                        }
                        assertThat(seen).hasSize(1_000).isSorted();
                    }
                });
    }

    private static void submitAThousand(SubmissionPublisher<Integer> publisher) {
        for (int i = 1; i <= 1_000; i++) {
            publisher.submit(i); // blocks while the consumer is behind
        }
        publisher.close();
    }

    @Test
    void oneItemIsAskedForAtATimeAndOnlyWhenTheLoopBodyIsReady() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    pass();
                    assertThat(hand.requested).as("before anybody asks").isZero();
                    Task<Boolean> asking = createTask(() -> items.hasNext());
                    pass();
                    pass();
                    assertThat(hand.requested).isEqualTo(1);
                    hand.publish("a");
                    assertThat(asking.await()).isTrue();
                    assertThat(items.hasNext()).isTrue();
                    assertThat(items.next()).isEqualTo("a");
                    pass();
                    assertThat(hand.requested).as("while the body works").isEqualTo(1);
                    hand.complete();
                    assertThat(items.hasNext()).isFalse();
                });
    }

    @Test
    void aFailureOfThePublisherIsThrownByTheLoop() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    createTask(() -> hand.fail(failure));
                    assertThatThrownBy(items::hasNext).isSameAs(failure);
                    assertThat(items.hasNext()).as("after that it is over").isFalse();
                });
    }

    @Test
    void aFailureBehindAnItemIsThrownAfterTheItem() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    createTask(
                            () -> {
                                hand.publish("last");
                                hand.fail(failure);
                            });
                    assertThat(items.next()).isEqualTo("last");
                    assertThatThrownBy(items::hasNext).isSameAs(failure);
                    assertThat(items.hasNext()).isFalse();
                });
    }

    @Test
    void aFailureWhileTheBodyIsBusyIsThrownAtTheNextStepAndNotReported() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    createTask(() -> hand.publish("a"));
                    assertThat(items.next()).isEqualTo("a");
                    hand.fail(failure);
                    sleep(Duration.ofSeconds(1)); // the body works for a while
                    assertThatThrownBy(items::hasNext).isSameAs(failure);
                });
    }

    @Test
    void anEndBehindAnItemComesAfterTheItem() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    createTask(
                            () -> {
                                hand.publish("last");
                                hand.complete();
                            });
                    assertThat(items.next()).isEqualTo("last");
                    assertThat(items.hasNext()).isFalse();
                    assertThatThrownBy(items::next)
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessage("the publisher has ended");
                });
    }

    @Test
    void leavingEarlyAndClosingCancelsTheSubscription() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    createTask(() -> hand.publish("a"));
                    try (var items = iterate(hand)) {
                        for (String item : items) {
                            assertThat(item).isEqualTo("a");
                            break;
                        }
                    }
                    assertThat(hand.isCancelled).isTrue();
                    hand.publish("after the end"); // publishers may be late; nobody minds
                    sleep(Duration.ofSeconds(1));
                });
    }

    @Test
    void closingBeforeTheSubscriptionWasAcceptedCancelsItThen() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    var items = iterate(hand);
                    items.iterator();
                    items.close();
                    pass();
                    assertThat(hand.isCancelled).isTrue();
                });
    }

    @Test
    void closingAfterTheEndDoesNothing() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    var items = iterate(hand);
                    Iterator<String> iterator = items.iterator();
                    createTask(() -> hand.complete());
                    assertThat(iterator.hasNext()).isFalse();
                    items.close();
                    items.close();
                    assertThat(hand.isCancelled).isFalse();
                });
    }

    @Test
    void closingWhileAnotherTaskWaitsEndsItsLoop() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    var items = iterate(hand);
                    Iterator<String> iterator = items.iterator();
                    Task<Boolean> waiting = createTask(() -> iterator.hasNext());
                    pass();
                    items.close();
                    assertThat(waiting.await()).isFalse();
                });
    }

    @Test
    void cancelledInHasNextNoItemIsLostAndTheNextCallWaitsOn() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    Task<?> consumer = createTask(() -> items.hasNext());
                    pass();
                    consumer.cancel("stop");
                    assertThatThrownBy(() -> consumer.await()).hasMessage("stop");
                    createTask(() -> hand.publish("kept"));
                    assertThat(items.next()).isEqualTo("kept");
                    assertThat(hand.requested).as("asked for once").isEqualTo(1);
                    hand.complete();
                    assertThat(items.hasNext()).isFalse();
                });
    }

    @Test
    void cancelledAsTheItemComesItIsKeptForTheNextCall() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    Task<?> consumer = createTask(() -> items.hasNext());
                    pass();
                    hand.publish("kept");
                    consumer.cancel();
                    assertThatThrownBy(() -> consumer.await()).isInstanceOf(CancelledError.class);
                    assertThat(items.next()).isEqualTo("kept");
                    hand.complete();
                    assertThat(items.hasNext()).isFalse();
                });
    }

    @Test
    void cancelledAndClosedHasNextAnswersThatItIsOver() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    var items = iterate(hand);
                    Iterator<String> iterator = items.iterator();
                    Task<?> consumer = createTask(() -> iterator.hasNext());
                    pass();
                    consumer.cancel();
                    pass();
                    items.close();
                    assertThat(iterator.hasNext()).isFalse();
                });
    }

    @Test
    void itemsAreIteratedOnce() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    try (var items = iterate(hand)) {
                        items.iterator();
                        assertThatThrownBy(items::iterator)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("can be iterated once");
                    }
                });
    }

    @Test
    void aPublisherThatFailsToSubscribeLeavesNothing() {
        UnsupportedOperationException failure = new UnsupportedOperationException("no");
        Virtually.run(
                () -> {
                    var items =
                            iterate(
                                    subscriber -> {
                                        throw failure;
                                    });
                    assertThatThrownBy(items::iterator).isSameAs(failure);
                    assertThat(getRunningLoop().hasExternalWork()).isFalse();
                });
    }

    @Test
    void aPublisherThatSendsMoreThanItIsAskedForLosesNothing() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    List<String> seen = new ArrayList<>();
                    createTask(
                            () -> {
                                hand.publish("a");
                                hand.publish("b");
                                hand.publish("c");
                                hand.complete();
                            });
                    iterate(hand).forEach(seen::add);
                    assertThat(seen).containsExactly("a", "b", "c");
                });
    }

    @Test
    void twoTasksMayShareTheItems() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    Task<String> first = createTask(() -> items.next());
                    Task<String> second = createTask(() -> items.next());
                    pass();
                    hand.publish("a");
                    assertThat(first.await()).isEqualTo("a");
                    hand.publish("b");
                    assertThat(second.await()).isEqualTo("b");
                    assertThat(hand.requested).isEqualTo(2);
                    hand.complete();
                    assertThat(items.hasNext()).isFalse();
                });
    }

    @Test
    void aFailureThatNobodySeesBeforeTheCloseIsReported() {
        IOException failure = new IOException("unseen");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Hand hand = new Hand();
                            try (var items = iterate(hand)) {
                                items.iterator();
                                hand.fail(failure);
                                pass();
                            }
                        });
        assertThat(reports.only().exception()).containsSame(failure);
    }

    @Test
    void closedItemsCannotBeIterated() {
        Virtually.run(
                () -> {
                    var items = iterate(new Hand());
                    items.close();
                    assertThatThrownBy(items::iterator).isInstanceOf(IllegalStateException.class);
                });
    }

    @Test
    void theLoopGoesOnWhileTheForLoopWaits() {
        Virtually.run(
                () -> {
                    Hand hand = new Hand();
                    Iterator<String> items = iterate(hand).iterator();
                    createTask(
                            () -> {
                                pass();
                                sequence.at(1);
                                hand.publish("a");
                                hand.complete();
                            });
                    assertThat(items.next()).isEqualTo("a");
                    sequence.at(2);
                });
        sequence.end(2);
    }
}
