package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/**
 * A loop as a group of Netty's event loops, of which it is the only one: for libraries made with
 * Netty, such as clients of databases. They then run on the loop, beside its tasks and with no
 * thread of their own, and what they deliver needs no thread to change hands.
 *
 * {@snippet :
 * run(() -> {
 *     var group = NettyGroup.of(getRunningLoop());
 *     var bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class);
 *     ...
 * });
 * }
 *
 * <p>The library must use channels of the loop's {@link Mechanism}, and may block on none of its
 * own futures in the loop: await them. When the library shuts the group down, the group ends and
 * the loop goes on; the library closes its channels itself, or the loop does when it is closed.
 *
 * <p>This is the one place where a type of Netty can be seen; a program that uses it depends on
 * Netty itself.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("exports") // whoever uses it names Netty's modules; others need not see them
public final class NettyGroup extends MultiThreadIoEventLoopGroup {
    /** Done when the library has shut the group down, or the loop is closed. */
    private final Promise<@Nullable Void> ended =
            new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

    private NettyGroup(LoopExecutor executor) {
        super(1, Runnable::run, NettyGroup::noHandler, executor);
        executor.terminationFuture().addListener(closed -> ended.trySuccess(null));
    }

    private static io.netty.channel.IoHandler noHandler(
            io.netty.util.concurrent.ThreadAwareExecutor executor) {
        throw new AssertionError(executor + " has a handler already; please report this as a bug");
    }

    /**
     * A group of this loop alone. Each library should get its own, which it may shut down.
     *
     * @param loop a loop with the network of this module
     * @throws IllegalStateException if the loop has another poller
     */
    public static NettyGroup of(EventLoop loop) {
        return new NettyGroup(
                loop.capability(LoopExecutor.class)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                loop
                                                        + " does not do its I/O with Netty; give it"
                                                        + " the poller of"
                                                        + " NettyOptions.provider()")));
    }

    @Override
    protected IoEventLoop newChild(
            java.util.concurrent.Executor unused, IoHandlerFactory handlers, Object... arguments) {
        return (LoopExecutor) arguments[0];
    }

    /**
     * {@inheritDoc}
     *
     * <p>Here the group ends at once, and the loop goes on.
     */
    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        ended.trySuccess(null);
        return ended;
    }

    @Override
    @Deprecated
    public void shutdown() {
        ended.trySuccess(null);
    }

    @Override
    public boolean isShuttingDown() {
        return ended.isDone();
    }

    @Override
    public boolean isShutdown() {
        return ended.isDone();
    }

    @Override
    public boolean isTerminated() {
        return ended.isDone();
    }

    @Override
    public Future<?> terminationFuture() {
        return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }

    @Override
    public String toString() {
        return "NettyGroup[" + next() + (ended.isDone() ? ", ended" : "") + "]";
    }
}
