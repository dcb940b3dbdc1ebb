package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import javax.net.ssl.SSLException;

/**
 * Runs tests on the loops of one network. Each suite extends it, and a network extends each suite.
 *
 * <p>Confined to the loop.
 */
public abstract class NetworkContract {
    /** An address that the network has. */
    protected static final String HOST = "127.0.0.1";

    private static final Venue TCP = new TcpVenue();

    /** So long after its begin a test has hung. Tests do not depend on it. */
    private static final Duration HUNG = Duration.ofSeconds(60);

    /** How to make a loop with the network; skips the test if that is not possible here. */
    protected abstract LoopOptions options();

    /**
     * Whether a write that the system can take is over when the loop has polled. If not, as with
     * io_uring, a connection that is closed with something to send ends a little later.
     */
    protected boolean sendsWithinAPass() {
        return true;
    }

    /** Whether one direction of a connection can be closed alone. Under TLS it cannot. */
    protected boolean closesHalves() {
        return true;
    }

    /** Lets the peer see the end of the stream. */
    protected final void endOutput(Transport transport) {
        if (closesHalves()) {
            transport.writeEof();
        } else {
            transport.close();
        }
    }

    /** What an end gets that was not told of the other's. TLS may notice first what it misses. */
    protected final void assertLossOfThePeer(Throwable failure) {
        if (!closesHalves() && failure instanceof SSLException) {
            assertThat(failure).hasMessageContaining("without the goodbye of TLS");
        } else {
            assertThat(failure).isInstanceOf(ConnectionResetException.class);
        }
    }

    /** Skips a test of what only such connections can. */
    protected final void assumeHalvesCanBeClosed() {
        assumeTrue(closesHalves(), "TLS ends both directions at once");
    }

    /** Where servers listen. */
    protected Venue venue() {
        return TCP;
    }

    /** Runs a test in a task of a new loop. */
    protected final void run(Action test) {
        Asyncio.run(options(), () -> Asyncio.timeout(HUNG, test));
    }

    /** Gives up the loop a number of times. */
    protected static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }

    /** Connects two protocols; the first is the client's. Both have had connectionMade. */
    protected final void connect(RecordingProtocol client, RecordingProtocol server, Trace trace)
            throws IOException {
        connect(client, server, trace, ConnectOptions.DEFAULT, ServerOptions.DEFAULT);
    }

    /** Connects two protocols with options; the first is the client's. */
    protected final void connect(
            RecordingProtocol client,
            RecordingProtocol server,
            Trace trace,
            ConnectOptions clientOptions,
            ServerOptions serverOptions)
            throws IOException {
        Server listening = venue().createServer(() -> server, serverOptions);
        venue().createConnection(() -> client, listening, clientOptions);
        trace.awaitPrefix(server.name() + " made");
        listening.close();
    }

    /** One byte for each character. */
    protected static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** The same for the same number. */
    protected static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
