package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.toThread;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Work that needs no tasks: callbacks, timers, and calls from other threads.
 *
 * <p>Confined to the loop.
 */
final class CallbackWork {
    private static final int LATEST_MICROS = 50_000;

    private CallbackWork() {}

    /** So many callbacks are queued at once, and run. One operation is one callback. */
    static Work callSoon(int size) {
        return times -> {
            for (long i = 0; i < times; i++) {
                var countdown = new Countdown(size);
                for (int k = 0; k < size; k++) {
                    countdown.loop.callSoon(countdown);
                }
                countdown.await();
            }
            return times * size;
        };
    }

    /**
     * So many callbacks queue themselves again and again, so that each pass of the loop runs all of
     * them and nothing else.
     */
    static Work pass(int size) {
        return times -> {
            var countdown = new Countdown(size);
            for (int k = 0; k < size; k++) {
                countdown.loop.callSoon(again(times, countdown));
            }
            countdown.await();
            return times * size;
        };
    }

    private static Runnable again(long times, Countdown over) {
        return new Runnable() {
            private long left = times;

            @Override
            public void run() {
                if (--left > 0) {
                    over.loop.callSoon(this);
                } else {
                    over.run();
                }
            }
        };
    }

    /** So many timers are set, every second one is cancelled, and the others run. */
    static Work timers(int size) {
        var random = new Random(size);
        var delays = new Duration[size];
        for (int k = 0; k < size; k++) {
            delays[k] = Duration.ofNanos(1000L * random.nextInt(LATEST_MICROS));
        }
        var timers = new TimerHandle[size];
        return times -> {
            for (long i = 0; i < times; i++) {
                var countdown = new Countdown(size - size / 2);
                for (int k = 0; k < size; k++) {
                    timers[k] = countdown.loop.callLater(delays[k], countdown);
                }
                for (int k = 1; k < size; k += 2) {
                    timers[k].cancel();
                }
                countdown.await();
            }
            return times * size;
        };
    }

    /** Another thread queues so many callbacks; one operation is one of them. */
    static Work callSoonThreadsafe(int size) {
        return times -> {
            for (long i = 0; i < times; i++) {
                var countdown = new Countdown(size);
                toThread(
                        () -> {
                            for (int k = 0; k < size; k++) {
                                countdown.loop.callSoonThreadsafe(countdown);
                            }
                        });
                countdown.await();
            }
            return times * size;
        };
    }

    /**
     * So many threads wake the loop, and each waits for its answer before it wakes it again. They
     * are kept, for a thread costs more to start than the loop to wake.
     */
    static Work wakeUp(int size) {
        var threads = Executors.newFixedThreadPool(size, Thread.ofPlatform().daemon().factory());
        return times -> {
            var loop = getRunningLoop();
            var wakers = new ArrayList<Future<?>>(size);
            for (int k = 0; k < size; k++) {
                wakers.add(loop.runInExecutor(threads, () -> wake(loop, times)));
            }
            gather(wakers).await();
            return times * size;
        };
    }

    private static long wake(EventLoop loop, long times) throws InterruptedException {
        var answered = new Semaphore(0);
        for (long i = 0; i < times; i++) {
            loop.callSoonThreadsafe(answered::release);
            answered.acquire();
        }
        return times;
    }

    /** A callback that completes a promise when it has run so many times. */
    private static final class Countdown implements Runnable {
        private final EventLoop loop = getRunningLoop();
        private final Promise<@Nullable Void> over = loop.createFuture();
        private int left;

        Countdown(int left) {
            this.left = left;
        }

        @Override
        public void run() {
            if (--left == 0) {
                over.setResult(null);
            }
        }

        void await() {
            over.await();
        }
    }
}
