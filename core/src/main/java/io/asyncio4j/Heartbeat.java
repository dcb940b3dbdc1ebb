package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The always-on watchdog of a loop. The loop counts every callback and step it begins; a thread
 * beside all loops looks at the count now and then. When it stands still for too long while the
 * loop is not waiting, the loop is blocked, and what it runs is named with its stack: once after
 * the limit, again after twice that time, and so on.
 *
 * <p>The loop pays one plain write for each callback and reads no clock.
 *
 * <p>Thread-safe: the loop writes, the watchdog reads.
 */
final class Heartbeat {
    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final VarHandle PULSE;

    static {
        try {
            PULSE = MethodHandles.lookup().findVarHandle(Heartbeat.class, "pulse", long.class);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("no access to our own field; please report this", broken);
        }
    }

    /** One thread for all loops; made when the first loop runs. */
    private static final class Watchdog {
        static final ScheduledExecutorService THREAD =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("asyncio4j-watchdog").factory());
    }

    private final EventLoop loop;
    private final long limitNanos;
    private final Consumer<BlockedLoop> whenBlocked;

    /** Odd while the loop works, even while it waits; changes with every callback and step. */
    private long pulse;

    private @Nullable Future<?> checks;

    /** The pulse that the watchdog saw last, and when it saw it first. */
    private long seenPulse;

    private long seenSinceNanos;

    /** The age at which the same pulse is reported next. */
    private long reportAtNanos;

    Heartbeat(EventLoop loop, LoopOptions options) {
        this.loop = loop;
        this.limitNanos = LoopClock.nanosOf(options.blockedAfter());
        this.whenBlocked = options.whenBlocked().orElse(Heartbeat::log);
    }

    /** The loop begins a callback or step. */
    void beat() {
        PULSE.setOpaque(this, (pulse + 2) | 1);
    }

    /** The loop begins to wait. */
    void idle() {
        PULSE.setOpaque(this, (pulse + 1) & ~1L);
    }

    void start() {
        idle();
        if (limitNanos < Long.MAX_VALUE) {
            long period = Math.max(limitNanos / 4, TimeUnit.MILLISECONDS.toNanos(1));
            checks =
                    Watchdog.THREAD.scheduleAtFixedRate(
                            () -> check(System.nanoTime()), period, period, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        idle();
        Future<?> running = checks;
        if (running != null) {
            running.cancel(false);
        }
    }

    /** Looks at the pulse. Called by the watchdog only, with the time it is. */
    void check(long nowNanos) {
        long now = (long) PULSE.getOpaque(this);
        boolean isWorking = (now & 1) == 1;
        if (!isWorking || now != seenPulse) {
            seenPulse = now;
            seenSinceNanos = nowNanos;
            reportAtNanos = limitNanos;
        } else if (nowNanos - seenSinceNanos >= reportAtNanos) {
            report(Duration.ofNanos(nowNanos - seenSinceNanos));
            reportAtNanos *= 2;
        }
    }

    private void report(Duration duration) {
        Thread holder = loop.holder.thread();
        Task<?> task = loop.stepper.current();
        List<StackTraceElement> stack =
                holder == null ? List.of() : Stacks.withoutMachinery(holder.getStackTrace());
        try {
            whenBlocked.accept(
                    new BlockedLoop(
                            loop.toString(),
                            Optional.ofNullable(task).map(Task::name),
                            duration,
                            stack));
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "the listener for blocked loops failed", broken);
        }
    }

    private static void log(BlockedLoop blocked) {
        LOG.log(Level.WARNING, blocked::describe);
    }
}
