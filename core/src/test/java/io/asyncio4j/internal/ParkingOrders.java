package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * One of all the orders in which threads that park and unpark each other can go on.
 *
 * <p>One thread runs at a time. On both sides of each unpark, and where a park would end, it is
 * decided who goes on. {@link #forEach} plays a scene again and again, once for each way to decide:
 * an exhaustive search in which nothing is random. A thread that parks without a permit stays where
 * it is, so a wake-up that is lost leaves nobody who can go on, which fails.
 *
 * <p>What it cannot see is what one thread writes and another one does not see yet: between two
 * decisions everything is visible to all.
 *
 * <p>Confined to the thread that goes on.
 */
final class ParkingOrders implements Parking {
    private final List<Choice> path;
    private final List<Participant> participants = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private final CountDownLatch end = new CountDownLatch(1);

    /** How many choices of the path were made. */
    private int depth;

    private @Nullable Throwable failure;

    private ParkingOrders(List<Choice> path) {
        this.path = path;
    }

    /** What the threads of a scene do; it must behave the same each time. */
    @FunctionalInterface
    interface Scene {
        /** Makes the threads and starts one at least. */
        void set(ParkingOrders orders);
    }

    /** Plays a scene in all orders, and answers how many there were. */
    static int forEach(Scene scene) throws InterruptedException {
        List<Choice> path = new ArrayList<>();
        int count = 0;
        do {
            new ParkingOrders(path).play(scene);
            count++;
        } while (advance(path));
        return count;
    }

    /** Makes a thread, which does not run before it is started. */
    Thread make(String name, Runnable body) {
        Participant participant = new Participant(name, body);
        participants.add(participant);
        return participant.thread;
    }

    /** From now on the thread takes part. */
    void start(Thread thread) {
        Participant participant = find(thread);
        participant.isStarted = true;
        participant.thread.start();
    }

    @Override
    public void park(Object blocker) {
        Participant self = find(Thread.currentThread());
        self.isParked = true;
        decide(self);
        self.isParked = false;
        self.hasPermit = false;
    }

    @Override
    public void unpark(Thread thread) {
        Participant self = find(Thread.currentThread());
        decide(self);
        Participant woken = find(thread);
        woken.hasPermit = woken.isStarted;
        decide(self);
    }

    private void play(Scene scene) throws InterruptedException {
        scene.set(this);
        passTo(pick());
        end.await();
        if (failure != null) {
            throw new AssertionError("in this order:" + story + ": " + failure, failure);
        }
    }

    private Participant find(Thread thread) {
        return participants.stream()
                .filter(each -> each.thread == thread)
                .findFirst()
                .orElseThrow();
    }

    private void decide(Participant self) {
        Participant next = pick();
        if (next != self) {
            passTo(next);
            self.turn.acquireUninterruptibly();
        }
    }

    private void passTo(@Nullable Participant next) {
        if (next != null) {
            next.turn.release();
            return;
        }
        List<String> waiting =
                participants.stream()
                        .filter(each -> !each.isDone)
                        .map(each -> each.thread.getName())
                        .toList();
        if (!waiting.isEmpty()) {
            failure = new AssertionError("nobody will ever wake " + waiting);
        }
        end.countDown();
    }

    private @Nullable Participant pick() {
        List<Participant> able = participants.stream().filter(Participant::canGoOn).toList();
        if (able.isEmpty()) {
            return null;
        }
        if (depth == path.size()) {
            path.add(new Choice(0, able.size()));
        }
        Participant picked = able.get(path.get(depth++).chosen);
        story.append(' ').append(picked.thread.getName());
        return picked;
    }

    /** Goes to the next path in depth-first order; false when there is none. */
    private static boolean advance(List<Choice> path) {
        while (!path.isEmpty()) {
            Choice last = path.removeLast();
            if (last.chosen + 1 < last.options) {
                path.add(new Choice(last.chosen + 1, last.options));
                return true;
            }
        }
        return false;
    }

    private record Choice(int chosen, int options) {}

    private final class Participant {
        final Thread thread;
        final Semaphore turn = new Semaphore(0);
        boolean isStarted;
        boolean isParked;
        boolean hasPermit;
        boolean isDone;

        Participant(String name, Runnable body) {
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
        }

        private void run(Runnable body) {
            turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (Throwable thrown) {
                failure = thrown;
                end.countDown();
                return;
            }
            isDone = true;
            passTo(pick());
        }

        boolean canGoOn() {
            return isStarted && !isDone && (!isParked || hasPermit);
        }
    }
}
