package io.asyncio4j.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;

/**
 * Stands between io_uring and a channel, and sees to it that the channel reads the end of its
 * connection.
 *
 * <p>The system tells once that the peer will send no more, and the channel then reads once more.
 * But it drops what it is told while a read is under way; that read brings the last data and no
 * word of the end behind it, and the channel would wait for ever. So it is told again after each
 * read that was not the last. See docs/decisions/0080-ends-that-io-uring-misses.md.
 *
 * <p>Confined to the loop.
 */
final class EndReminder implements IoUringIoHandle {
    // Operations, masks and errors of the system's interface, which Netty keeps to itself.
    private static final byte POLL_ADD = 6;
    private static final byte RECV = 27;
    private static final int POLLRDHUP = 0x2000;
    private static final int AGAIN = -11;
    private static final int CANCELLED = -125;

    private static final IoUringIoEvent END = new IoUringIoEvent(POLLRDHUP, 0, POLL_ADD, 0L);

    private final IoUringIoHandle below;
    private final Channel channel;

    /** Set for good when the system has told that the peer will send no more. */
    private boolean hasPeerEnded;

    private EndReminder(IoUringIoHandle below, Channel channel) {
        this.below = below;
        this.channel = channel;
    }

    /**
     * The handle that shall be registered for one of Netty's: of a channel, one that reminds it.
     */
    static IoHandle of(IoHandle handle) {
        return handle instanceof IoUringIoHandle below && handle instanceof Channel.Unsafe unsafe
                ? new EndReminder(below, unsafe.voidPromise().channel())
                : handle;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        byte operation = completion.opcode(); // taken before, since Netty uses the object again
        int result = completion.res();
        below.handle(registration, event);
        if (operation == POLL_ADD) {
            hasPeerEnded |= result >= 0 && (result & POLLRDHUP) != 0;
        } else if (operation == RECV && hasPeerEnded && !isLast(result) && channel.isActive()) {
            below.handle(registration, END); // no more than a look if the channel reads already
        }
    }

    /** Whether a read found the end, or the error that is the end. */
    private static boolean isLast(int result) {
        return result <= 0 && result != AGAIN && result != CANCELLED;
    }

    @Override
    public void registered() {
        below.registered();
    }

    @Override
    public void unregistered() {
        below.unregistered();
    }

    @Override
    public void close() throws Exception {
        below.close();
    }
}
