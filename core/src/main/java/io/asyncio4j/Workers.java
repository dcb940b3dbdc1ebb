package io.asyncio4j;

import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that do the blocking work of a loop, and the count of everything outside the loop
 * that will call back.
 *
 * <p>The default pool has platform threads: its jobs are blocking or computing, and virtual threads
 * would take the carriers that the handoff engine's tasks need.
 *
 * <p>Confined to the loop, but for the jobs themselves.
 */
final class Workers {
    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final AtomicLong NEXT_POOL = new AtomicLong();

    private final EventLoop loop;
    private @Nullable ExecutorService pool;
    private boolean isShutDown;

    /** How many jobs and stages will still call back; changed by the loop only. */
    private int externalWork;

    Workers(EventLoop loop) {
        this.loop = loop;
    }

    boolean hasExternalWork() {
        return externalWork > 0;
    }

    void externalBegins() {
        externalWork++;
    }

    void externalEnds() {
        externalWork--;
    }

    /** Whether there is a default pool that must be shut down. */
    boolean hasPool() {
        return pool != null;
    }

    ExecutorService defaultExecutor() {
        if (isShutDown) {
            throw new IllegalStateException(
                    "the default executor of "
                            + loop
                            + " was shut down; submit jobs before that,"
                            + " or to an executor of your own");
        }
        ExecutorService current = pool;
        if (current == null) {
            current = newPool();
            pool = current;
        }
        return current;
    }

    private static ExecutorService newPool() {
        int size = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
        String prefix = "asyncio4j-worker-" + NEXT_POOL.getAndIncrement() + "-";
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        30,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(prefix, 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void setDefaultExecutor(ExecutorService executor) {
        pool = Objects.requireNonNull(executor, "executor");
    }

    <T extends @Nullable Object> Future<T> submit(Executor executor, Callable<T> blocking) {
        Job<T> job = new Job<>(Objects.requireNonNull(blocking, "blocking"));
        externalBegins();
        try {
            executor.execute(job);
        } catch (RuntimeException rejected) {
            externalEnds();
            throw rejected;
        }
        return job.promise;
    }

    /** One function on its way through an executor and back. */
    private final class Job<T extends @Nullable Object> implements Runnable, Promise.Role {
        private final Callable<T> blocking;
        private final Context context = Context.copy();
        private final Promise<T> promise = new Promise<>(loop, this, "executor job");

        /** Set on the loop when nobody wants the result any more, so a queued job need not run. */
        private volatile boolean isDropped;

        Job(Callable<T> blocking) {
            this.blocking = blocking;
        }

        @Override
        public boolean cancel(Promise<?> cancelled, @Nullable String reason) {
            isDropped = true;
            cancelled.becomeCancelled(reason);
            return true;
        }

        @Override
        public void run() {
            if (isDropped) {
                comeBack(Workers.this::externalEnds, null);
                return;
            }
            try {
                T result = context.call(blocking);
                comeBack(() -> succeed(result), null);
            } catch (Throwable failure) {
                comeBack(() -> fail(failure), failure);
            }
        }

        private void comeBack(Runnable delivery, @Nullable Throwable failure) {
            try {
                loop.callSoonThreadsafe(delivery);
            } catch (IllegalStateException closed) {
                if (failure != null) {
                    LOG.log(Level.ERROR, "a job failed after " + loop + " was closed", failure);
                }
            }
        }

        private void succeed(T result) {
            externalEnds();
            if (promise.isPending()) {
                promise.finish(result);
            }
        }

        private void willNotRun() {
            externalEnds();
            if (promise.isPending()) {
                promise.becomeCancelled("the executor was shut down before the job began");
            }
        }

        private void fail(Throwable failure) {
            externalEnds();
            if (promise.isPending()) {
                promise.fail(failure);
            } else {
                loop.callExceptionHandler(
                        ExceptionContext.of("a job failed after its future was cancelled")
                                .withException(failure)
                                .with("future", promise));
            }
        }
    }

    /** Waits in a thread of its own for the pool to finish, while the loop goes on. */
    boolean shutdown(Duration limit) {
        isShutDown = true;
        ExecutorService ending = pool;
        pool = null;
        if (ending == null) {
            return true;
        }
        ending.shutdown();
        Executor waiter = command -> Thread.ofVirtual().name("asyncio4j-join").start(command);
        boolean finished =
                submit(
                                waiter,
                                () ->
                                        ending.awaitTermination(
                                                LoopClock.nanosOf(limit), TimeUnit.NANOSECONDS))
                        .await();
        if (!finished) {
            LOG.log(
                    Level.WARNING,
                    "the default executor did not finish within {0}",
                    Wording.of(limit));
            for (Runnable queued : ending.shutdownNow()) {
                if (queued instanceof Job<?> job) {
                    job.comeBack(job::willNotRun, null);
                }
            }
        }
        return finished;
    }

    void close() {
        isShutDown = true;
        ExecutorService ending = pool;
        pool = null;
        if (ending != null) {
            ending.shutdown();
        }
    }
}
