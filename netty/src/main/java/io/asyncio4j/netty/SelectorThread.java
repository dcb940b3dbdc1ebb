package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.net.spi.ReadinessSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A selector for channels of the JDK beside a mechanism that cannot take them, with the thread that
 * waits in it.
 *
 * <p>The thread tells once for each arming: it disarms what is ready, and passes the news on
 * through {@code callSoonThreadsafe}. The loop arms again when the callback has run, and then the
 * selector looks anew. So readiness is level-triggered, and a channel that is not served costs
 * nothing meanwhile. What the loop wants done is queued before the thread is woken, and the thread
 * looks into the queue after each wait: nothing is lost.
 *
 * <p>Used by the loop and by its own thread: the queue between them is thread-safe, the rest says
 * whose it is.
 */
final class SelectorThread {
    private static final System.Logger LOG = System.getLogger(SelectorThread.class.getName());
    private static final AtomicLong NEXT = new AtomicLong();

    private final EventLoop loop;
    private final Selector selector;
    private final Thread thread;

    /** From the loop to the thread. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    SelectorThread(EventLoop loop) throws IOException {
        this.loop = loop;
        this.selector = Selector.open();
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("asyncio4j-selector-" + NEXT.getAndIncrement())
                        .start(this::select);
    }

    /** Called by the loop. */
    ReadinessSource.Registration register(
            SelectableChannel channel, ReadinessSource.Receiver receiver) {
        return new Entry(channel, receiver);
    }

    /** Ends the thread. Called by the loop's owner. */
    void close() {
        try {
            selector.close();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "the selector of " + loop + " broke", failure);
        }
        boolean isInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                isInterrupted = true; // the thread is about to end: it does not wait any more
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    // ---- in the thread

    private void select() {
        try {
            while (selector.isOpen()) {
                selector.select(SelectorThread::tell);
                for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                    next.run();
                }
            }
        } catch (ClosedSelectorException closed) {
            // by close()
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.ERROR, "the selector of " + loop + " broke", failure);
        }
    }

    private void tellLoop(Runnable news) {
        try {
            loop.callSoonThreadsafe(news, Context.empty());
        } catch (IllegalStateException closed) {
            LOG.log(System.Logger.Level.DEBUG, "news after the end of {0}", loop);
        }
    }

    private static void tell(SelectionKey key) {
        if (key.attachment() instanceof Entry entry) {
            entry.tell(key);
        }
    }

    /** One channel. */
    private final class Entry implements ReadinessSource.Registration {
        private final SelectableChannel channel;
        private final ReadinessSource.Receiver receiver;

        /** Used by the thread. */
        private @Nullable SelectionKey key;

        /** Used by the loop: news that were under way when this was set are dropped. */
        private boolean isClosed;

        Entry(SelectableChannel channel, ReadinessSource.Receiver receiver) {
            this.channel = channel;
            this.receiver = receiver;
        }

        @Override
        public void arm(boolean isReading, boolean isWriting) throws IOException {
            if (!channel.isOpen()) {
                throw new IOException(channel + " was closed while it was in use");
            }
            int operations = Interests.of(channel, isReading, isWriting);
            command(() -> select(operations));
        }

        @Override
        public void close(Runnable letGo) {
            isClosed = true;
            command(() -> cancel(letGo));
        }

        private void receive(int operations) {
            if (!isClosed) {
                receiver.ready(Interests.isReadable(operations), Interests.isWritable(operations));
            }
        }

        // ---- in the thread

        private void select(int operations) {
            try {
                SelectionKey current = key;
                if (current == null) {
                    flush(); // of an earlier key of the channel
                    key = channel.register(selector, operations, this);
                } else {
                    current.interestOps(operations);
                }
            } catch (ClosedChannelException | CancelledKeyException closed) {
                // While it was in use: nobody can be told, as in any selector.
            } catch (IllegalBlockingModeException changed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} was put into blocking mode while it was in use",
                        channel);
            }
        }

        private void flush() {
            SelectionKey old = channel.keyFor(selector);
            if (old != null && !old.isValid()) {
                try {
                    selector.selectNow(SelectorThread::tell);
                } catch (IOException failure) {
                    LOG.log(System.Logger.Level.ERROR, "a selector broke", failure);
                }
            }
        }

        private void cancel(Runnable letGo) {
            if (key != null) {
                key.cancel();
                flush();
            }
            tellLoop(letGo);
        }

        void tell(SelectionKey ready) {
            try {
                int operations = ready.readyOps();
                ready.interestOps(ready.interestOps() & ~operations);
                tellLoop(() -> receive(operations));
            } catch (CancelledKeyException closed) {
                // see above
            }
        }
    }
}
