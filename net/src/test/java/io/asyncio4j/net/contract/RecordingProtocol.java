package io.asyncio4j.net.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes what it is told into a trace, each word behind its name. Bytes are kept, and logged only
 * if they are few.
 *
 * <p>Confined to the loop.
 */
public class RecordingProtocol implements Protocol {
    /** More bytes than these are not logged. */
    private static final int MOST_LOGGED = 20;

    private final String name;
    private final Trace trace;
    private final boolean staysOpen;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Transport transport;

    /** A protocol that closes its side when the peer has closed its own. */
    public RecordingProtocol(String name, Trace trace) {
        this(name, trace, false);
    }

    /** A protocol that answers the end of the stream with staysOpen. */
    public RecordingProtocol(String name, Trace trace, boolean staysOpen) {
        this.name = name;
        this.trace = trace;
        this.staysOpen = staysOpen;
    }

    /** What its words begin with. */
    public String name() {
        return name;
    }

    /** The transport, once the connection stands. */
    public Transport transport() {
        if (transport == null) {
            throw new IllegalStateException(name + " has no transport yet");
        }
        return transport;
    }

    /** Everything received. */
    public byte[] received() {
        return received.toByteArray();
    }

    /** How many bytes were received. */
    public int receivedBytes() {
        return received.size();
    }

    /** Waits for the connection to stand. */
    public void awaitMade() {
        trace.awaitPrefix(name + " made");
    }

    /** Waits for the connection to end. */
    public void awaitLost() {
        trace.awaitPrefix(name + " lost");
    }

    @Override
    public void connectionMade(Transport made) {
        transport = made;
        trace.log(name, "made");
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.writeBytes(bytes);
        if (bytes.length <= MOST_LOGGED) {
            trace.log(name, "data", new String(bytes, ISO_8859_1));
        }
    }

    @Override
    public boolean eofReceived() {
        trace.log(name, "eof");
        return staysOpen;
    }

    @Override
    public void connectionLost(Optional<Throwable> cause) {
        trace.log(name, "lost", cause.map(each -> each.getClass().getSimpleName()).orElse("None"));
    }

    @Override
    public void pauseWriting() {
        trace.log(name, "pause");
    }

    @Override
    public void resumeWriting() {
        trace.log(name, "resume");
    }
}
