package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The asyncio4j loop as Netty sees it. What Netty executes goes to the loop's ready queue, and
 * whoever holds the loop, be it the loop thread or a task, is in Netty's event loop: so a task
 * writes to a channel without a detour. (Netty's {@code ManualIoEventLoop} knows one thread only.)
 *
 * <p>Netty's own timers, such as those of its TLS handler, stay in Netty's queue; the poller asks
 * for them. The class cannot be shut down through Netty: the loop's owner closes the loop.
 *
 * <p>Confined to the loop, but for {@link #execute} and {@link #inEventLoop(Thread)}, which any
 * thread may call.
 */
final class LoopExecutor extends AbstractScheduledEventExecutor implements IoEventLoop {
    private final EventLoop loop;
    private final Mechanism mechanism;
    private final IoHandler handler;
    private final Context context = Context.empty();
    private final Promise<@Nullable Void> termination =
            new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

    /**
     * What Netty wants to execute, in order: for each the loop has a callback in its ready queue.
     * What is left when the loop is closed runs then, since buffers may hang on it.
     */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final Runnable runNextTask = this::runNextTask;

    /** The thread that closes the poller; written and read by that thread, others see null. */
    private volatile @Nullable Thread closer;

    /** Whether execute was called since the poller asked. Read by the poller. */
    private boolean hasExecuted;

    private final int operationsInAPass;

    /** The thread that polls; null before the first poll. */
    private @Nullable Thread poller;

    /** How many operations tasks on other threads began since the last poll. */
    private int operations;

    /** Whether the handler was ever given something to look after. */
    private boolean hasRegistered;

    LoopExecutor(EventLoop loop, Mechanism mechanism) {
        this.loop = loop;
        this.mechanism = mechanism;
        this.operationsInAPass = mechanism.operationsInAPass();
        this.handler = mechanism.handlers().newHandler(this);
    }

    IoHandler handler() {
        return handler;
    }

    // ---- executing

    @Override
    public void execute(Runnable task) {
        Thread caller = Thread.currentThread();
        if (loop.isHeldBy(caller)) {
            hasExecuted = true;
            tasks.add(task);
            loop.callSoon(runNextTask, context);
        } else if (caller.equals(closer)) {
            tasks.add(task);
        } else {
            loop.callSoonThreadsafe(task, context);
        }
    }

    private void runNextTask() {
        tasks.remove().run();
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return loop.isHeldBy(thread) || thread.equals(closer);
    }

    /**
     * Whether a thread may begin an I/O operation: asked by the handler for each one. Whoever holds
     * the loop may, unless there were too many, see {@link Mechanism#operationsInAPass()}.
     */
    @Override
    public boolean isExecutorThread(Thread thread) {
        return inEventLoop(thread)
                && (thread.equals(poller)
                        || thread.equals(closer)
                        || operations++ < operationsInAPass);
    }

    /** A poll begins on the calling thread. */
    void beginPoll() {
        poller = Thread.currentThread();
        operations = 0;
    }

    /** Whether something was put on the ready queue since the last question. */
    boolean takeHasExecuted() {
        boolean answer = hasExecuted;
        hasExecuted = false;
        return answer;
    }

    /** Whether neither I/O nor a timer of Netty's can come, because none was ever asked for. */
    boolean isUnused() {
        return !hasRegistered && nanosToTimer() == Long.MAX_VALUE;
    }

    // ---- Netty's timers

    /** How long until the next of Netty's timers is due; MAX_VALUE without any. */
    long nanosToTimer() {
        long nanos = nextScheduledTaskNano();
        return nanos < 0 ? Long.MAX_VALUE : nanos;
    }

    /** Queues Netty's timers that are due. */
    void queueDueTimers() {
        for (Runnable due = pollScheduledTask(); due != null; due = pollScheduledTask()) {
            execute(due);
        }
    }

    // ---- registering

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        hasRegistered = true;
        try {
            promise.setSuccess(handler.register(mechanism.registered(handle)));
        } catch (Exception failure) {
            promise.setFailure(failure);
        }
    }

    /** Registers a channel, for the poller. */
    ChannelFuture add(Channel channel) {
        ChannelPromise promise = new DefaultChannelPromise(channel, this);
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return add(channel);
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return handler.getClass().equals(handlerType);
    }

    @Override
    public LoopExecutor next() {
        return this;
    }

    @Override
    public @Nullable IoEventLoopGroup parent() {
        return null;
    }

    // ---- the end

    /** The poller is being closed by this thread, which now is in Netty's event loop. */
    void beginClose() {
        closer = Thread.currentThread();
    }

    /** Runs what the closed loop has left of Netty's tasks, and what they want to execute. */
    void runLastTasks() {
        while (!tasks.isEmpty()) {
            runNextTask();
        }
    }

    /** Closes the handler. */
    void endClose() {
        handler.prepareToDestroy();
        runLastTasks();
        cancelScheduledTasks();
        handler.destroy();
        runLastTasks();
        closer = null;
        termination.setSuccess(null);
    }

    @Override
    public boolean isShuttingDown() {
        return termination.isDone();
    }

    @Override
    public boolean isShutdown() {
        return termination.isDone();
    }

    @Override
    public boolean isTerminated() {
        return termination.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return termination.await(timeout, unit);
    }

    @Override
    public Future<?> terminationFuture() {
        return termination;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw notThisWay();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw notThisWay();
    }

    private UnsupportedOperationException notThisWay() {
        return new UnsupportedOperationException(
                "Netty cannot shut down " + loop + "; whoever made the loop closes it");
    }

    @Override
    public String toString() {
        return "LoopExecutor[" + loop + "]";
    }
}
