package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * The fast engine: the fiber is the scheduler of its own virtual thread, so resuming it is a plain
 * call on the loop thread, with no other thread involved.
 *
 * <p>Suspending is {@link Thread#yield()}, not a park: it is indifferent to interrupts and stray
 * permits, it hands the continuation straight back to {@link #execute}, and it returns at once when
 * the thread cannot be put aside, so that this is an error and not a hang.
 *
 * <p>When the body blocks in a JDK call, the continuation also comes back, but the state is still
 * {@code RUNNING}. Then the loop thread waits here until the JDK makes the thread runnable again
 * (so the task keeps the loop), or returns with {@code BLOCKED} if it was asked to hand over.
 *
 * <p>A stack dump by another thread makes the JDK submit the continuation once more, and makes a
 * run of it in that moment do nothing. Hence a submission is only a hint to try, never proof.
 *
 * <p>Confined to the loop, but for {@link #execute}, which any thread may call.
 */
public final class ScheduledFiber extends Fiber implements Executor, Runnable {
    private static final @Nullable MethodHandle NEW_VIRTUAL_THREAD = findConstructor();
    private static final @Nullable Executor DEFAULT_SCHEDULER = findDefaultScheduler();

    /** {@code Thread.NO_INHERIT_THREAD_LOCALS}. */
    private static final int NO_INHERITANCE = 1 << 2;

    private final Thread thread;
    private final Body body;
    private final boolean handsOver;

    /** Written once, by the first {@link #execute}, which {@code Thread.start} calls. */
    private @Nullable Runnable continuation;

    /**
     * Who resumed the fiber last. Written by that thread; read by any, which finds itself here only
     * if it wrote itself.
     */
    private @Nullable Thread loopThread;

    /** How the loop thread hears that a blocked body may go on. */
    private final Blockage blockage = new Blockage();

    /**
     * Makes a fiber that has not started.
     *
     * @param name the name of its thread
     * @param body what it runs; must not throw
     * @param handsOver whether to give the control back when the body blocks, and tell it when it
     *     may go on; otherwise the loop waits
     */
    public ScheduledFiber(String name, Body body, boolean handsOver) {
        this.body = body;
        this.handsOver = handsOver;
        this.thread = newVirtualThread(name);
    }

    /** Whether this JVM was started with the flag that the engine needs. */
    public static boolean isAvailable() {
        return NEW_VIRTUAL_THREAD != null && DEFAULT_SCHEDULER != null;
    }

    private static @Nullable MethodHandle findConstructor() {
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            return MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
                    .findStatic(
                            builders,
                            "newVirtualThread",
                            MethodType.methodType(
                                    Thread.class,
                                    Executor.class,
                                    String.class,
                                    int.class,
                                    Runnable.class));
        } catch (ReflectiveOperationException unavailable) {
            return null; // java.lang is not open to us, or this JDK has no such method
        }
    }

    private static @Nullable Executor findDefaultScheduler() {
        try {
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            VarHandle field =
                    MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup())
                            .findStaticVarHandle(
                                    virtualThread, "DEFAULT_SCHEDULER", ForkJoinPool.class);
            return (ForkJoinPool) field.get();
        } catch (ReflectiveOperationException unavailable) {
            return null; // as above
        }
    }

    private Thread newVirtualThread(String name) {
        MethodHandle constructor = NEW_VIRTUAL_THREAD;
        if (constructor == null) {
            throw new AssertionError("the scheduled engine is unavailable; please report this");
        }
        try {
            return (Thread)
                    constructor.invokeExact((Executor) this, name, NO_INHERITANCE, (Runnable) this);
        } catch (Throwable broken) {
            throw new AssertionError("cannot make a virtual thread; please report this", broken);
        }
    }

    @Override
    public Thread thread() {
        return thread;
    }

    /** What the virtual thread runs; called by the JDK only. */
    @Override
    public void run() {
        try {
            body.run();
        } finally {
            enter(State.FINISHED);
        }
    }

    /**
     * Called by the JDK, on any thread, whenever the virtual thread may run. A virtual thread that
     * the body starts inherits this scheduler; it is passed on to the JDK's own one.
     */
    @Override
    public void execute(Runnable command) {
        Runnable own = continuation;
        if (own == null) {
            continuation = command; // the first submission, by start(), before the body runs
        } else if (own != command) {
            if (DEFAULT_SCHEDULER != null) {
                DEFAULT_SCHEDULER.execute(command);
            }
        } else if (!isOwnSuspension() && blockage.announce()) {
            body.unblocked(this);
        }
    }

    /** Whether this is the echo of {@link #suspend}, which the loop thread hears by itself. */
    private boolean isOwnSuspension() {
        return Thread.currentThread() == loopThread && state() == State.SUSPENDED;
    }

    @Override
    public void resume() {
        requireResumable();
        comeBack();
        if (state() == State.NEW) {
            thread.start();
        }
        enter(State.RUNNING);
        runContinuation();
        if (state() == State.RUNNING) {
            bodyBlocks();
        }
    }

    private void comeBack() {
        Thread current = Thread.currentThread();
        if (loopThread != current) {
            loopThread = current;
        }
        // Only a blocked body has been turned away from; for all others the look would be one more
        // object to fetch. What a dump has announced meanwhile makes one try of a later blockage
        // vain.
        if (state() == State.BLOCKED) {
            blockage.comeBack();
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yields to the loop, and to nobody else
    public void suspend() {
        enter(State.SUSPENDED);
        Thread.yield();
        if (state() == State.SUSPENDED) {
            enter(State.RUNNING);
            throw new IllegalStateException(
                    "cannot await here: "
                            + thread
                            + " has a native frame or a class initializer on its stack, so it"
                            + " cannot be suspended; move the await out of it");
        }
    }

    @Override
    public boolean passesOn() {
        return false; // a virtual thread cannot run another one's continuation
    }

    @Override
    public void passTo(Fiber next) {
        throw new AssertionError(thread + " cannot pass to " + next + "; please report this");
    }

    private void runContinuation() {
        Runnable own = continuation;
        if (own == null) {
            throw new AssertionError(thread + " has no continuation; please report this");
        }
        own.run();
    }

    /** The body is inside a JDK call that blocks. */
    private void bodyBlocks() {
        if (!handsOver) {
            blockage.hold(this::tryAgain);
            return;
        }
        enter(State.BLOCKED);
        if (blockage.turnAway()) { // it may go on since before anybody could know where we are
            body.unblocked(this);
        }
    }

    /** Runs the body if it can go on, and answers whether it is still blocked. */
    private boolean tryAgain() {
        runContinuation();
        return state() == State.RUNNING;
    }
}
