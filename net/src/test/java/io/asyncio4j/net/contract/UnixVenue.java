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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Unix sockets in a directory of the test.
 *
 * <p>Confined to the loop.
 */
public final class UnixVenue implements Venue {
    private final Path directory;

    /** Servers forget their address when they are closed. */
    private final Map<Server, Path> paths = new HashMap<>();

    /** Sockets in a directory, which is empty. */
    public UnixVenue(Path directory) {
        this.directory = directory;
    }

    private interface Listening {
        Server on(Path path) throws IOException;
    }

    private Server listen(Listening listening) throws IOException {
        Path path = directory.resolve("socket" + paths.size());
        Server server = listening.on(path);
        paths.put(server, path);
        return server;
    }

    private Path pathOf(Server server) {
        Path path = paths.get(server);
        if (path == null) {
            throw new IllegalArgumentException("not a server of this venue: " + server);
        }
        return path;
    }

    @Override
    public Server createServer(Supplier<? extends Protocol> protocols, ServerOptions options)
            throws IOException {
        return listen(path -> Net.createUnixServer(protocols, path, options));
    }

    @Override
    public <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, Server server, ConnectOptions options) throws IOException {
        return Net.createUnixConnection(protocols, pathOf(server), options);
    }

    @Override
    public Server startServer(StreamHandler handler, ServerOptions options) throws IOException {
        return listen(path -> Streams.startUnixServer(handler, path, options));
    }

    @Override
    public Connection openConnection(Server server, ConnectOptions options) throws IOException {
        return Streams.openUnixConnection(pathOf(server), options);
    }

    @Override
    public Server serve(Stream.Handler handler, ServerOptions options) throws IOException {
        return listen(path -> Stream.serveUnix(handler, path, options));
    }

    @Override
    public Stream connect(Server server, ConnectOptions options) throws IOException {
        return Stream.connectUnix(pathOf(server), options);
    }

    @Override
    public Server createServerAgain(Supplier<? extends Protocol> protocols, Server ended)
            throws IOException {
        return Net.createUnixServer(protocols, pathOf(ended), ServerOptions.DEFAULT);
    }

    @Override
    public String nameOf(Server server) {
        return pathOf(server).toString();
    }
}
