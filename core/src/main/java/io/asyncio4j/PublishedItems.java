package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
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
 * <pre>
 *   NEW --iterator--> OPEN --the publisher ends, close--> OVER
 *    |                                                     ^
 *    +----close--------------------------------------------+
 * </pre>
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the items
 */
public final class PublishedItems<T> implements Iterable<T>, AutoCloseable {
    private enum State {
        NEW,
        OPEN,
        OVER
    }

    private final EventLoop loop;
    private final Flow.Publisher<? extends T> publisher;

    private State state = State.NEW;

    /** Null until the publisher has accepted us. */
    private Flow.@Nullable Subscription subscription;

    /** Whether an item was asked for that was not taken; one request at a time. */
    private boolean isAsked;

    /**
     * The items that arrived and were not taken: one, unless the publisher sends more than that.
     */
    private final ArrayDeque<T> arrived = new ArrayDeque<>();

    /** Why the publisher ended; null unless it failed and nobody was told yet. */
    private @Nullable Throwable failure;

    /** Kept when anything of the above changes; null unless somebody waits for that. */
    private @Nullable Promise<@Nullable Void> change;

    PublishedItems(EventLoop loop, Flow.Publisher<? extends T> publisher) {
        this.loop = loop;
        this.publisher = publisher;
    }

    /**
     * The items, once. {@link Iterator#hasNext()} suspends until there is an item or the end, and
     * throws what the publisher failed with.
     *
     * <p><b>On cancellation</b> in {@code hasNext} no item is lost; the next call waits on.
     *
     * @throws IllegalStateException if there was an iterator before, or this is closed
     */
    @Override
    public Iterator<T> iterator() {
        requireHeld();
        if (state != State.NEW) {
            throw new IllegalStateException(
                    "the items of a publisher can be iterated once; call iterate() again");
        }
        state = State.OPEN;
        loop.workers.externalBegins();
        try {
            publisher.subscribe(new Arrivals());
        } catch (Throwable refused) {
            end();
            throw refused;
        }
        return new Items();
    }

    /**
     * Cancels the subscription, if the publisher has not ended; whoever waits for an item is told
     * that there is none. Never suspends.
     */
    @Override
    public void close() {
        requireHeld();
        if (state == State.OPEN) {
            end();
            if (subscription != null) {
                subscription.cancel();
            }
        }
        state = State.OVER;
        arrived.clear();
        reportUnseenFailure();
    }

    private void requireHeld() {
        loop.requireHeld("PublishedItems", "callSoonThreadsafe");
    }

    private void end() {
        if (state == State.OPEN) {
            state = State.OVER;
            loop.workers.externalEnds();
            changed();
        }
    }

    private void changed() {
        Promise<@Nullable Void> kept = change;
        change = null;
        if (kept != null) {
            kept.finish(null);
        }
    }

    private void reportUnseenFailure() {
        if (failure != null) {
            loop.callExceptionHandler(
                    ExceptionContext.of("a publisher failed when nobody took its items any more")
                            .withException(failure));
            failure = null;
        }
    }

    private final class Items implements Iterator<T> {
        @Override
        public boolean hasNext() {
            requireHeld();
            while (arrived.isEmpty() && state == State.OPEN) {
                awaitChange();
            }
            if (!arrived.isEmpty()) {
                return true;
            }
            Throwable thrown = failure;
            failure = null;
            if (thrown != null) {
                throw Sneaky.rethrow(thrown);
            }
            return false;
        }

        /** Behind a shield, because other tasks may wait for the same change. */
        private void awaitChange() {
            if (!isAsked) {
                isAsked = true;
                if (subscription != null) {
                    subscription.request(1);
                }
            }
            Promise<@Nullable Void> next = change;
            if (next == null) {
                next = loop.createFuture("publisher's next item");
                change = next;
            }
            Asyncio.shield(next).await();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the publisher has ended");
            }
            isAsked = false;
            return arrived.removeFirst();
        }
    }

    /** The far side: called by the publisher on any thread, passes on to the loop. */
    private final class Arrivals implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription accepted) {
            loop.callSoonThreadsafe(
                    () -> {
                        subscription = accepted;
                        if (state == State.OVER) {
                            accepted.cancel();
                        } else if (isAsked) {
                            accepted.request(1);
                        }
                    });
        }

        @Override
        public void onNext(T next) {
            loop.callSoonThreadsafe(
                    () -> {
                        if (state == State.OPEN) {
                            arrived.add(next);
                            changed();
                        }
                    });
        }

        @Override
        public void onError(Throwable reason) {
            loop.callSoonThreadsafe(
                    () -> {
                        if (state == State.OPEN) {
                            failure = reason;
                            end();
                        }
                    });
        }

        @Override
        public void onComplete() {
            loop.callSoonThreadsafe(PublishedItems.this::end);
        }
    }
}
