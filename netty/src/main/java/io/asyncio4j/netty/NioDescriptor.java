package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * A channel of the JDK in the loop's own selector.
 *
 * <p>Confined to the loop.
 */
final class NioDescriptor implements NioIoHandle, DescriptorHandle {
    private final EventLoop loop;
    private final SelectableChannel channel;
    private final ReadinessSource.Receiver receiver;
    private @Nullable IoRegistration registration;

    NioDescriptor(EventLoop loop, SelectableChannel channel, ReadinessSource.Receiver receiver) {
        this.loop = loop;
        this.channel = channel;
        this.receiver = receiver;
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    @Override
    public void registered(IoRegistration made) {
        registration = made;
    }

    @Override
    public void arm(boolean isReading, boolean isWriting) throws IOException {
        int operations = Interests.of(channel, isReading, isWriting);
        try {
            Objects.requireNonNull(registration, "registration")
                    .submit(NioIoOps.valueOf(operations));
        } catch (CancelledKeyException closed) {
            throw new IOException(channel + " was closed while it was in use", closed);
        }
    }

    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        int told = ((NioIoEvent) event).ops().value();
        receiver.ready(Interests.isReadable(told), Interests.isWritable(told));
    }

    @Override
    public void close(Runnable letGo) {
        close();
        if (!loop.isClosed()) {
            // The selector lets go of the channel in the next poll, which may be left out once.
            loop.callSoon(() -> loop.callSoon(letGo));
        }
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.cancel();
        }
    }
}
