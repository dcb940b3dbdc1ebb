package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import io.asyncio4j.net.transport.ConnectionResetException;

import java.io.IOException;
import java.util.Optional;

/**
 * Where writers wait while their transport's buffer is above the high-water mark. Any number may
 * wait; all go on together.
 *
 * <pre>
 *   OPEN --pauseWriting--> SHUT --resumeWriting--> OPEN
 *   any --connectionLost--> LOST
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class DrainGate {
    private enum State {
        OPEN,
        SHUT,
        LOST
    }

    private final EventLoop loop;
    private final Waiters writers;
    private State state = State.OPEN;

    DrainGate(EventLoop loop) {
        this.loop = loop;
        writers = new Waiters(loop);
    }

    void shut() {
        state = State.SHUT;
    }

    void open() {
        state = State.OPEN;
        writers.release(Optional.empty());
    }

    /** Lets everybody go: with the failure of the connection, or freely if it closed in order. */
    void lose(Optional<Throwable> cause) {
        state = State.LOST;
        writers.release(cause);
    }

    /** Waits while the gate is shut. Does not suspend if it is open. */
    void pass() throws IOException {
        Confinement.check(loop, "the stream");
        switch (state) {
            case LOST -> throw new ConnectionResetException("Connection lost");
            case SHUT -> writers.await();
            case OPEN -> {}
        }
    }
}
