package io.asyncio4j.net.contract;

import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Link;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamHandler;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Where the servers of a suite listen, and how clients reach them: so that each suite runs over
 * every kind of connection.
 *
 * <p>Confined to the loop.
 */
public interface Venue {

    /** Listens with protocols. */
    Server createServer(Supplier<? extends Protocol> protocols, ServerOptions options)
            throws IOException;

    /** Connects a protocol to a server of this venue, also to one that was closed. */
    <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, Server server, ConnectOptions options) throws IOException;

    /** Listens with readers and writers. */
    Server startServer(StreamHandler handler, ServerOptions options) throws IOException;

    /** Connects a reader and a writer. */
    Connection openConnection(Server server, ConnectOptions options) throws IOException;

    /** Listens with streams. */
    Server serve(Stream.Handler handler, ServerOptions options) throws IOException;

    /** Connects a stream. */
    Stream connect(Server server, ConnectOptions options) throws IOException;

    /** Listens again where a server did that has ended. */
    Server createServerAgain(Supplier<? extends Protocol> protocols, Server ended)
            throws IOException;

    /** A part of the server's address that a message about it contains. */
    String nameOf(Server server);

    /** Listens with the usual options. */
    default Server createServer(Supplier<? extends Protocol> protocols) throws IOException {
        return createServer(protocols, ServerOptions.DEFAULT);
    }

    /** Connects with the usual options. */
    default <P extends Protocol> Link<P> createConnection(Supplier<P> protocols, Server server)
            throws IOException {
        return createConnection(protocols, server, ConnectOptions.DEFAULT);
    }

    /** Listens with the usual options. */
    default Server startServer(StreamHandler handler) throws IOException {
        return startServer(handler, ServerOptions.DEFAULT);
    }

    /** Connects with the usual options. */
    default Connection openConnection(Server server) throws IOException {
        return openConnection(server, ConnectOptions.DEFAULT);
    }

    /** Listens with the usual options. */
    default Server serve(Stream.Handler handler) throws IOException {
        return serve(handler, ServerOptions.DEFAULT);
    }

    /** Connects with the usual options. */
    default Stream connect(Server server) throws IOException {
        return connect(server, ConnectOptions.DEFAULT);
    }
}
