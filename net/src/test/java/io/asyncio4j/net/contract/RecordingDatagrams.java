package io.asyncio4j.net.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes what it is told into a trace, each word behind its name.
 *
 * <p>Confined to the loop.
 */
public class RecordingDatagrams implements DatagramProtocol {
    private static final int MOST_LOGGED = 20;

    private final String name;
    private final Trace trace;
    private @Nullable DatagramTransport transport;
    private @Nullable SocketAddress lastSender;

    /** A protocol with a name. */
    public RecordingDatagrams(String name, Trace trace) {
        this.name = name;
        this.trace = trace;
    }

    /** The transport, once it is open. */
    public DatagramTransport transport() {
        if (transport == null) {
            throw new IllegalStateException(name + " has no transport yet");
        }
        return transport;
    }

    /** The address it is bound to. */
    public SocketAddress address() {
        return transport().extraInfo(ExtraInfo.SOCKNAME).orElseThrow();
    }

    /** Who sent the last datagram. */
    public SocketAddress lastSender() {
        if (lastSender == null) {
            throw new IllegalStateException(name + " has received nothing yet");
        }
        return lastSender;
    }

    @Override
    public void connectionMade(DatagramTransport made) {
        transport = made;
        trace.log(name, "made");
    }

    @Override
    public void datagramReceived(ByteBuffer data, SocketAddress sender) {
        lastSender = sender;
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        trace.log(
                name,
                bytes.length <= MOST_LOGGED
                        ? "data '" + new String(bytes, ISO_8859_1) + "'"
                        : "bytes " + bytes.length);
    }

    @Override
    public void errorReceived(IOException error) {
        trace.log(name, "error", error.getClass().getSimpleName());
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
