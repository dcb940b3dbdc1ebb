package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;

/**
 * The items of a {@link Flow.Publisher} in a plain {@code for} loop, as {@link Asyncio#iterate}
 * returns them. One item is asked for at a time, when the loop body is ready for it.
 *
 * {@snippet :
 * try (var items = iterate(publisher)) {
 *     for (var item : items) {             // suspends until there is one
 *         handle(item);
 *     }
 * }
 * }
 *
 * <p>Leaving the loop early and closing cancels the subscription.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the items
 */
public final class PublishedItems<T> implements Iterable<T>, AutoCloseable {
    private final EventLoop loop;
    private final Flow.Publisher<? extends T> publisher;

    /** Null until the publisher has accepted us. */
    private Flow.@Nullable Subscription subscription;

    /** What the consumer waits for: whether there is another item. Null unless it waits. */
    private @Nullable Promise<Boolean> arrival;

    /** The item that arrived and was not handed out. */
    private @Nullable T item;

    private boolean isSubscribed;

    /** Set when the publisher ended or the consumer closed. */
    private boolean isOver;

    PublishedItems(EventLoop loop, Flow.Publisher<? extends T> publisher) {
        this.loop = loop;
        this.publisher = publisher;
    }

    /**
     * The items, once. {@link Iterator#hasNext()} suspends until there is an item or the end.
     *
     * <p><b>On cancellation</b> in {@code hasNext} no item is lost; the next call waits on.
     *
     * @throws IllegalStateException if there was an iterator before
     */
    @Override
    public Iterator<T> iterator() {
        if (isSubscribed) {
            throw new IllegalStateException(
                    "the items of a publisher can be iterated once; call iterate() again");
        }
        isSubscribed = true;
        loop.workers.externalBegins();
        publisher.subscribe(new Arrivals());
        return new Items();
    }

    /** Cancels the subscription, if the publisher has not ended. Never suspends. */
    @Override
    public void close() {
        if (isSubscribed && !isOver) {
            end();
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    private void end() {
        isOver = true;
        loop.workers.externalEnds();
    }

    private final class Items implements Iterator<T> {
        @Override
        public boolean hasNext() {
            if (item != null) {
                return true;
            }
            if (isOver) {
                Promise<Boolean> last = arrival;
                arrival = null;
                return last != null && last.await();
            }
            Promise<Boolean> waiting = arrival;
            if (waiting == null || waiting.isDone()) {
                waiting = loop.createFuture("publisher's next item");
                arrival = waiting;
                if (subscription != null) {
                    subscription.request(1);
                }
            }
            return Asyncio.shield(waiting).await();
        }

        @Override
        public T next() {
            T next = hasNext() ? item : null;
            if (next == null) {
                throw new NoSuchElementException("the publisher has ended");
            }
            item = null;
            arrival = null;
            return next;
        }
    }

    /** The far side: called by the publisher on any thread, passes on to the loop. */
    private final class Arrivals implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription accepted) {
            loop.callSoonThreadsafe(
                    () -> {
                        subscription = accepted;
                        if (isOver) {
                            accepted.cancel();
                        } else if (arrival != null) {
                            accepted.request(1);
                        }
                    });
        }

        @Override
        public void onNext(T next) {
            loop.callSoonThreadsafe(
                    () -> {
                        if (!isOver) {
                            item = next;
                            arrived(true);
                        }
                    });
        }

        @Override
        public void onError(Throwable failure) {
            loop.callSoonThreadsafe(
                    () -> {
                        if (!isOver) {
                            end();
                            pendingArrival().fail(failure);
                        }
                    });
        }

        @Override
        public void onComplete() {
            loop.callSoonThreadsafe(
                    () -> {
                        if (!isOver) {
                            end();
                            arrived(false);
                        }
                    });
        }

        private void arrived(boolean hasItem) {
            pendingArrival().finish(hasItem);
        }

        private Promise<Boolean> pendingArrival() {
            Promise<Boolean> waiting = arrival;
            if (waiting == null || !waiting.isPending()) {
                waiting = loop.createFuture("publisher's next item");
                arrival = waiting;
            }
            return waiting;
        }
    }
}
