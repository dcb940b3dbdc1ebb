package io.asyncio4j.netty;

import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A raw descriptor in io_uring. A poll operation tells once; the next one is submitted when the
 * callback has run, looks at the descriptor anew, and so makes the whole level-triggered.
 *
 * <p>Confined to the loop.
 */
final class UringDescriptor implements IoUringIoHandle, DescriptorHandle {
    // Operations and masks of the system's interface, which Netty keeps to itself.
    private static final byte POLL_ADD = 6;
    private static final byte ASYNC_CANCEL = 14;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int POLLRDHUP = 0x2000;
    private static final int CANCELLED = -125;

    private final int descriptor;
    private final ReadinessSource.Receiver receiver;
    private final Side reading = new Side(0, POLLIN | POLLRDHUP);
    private final Side writing = new Side(1, POLLOUT);
    private @Nullable IoRegistration registration;

    UringDescriptor(int descriptor, ReadinessSource.Receiver receiver) {
        this.descriptor = descriptor;
        this.receiver = receiver;
    }

    @Override
    public void registered(IoRegistration made) {
        registration = made;
    }

    @Override
    public void arm(boolean isReading, boolean isWriting) {
        reading.want(isReading);
        writing.want(isWriting);
    }

    @Override
    public void handle(IoRegistration unused, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        if (completion.opcode() != POLL_ADD) {
            return; // a cancel operation; the poll operation tells how it ended
        }
        Side side = completion.userData() == reading.number ? reading : writing;
        side.ended(completion.res());
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
            registration.cancel(); // takes effect when the last operation has ended
        }
    }

    private long submit(byte operation, long address, int mask, long number) {
        int target = operation == POLL_ADD ? descriptor : -1;
        byte none = 0;
        short zero = 0;
        return Objects.requireNonNull(registration, "registration")
                .submit(
                        new IoUringIoOps(
                                operation, none, zero, target, 0L, address, 0, mask, number, zero,
                                zero, 0, 0L));
    }

    /**
     * One direction.
     *
     * <pre>
     *   IDLE --wanted--> POLLING --ready--> IDLE
     *   POLLING --not wanted--> CANCELLING --ended--> IDLE
     * </pre>
     */
    private final class Side {
        private enum State {
            IDLE,
            POLLING,
            CANCELLING
        }

        private final long number;
        private final int mask;
        private State state = State.IDLE;
        private boolean isWanted;

        /** By which the system knows the operation that is under way. */
        private long operation;

        Side(long number, int mask) {
            this.number = number;
            this.mask = mask;
        }

        void want(boolean wanted) {
            isWanted = wanted;
            if (wanted && state == State.IDLE) {
                state = State.POLLING;
                operation = submit(POLL_ADD, 0, mask, number);
            } else if (!wanted && state == State.POLLING) {
                state = State.CANCELLING;
                submit(ASYNC_CANCEL, operation, 0, number);
            }
        }

        void ended(int result) {
            state = State.IDLE;
            if (result == CANCELLED) {
                want(isWanted); // it may be wanted again by now
            } else if (isWanted) {
                receiver.ready(this == reading, this == writing);
            }
        }
    }
}
