package io.asyncio4j.netty;

import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A raw descriptor in epoll, level-triggered: the system tells in each poll, until it is disarmed.
 *
 * <p>Confined to the loop.
 */
final class EpollDescriptor implements EpollIoHandle, DescriptorHandle {
    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();

    private final FileDescriptor descriptor;
    private final ReadinessSource.Receiver receiver;
    private @Nullable IoRegistration registration;

    /** What the system was asked to tell. */
    private int armed;

    EpollDescriptor(int descriptor, ReadinessSource.Receiver receiver) {
        this.descriptor = new FileDescriptor(descriptor);
        this.receiver = receiver;
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void registered(IoRegistration made) {
        registration = made;
    }

    @Override
    public void arm(boolean isReading, boolean isWriting) throws IOException {
        int wanted = (isReading ? IN : 0) | (isWriting ? OUT : 0);
        if (wanted == armed) {
            return;
        }
        try {
            Objects.requireNonNull(registration, "registration").submit(EpollIoOps.valueOf(wanted));
            armed = wanted;
        } catch (UncheckedIOException failure) {
            throw DescriptorErrors.named(
                    descriptor.intValue(), Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    /** Everything but one direction's own event, an error or the end, concerns the other too. */
    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        int told = ((EpollIoEvent) event).ops().value();
        receiver.ready((told & ~OUT) != 0, (told & ~IN) != 0);
    }

    @Override
    public void close(Runnable letGo) {
        close();
        letGo.run();
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.cancel();
        }
    }
}
