package io.asyncio4j.net.contract;

import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamReaderProtocol;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A carrier whose two ends are made at once and need nobody who listens: a pipe, or a pair of
 * sockets.
 *
 * <p>Immutable.
 */
public interface LinkedCarrier extends Carrier {
    /** Links two protocols, the sending one first, and answers with the transport of that one. */
    Transport link(Protocol client, Protocol server) throws IOException;

    @Override
    default Venue venue(Path directory) {
        return new NoServers(this);
    }

    @Override
    default void connect(
            Venue venue,
            RecordingProtocol client,
            RecordingProtocol server,
            ConnectOptions clientOptions,
            ServerOptions serverOptions)
            throws IOException {
        link(client, server);
        client.transport().setWriteBufferLimits(clientOptions.writeBufferLimits());
        if (goesBothWays()) {
            server.transport().setWriteBufferLimits(serverOptions.writeBufferLimits());
        }
    }

    @Override
    default Way open(Venue venue) throws IOException {
        StreamReader reader = new StreamReader();
        StreamReaderProtocol sending = new StreamReaderProtocol(new StreamReader());
        Transport transport = link(sending, new StreamReaderProtocol(reader));
        return new Way(new StreamWriter(transport, sending, Optional.empty()), reader);
    }
}
