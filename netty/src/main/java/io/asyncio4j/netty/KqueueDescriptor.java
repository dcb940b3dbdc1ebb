package io.asyncio4j.netty;

import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A raw descriptor in kqueue, level-triggered: a filter tells in each poll, until it is deleted.
 *
 * <p>Confined to the loop.
 */
final class KqueueDescriptor implements KQueueIoHandle, DescriptorHandle {
    // Of the system's interface, which Netty keeps to itself.
    private static final short READ = -1;
    private static final short WRITE = -2;
    private static final short ADD_AND_ENABLE = 1 | 4;
    private static final short DELETE = 2;

    private final int descriptor;
    private final ReadinessSource.Receiver receiver;
    private @Nullable IoRegistration registration;

    /** Which filters the system has. */
    private boolean isReading;

    private boolean isWriting;

    KqueueDescriptor(int descriptor, ReadinessSource.Receiver receiver) {
        this.descriptor = descriptor;
        this.receiver = receiver;
    }

    @Override
    public int ident() {
        return descriptor;
    }

    @Override
    public void registered(IoRegistration made) {
        registration = made;
    }

    @Override
    public void arm(boolean wantsReading, boolean wantsWriting) {
        change(READ, isReading, wantsReading);
        change(WRITE, isWriting, wantsWriting);
        isReading = wantsReading;
        isWriting = wantsWriting;
    }

    private void change(short filter, boolean has, boolean wants) {
        if (has != wants) {
            Objects.requireNonNull(registration, "registration")
                    .submit(KQueueIoOps.newOps(filter, wants ? ADD_AND_ENABLE : DELETE, 0));
        }
    }

    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        short filter = ((KQueueIoEvent) event).filter();
        receiver.ready(filter == READ, filter == WRITE);
    }

    @Override
    public void close(Runnable letGo) {
        close();
        letGo.run();
    }

    @Override
    public void close() {
        arm(false, false);
        if (registration != null) {
            registration.cancel();
        }
    }
}
