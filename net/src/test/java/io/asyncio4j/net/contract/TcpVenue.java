package io.asyncio4j.net.contract;

import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Link;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamHandler;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * TCP on the loopback interface.
 *
 * <p>Confined to the loop.
 */
public final class TcpVenue implements Venue {
    private static final String HOST = NetworkContract.HOST;

    /** The one there has to be. */
    public TcpVenue() {}

    @Override
    public Server createServer(Supplier<? extends Protocol> protocols, ServerOptions options)
            throws IOException {
        return Net.createServer(protocols, List.of(HOST), 0, options);
    }

    @Override
    public <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, Server server, ConnectOptions options) throws IOException {
        return Net.createConnection(protocols, HOST, server.port(), options);
    }

    @Override
    public Server startServer(StreamHandler handler, ServerOptions options) throws IOException {
        return Streams.startServer(handler, List.of(HOST), 0, options);
    }

    @Override
    public Connection openConnection(Server server, ConnectOptions options) throws IOException {
        return Streams.openConnection(HOST, server.port(), options);
    }

    @Override
    public Server serve(Stream.Handler handler, ServerOptions options) throws IOException {
        return Stream.serve(handler, List.of(HOST), 0, options);
    }

    @Override
    public Stream connect(Server server, ConnectOptions options) throws IOException {
        return Stream.connect(HOST, server.port(), options);
    }

    @Override
    public Server createServerAgain(Supplier<? extends Protocol> protocols, Server ended)
            throws IOException {
        return Net.createServer(protocols, HOST, ended.port());
    }

    @Override
    public String nameOf(Server server) {
        return String.valueOf(server.port());
    }
}
