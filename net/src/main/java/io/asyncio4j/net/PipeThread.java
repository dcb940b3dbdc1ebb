package io.asyncio4j.net;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that makes the blocking calls of one end of a pipe, one after the other. It begins
 * with the first call, is a daemon, and ends when the end of the pipe is closed.
 *
 * <p>A platform thread: a blocking read keeps the thread below it, and virtual threads share the
 * few carriers that the handoff engine's tasks need.
 *
 * <p>{@link #execute} and {@link #close} are confined to the loop; the calls run in the thread.
 */
final class PipeThread implements Executor {
    private static final Logger LOG = System.getLogger(PipeThread.class.getName());

    /** The calls are shallow, and there may be hundreds of pipes. */
    private static final long STACK_BYTES = 256 * 1024;

    @SuppressWarnings("UnnecessaryLambda") // a mark in the queue, known by its identity
    private static final Runnable END = () -> {};

    private final String name;
    private final Closeable stream;
    private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();

    /** Null until the first call; used by the loop only. */
    private @Nullable Thread thread;

    PipeThread(String name, Closeable stream) {
        this.name = name;
        this.stream = stream;
    }

    @Override
    public void execute(Runnable call) {
        calls.add(call);
        if (thread == null) {
            thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name(name)
                            .stackSize(STACK_BYTES)
                            .start(this::serve);
        }
    }

    /**
     * Closes the stream and lets the thread go. Returns at once. If a call is under way, the stream
     * is closed beneath it, which not every stream notices; then the thread ends when the call
     * returns by itself.
     *
     * @param isBusy whether a call is under way that is to be broken off
     */
    void close(boolean isBusy) {
        calls.add(END);
        Thread serving = thread;
        if (stream instanceof StandardInput) {
            closeStream(); // its next reader goes on with the call under way: no interrupt
        } else if (serving == null) {
            Thread.ofVirtual().name(name + "-close").start(this::closeStream);
        } else if (isBusy) {
            serving.interrupt(); // some streams notice this, if not the closing
            Thread.ofVirtual().name(name + "-close").start(() -> closeBeneath(serving));
        }
    }

    /** A call that has yet to begin may miss the first interrupt; after this one it must fail. */
    private void closeBeneath(Thread serving) {
        closeStream();
        serving.interrupt();
    }

    private void serve() {
        if (stream instanceof BufferedInputStream) {
            // The JDK's thread that reaps a child takes this monitor to cut the child's pipe off,
            // although a grandchild may still write to it. It has to wait for the end of the pipe.
            synchronized (stream) {
                serveCalls();
            }
        } else {
            serveCalls();
        }
    }

    private void serveCalls() {
        for (Runnable call = next(); call != END; call = next()) {
            call.run();
        }
        closeStream();
    }

    private Runnable next() {
        while (true) {
            try {
                return calls.take();
            } catch (InterruptedException closing) {
                // close() has put the end into the queue
            }
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException failure) {
            // Everything written was flushed before, so nothing is lost by it.
            LOG.log(Level.DEBUG, "closing a pipe failed", failure);
        }
    }

    @Override
    public String toString() {
        return "PipeThread[" + name + "]";
    }
}
