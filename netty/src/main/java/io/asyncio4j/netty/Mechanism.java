package io.asyncio4j.netty;

import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.Channel;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

import org.jspecify.annotations.Nullable;

import java.net.StandardSocketOptions;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How the operating system is asked for I/O. Unless one is chosen, a loop takes the first of {@link
 * #EPOLL}, {@link #KQUEUE} and {@link #NIO} that works on this machine; {@link #IO_URING} has to be
 * asked for.
 *
 * <p>Immutable.
 */
public enum Mechanism {
    /**
     * Linux's completion queue. It can do the most, and is the youngest. Its loop has to be run and
     * closed by one thread.
     */
    IO_URING(IoUring::unavailabilityCause) {
        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory(
                    new IoUringIoHandlerConfig().setRingSize(SUBMISSIONS));
        }

        @Override
        SocketChannel connecting(SocketProtocolFamily family) {
            return new IoUringSocketChannel();
        }

        @Override
        ServerSocketChannel listening(SocketProtocolFamily family) {
            return new IoUringServerSocketChannel();
        }

        @Override
        DescriptorHandle descriptor(int descriptor, ReadinessSource.Receiver receiver) {
            return new UringDescriptor(descriptor, receiver);
        }

        @Override
        IoHandle registered(IoHandle handle) {
            return EndReminder.of(handle);
        }
    },

    /** Linux's readiness queue. */
    EPOLL(Epoll::unavailabilityCause) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory(
                    EVENTS_IN_A_POLL, DefaultSelectStrategyFactory.INSTANCE);
        }

        @Override
        SocketChannel connecting(SocketProtocolFamily family) {
            return new EpollSocketChannel(family);
        }

        @Override
        ServerSocketChannel listening(SocketProtocolFamily family) {
            return new EpollServerSocketChannel(family);
        }

        @Override
        DescriptorHandle descriptor(int descriptor, ReadinessSource.Receiver receiver) {
            return new EpollDescriptor(descriptor, receiver);
        }
    },

    /** The readiness queue of macOS and the BSDs. */
    KQUEUE(KQueue::unavailabilityCause) {
        @Override
        IoHandlerFactory handlers() {
            return KQueueIoHandler.newFactory();
        }

        @Override
        SocketChannel connecting(SocketProtocolFamily family) {
            return new KQueueSocketChannel(family);
        }

        @Override
        ServerSocketChannel listening(SocketProtocolFamily family) {
            return new KQueueServerSocketChannel();
        }

        @Override
        DescriptorHandle descriptor(int descriptor, ReadinessSource.Receiver receiver) {
            return new KqueueDescriptor(descriptor, receiver);
        }
    },

    /** The JDK's selector, which works everywhere. */
    NIO(() -> null) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        SocketChannel connecting(SocketProtocolFamily family) {
            return new NioSocketChannel(SelectorProvider.provider(), family);
        }

        @Override
        ServerSocketChannel listening(SocketProtocolFamily family) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family);
        }
    };

    /**
     * How many events epoll hands over at once; the others come in the next polls, in their turn.
     * So few connections that what a pass touches, from reading to flushing, stays in the caches.
     */
    static final int EVENTS_IN_A_POLL = 128;

    /** How many operations io_uring's ring takes before it has to be passed on. */
    private static final int SUBMISSIONS = 4096;

    /** Room for what the loop itself begins while it polls; it can pass the ring on. */
    private static final int RESERVE = 64;

    @SuppressWarnings("ImmutableEnumChecker") // all are method references without state
    private final Supplier<@Nullable Throwable> obstacle;

    Mechanism(Supplier<@Nullable Throwable> obstacle) {
        this.obstacle = obstacle;
    }

    /** The name in the system property: the constant's in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mechanism of a name.
     *
     * @param label a {@link #label()}
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Mechanism labelled(String label) {
        for (Mechanism each : values()) {
            if (each.label().equals(label)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "there is no mechanism named '"
                        + label
                        + "'; choose one of "
                        + Arrays.stream(values())
                                .map(Mechanism::label)
                                .collect(Collectors.joining(", ")));
    }

    /** Whether it works on this machine. */
    public boolean isAvailable() {
        return unavailability().isEmpty();
    }

    /** Why it does not work on this machine; empty if it does. */
    public Optional<Throwable> unavailability() {
        try {
            return Optional.ofNullable(obstacle.get());
        } catch (LinkageError absent) { // its jar was left out
            return Optional.of(absent);
        }
    }

    /** The first that works, without {@link #IO_URING}. */
    static Mechanism best() {
        return EPOLL.isAvailable() ? EPOLL : KQUEUE.isAvailable() ? KQUEUE : NIO;
    }

    /**
     * Whether the system tells that data is there, so that all channels can read into one buffer.
     */
    boolean readsWhenReady() {
        return this != IO_URING;
    }

    /** Whether bytes may be sent past the channel. io_uring sends for many channels at once. */
    boolean sendsDirectly() {
        return this == EPOLL || this == KQUEUE;
    }

    /**
     * Whether files go from the disk to a socket inside the system. Netty's way of doing that with
     * io_uring counts in 32 bits and waits for ever at the end of a file that was cut short.
     */
    boolean sendsFiles() {
        return this != IO_URING;
    }

    /**
     * How many operations tasks may begin in one pass before the others have to go through the
     * ready queue. Only the thread that runs the loop may pass a full ring on to the system, and on
     * the handoff engine tasks run on other threads.
     */
    int operationsInAPass() {
        return this == IO_URING ? SUBMISSIONS - RESERVE : Integer.MAX_VALUE;
    }

    /** Whether only the thread that polled first may poll and close. */
    boolean isBoundToOneThread() {
        return this == IO_URING;
    }

    /**
     * Lets other sockets bind the address of this one, and share what comes there.
     *
     * @throws UnsupportedOperationException if that is not possible
     */
    void shareAddress(Channel channel) {
        boolean isShared =
                this == NIO
                        ? channel.config()
                                .setOption(
                                        NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT),
                                        true)
                        : channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        if (!isShared) {
            throw new UnsupportedOperationException(
                    "ports cannot be shared (SO_REUSEPORT) with the mechanism "
                            + label()
                            + " on this system; leave withReusePort out, or choose another"
                            + " mechanism in NettyOptions");
        }
    }

    /** A raw descriptor whose readiness shall be told. */
    DescriptorHandle descriptor(int descriptor, ReadinessSource.Receiver receiver) {
        throw new UnsupportedOperationException(
                "descriptor "
                        + descriptor
                        + " cannot be waited for by the mechanism "
                        + label()
                        + ", which knows channels only; use a channel of java.nio, or choose epoll,"
                        + " io_uring or kqueue in NettyOptions");
    }

    /** What is registered for a handle, in its place. */
    IoHandle registered(IoHandle handle) {
        return handle;
    }

    abstract IoHandlerFactory handlers();

    abstract SocketChannel connecting(SocketProtocolFamily family);

    abstract ServerSocketChannel listening(SocketProtocolFamily family);
}
