package io.asyncio4j.net.contract;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What carries the bytes of a suite: a kind of connection on a kind of loop. Each suite runs over
 * every carrier.
 *
 * <p>Immutable.
 */
public interface Carrier {
    /**
     * How to make a loop for a test; skips the test if that is not possible here.
     *
     * @param directory an empty one of the test
     */
    LoopOptions options(Path directory);

    /**
     * Where servers listen: TCP on the loopback interface unless the carrier says otherwise.
     *
     * @param directory an empty one of the test
     */
    default Venue venue(Path directory) {
        return new TcpVenue();
    }

    /** Connects two protocols. Both have had connectionMade then. */
    default void connect(
            Venue venue,
            RecordingProtocol client,
            RecordingProtocol server,
            ConnectOptions clientOptions,
            ServerOptions serverOptions)
            throws IOException {
        Server listening = venue.createServer(() -> server, serverOptions);
        venue.createConnection(() -> client, listening, clientOptions);
        server.awaitMade();
        listening.close();
    }

    /** Opens one way: by default from a server to its client. */
    default Way open(Venue venue) throws IOException {
        Promise<StreamWriter> writer = Asyncio.getRunningLoop().createFuture();
        Server server =
                venue.startServer(
                        (unused, accepted) -> {
                            writer.setResult(accepted);
                            accepted.waitClosed();
                        });
        Connection connection = venue.openConnection(server);
        Way way = new Way(writer.await(), connection.reader());
        server.close(); // not before: what is not accepted is dropped
        return way;
    }

    /**
     * Whether a write that the system can take is over when the loop has polled. If not, as with
     * io_uring, a connection that is closed with something to send ends a little later.
     */
    default boolean sendsWithinAPass() {
        return true;
    }

    /** Whether one direction of a connection can be closed alone. Under TLS it cannot. */
    default boolean closesHalves() {
        return true;
    }

    /** Whether a connection ends only when the peer has said goodbye, as under TLS. */
    default boolean waitsForGoodbye() {
        return false;
    }

    /** Whether bytes go both ways. Through a pipe they go from the client to the server only. */
    default boolean goesBothWays() {
        return true;
    }

    /** Whether the ends have addresses. */
    default boolean hasAddresses() {
        return true;
    }
}
