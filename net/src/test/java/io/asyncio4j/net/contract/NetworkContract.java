package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import javax.net.ssl.SSLException;

/**
 * Runs tests over a carrier. Each suite extends it, and a module extends each suite with the
 * carriers that it has.
 *
 * <p>Confined to the loop.
 */
public abstract class NetworkContract {
    /** An address that the network has. */
    protected static final String HOST = "127.0.0.1";

    /** So long after its begin a test has hung. Tests do not depend on it. */
    private static final Duration HUNG = Duration.ofMinutes(5);

    private final Carrier carrier;

    /** Of each test its own. */
    @TempDir private Path directory = Path.of("");

    private @Nullable Venue venue;

    /** Tests on this carrier. */
    protected NetworkContract(Carrier carrier) {
        this.carrier = carrier;
    }

    /** What carries the connections. */
    protected final Carrier carrier() {
        return carrier;
    }

    /** How to make a loop; skips the test if that is not possible here. */
    protected final LoopOptions options() {
        return carrier.options(directory);
    }

    /** Lets the peer see the end of the stream. */
    protected final void endOutput(Transport transport) {
        if (carrier.closesHalves()) {
            transport.writeEof();
        } else {
            transport.close();
        }
    }

    /** What an end gets that was not told of the other's. TLS may notice first what it misses. */
    protected final void assertLossOfThePeer(Throwable failure) {
        if (carrier.waitsForGoodbye() && failure instanceof SSLException) {
            assertThat(failure).hasMessageContaining("without the goodbye of TLS");
        } else {
            assertThat(failure).isInstanceOf(ConnectionResetException.class);
        }
    }

    /** Skips a test of what only such connections can. */
    protected final void assumeHalvesCanBeClosed() {
        assumeTrue(carrier.closesHalves(), () -> carrier + " ends both directions at once");
    }

    /** Skips a test in which both sides talk. */
    protected final void assumeBothWays() {
        assumeTrue(carrier.goesBothWays(), () -> carrier + " goes one way only");
    }

    /** Where servers listen, in this test. */
    protected final Venue venue() {
        if (venue == null) {
            venue = carrier.venue(directory);
        }
        return venue;
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
    protected final void connect(RecordingProtocol client, RecordingProtocol server)
            throws IOException {
        connect(client, server, ConnectOptions.DEFAULT, ServerOptions.DEFAULT);
    }

    /** Connects two protocols with options; the first is the client's. */
    protected final void connect(
            RecordingProtocol client,
            RecordingProtocol server,
            ConnectOptions clientOptions,
            ServerOptions serverOptions)
            throws IOException {
        carrier.connect(venue(), client, server, clientOptions, serverOptions);
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
