package io.asyncio4j.net.contract;

import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Link;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamHandler;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;

import org.opentest4j.TestAbortedException;

import java.util.function.Supplier;

/**
 * Where nothing can listen, as with pipes: tests that need a server are skipped.
 *
 * <p>Immutable.
 *
 * @param carrier what has no servers
 */
public record NoServers(Carrier carrier) implements Venue {
    private TestAbortedException skip() {
        return new TestAbortedException(carrier + " has no servers");
    }

    @Override
    public Server createServer(Supplier<? extends Protocol> protocols, ServerOptions options) {
        throw skip();
    }

    @Override
    public <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, Server server, ConnectOptions options) {
        throw skip();
    }

    @Override
    public Server startServer(StreamHandler handler, ServerOptions options) {
        throw skip();
    }

    @Override
    public Connection openConnection(Server server, ConnectOptions options) {
        throw skip();
    }

    @Override
    public Server serve(Stream.Handler handler, ServerOptions options) {
        throw skip();
    }

    @Override
    public Stream connect(Server server, ConnectOptions options) {
        throw skip();
    }

    @Override
    public Server createServerAgain(Supplier<? extends Protocol> protocols, Server ended) {
        throw skip();
    }

    @Override
    public String nameOf(Server server) {
        throw skip();
    }
}
