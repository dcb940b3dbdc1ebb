package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/**
 * Tells the readiness of channels and raw descriptors that are not Netty's. On NIO channels go into
 * the loop's own selector; beside another mechanism they go into a selector with a thread, made
 * when the first one comes. Raw descriptors go into the loop's own mechanism.
 *
 * <p>Confined to the loop.
 */
final class NettyReadiness implements ReadinessSource {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final LoopExecutor executor;

    /** Null until a channel comes that the loop's mechanism cannot take. */
    private @Nullable SelectorThread selector;

    NettyReadiness(EventLoop loop, NettyPoller poller, LoopExecutor executor) {
        this.loop = loop;
        this.poller = poller;
        this.executor = executor;
    }

    @Override
    public Registration register(SelectableChannel channel, Receiver receiver) throws IOException {
        if (poller.mechanism() == Mechanism.NIO) {
            NioDescriptor handle = new NioDescriptor(loop, channel, receiver);
            takeUp(handle);
            return handle;
        }
        SelectorThread thread = selector;
        if (thread == null) {
            thread = new SelectorThread(loop);
            selector = thread;
        }
        return thread.register(channel, receiver);
    }

    @Override
    public Registration register(int descriptor, Receiver receiver) throws IOException {
        if (descriptor < 0) {
            throw new IOException(
                    "descriptor " + descriptor + " cannot be waited for: EBADF, it is negative");
        }
        Mechanism mechanism = poller.mechanism();
        if (mechanism == Mechanism.IO_URING || mechanism == Mechanism.KQUEUE) {
            DescriptorErrors.check(descriptor);
        }
        DescriptorHandle handle = mechanism.descriptor(descriptor, receiver);
        try {
            takeUp(handle);
        } catch (IOException failure) {
            throw DescriptorErrors.named(descriptor, failure);
        }
        return handle;
    }

    private void takeUp(DescriptorHandle handle) throws IOException {
        Future<IoRegistration> taking = executor.register(handle);
        if (!taking.isSuccess()) {
            Throwable failure = taking.cause();
            throw failure instanceof IOException io
                    ? io
                    : new IOException("the poller does not take " + handle, failure);
        }
        handle.registered(taking.getNow());
    }

    @Override
    public Optional<Object> ownerOf(int descriptor) {
        return poller.ownerOf(descriptor).map(Object.class::cast);
    }

    void close() {
        if (selector != null) {
            selector.close();
        }
    }
}
