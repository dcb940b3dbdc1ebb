package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Pipes;
import io.asyncio4j.net.SocketDescriptor;
import io.asyncio4j.net.contract.Carrier;
import io.asyncio4j.net.contract.LinkedCarrier;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Pairs of sockets and pipes that the program brings: each kind on each mechanism.
 *
 * <p>Immutable.
 */
record LinkedEnds(Kind kind, Mechanism mechanism) implements LinkedCarrier {
    enum Kind {
        SOCKET_PAIR,
        CHANNEL_PAIR,
        PIPE
    }

    /** Each kind on each mechanism. */
    static Stream<Carrier> all() {
        return Arrays.stream(Kind.values())
                .flatMap(
                        kind ->
                                Arrays.stream(Mechanism.values())
                                        .map(mechanism -> new LinkedEnds(kind, mechanism)));
    }

    @Override
    public LoopOptions options(Path directory) {
        assumeTrue(
                kind != Kind.SOCKET_PAIR
                        || mechanism == Mechanism.EPOLL
                        || mechanism == Mechanism.KQUEUE,
                () -> mechanism.label() + " cannot take over descriptors");
        return Loops.on(mechanism);
    }

    @Override
    public Transport link(Protocol client, Protocol server) throws IOException {
        return switch (kind) {
            case SOCKET_PAIR -> {
                int[] pair = NativeSockets.pair();
                Net.connectAcceptedSocket(
                        () -> server, SocketDescriptor.of(pair[1]), ServerOptions.DEFAULT);
                yield Net.connectAcceptedSocket(
                                () -> client, SocketDescriptor.of(pair[0]), ServerOptions.DEFAULT)
                        .transport();
            }
            case CHANNEL_PAIR -> {
                SocketPair pair = SocketPair.open();
                Net.connectAcceptedSocket(() -> server, pair.right(), ServerOptions.DEFAULT);
                yield Net.connectAcceptedSocket(() -> client, pair.left(), ServerOptions.DEFAULT)
                        .transport();
            }
            case PIPE -> {
                Pipe pipe = Pipe.open();
                Pipes.connectReadPipe(() -> server, pipe.source());
                yield Pipes.connectWritePipe(() -> client, pipe.sink()).transport();
            }
        };
    }

    @Override
    public boolean sendsWithinAPass() {
        return mechanism != Mechanism.IO_URING;
    }

    @Override
    public boolean closesHalves() {
        return kind != Kind.PIPE;
    }

    @Override
    public boolean goesBothWays() {
        return kind != Kind.PIPE;
    }

    @Override
    public boolean hasAddresses() {
        return kind == Kind.CHANNEL_PAIR;
    }

    @Override
    public String toString() {
        return kind + " on " + mechanism.label();
    }
}
