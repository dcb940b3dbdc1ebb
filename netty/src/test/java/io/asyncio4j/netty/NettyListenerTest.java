package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyListenerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    NettyListenerTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private final class Accepting implements Acceptor {
        @Override
        public Protocol protocol() {
            return new RecordingProtocol("S", trace);
        }

        @Override
        public void opened(Transport transport) {
            trace.log("opened");
        }

        @Override
        public void closed(Transport transport) {
            trace.log("closed");
        }
    }

    @Test
    void aFailureToAcceptIsReportedAndAcceptingRestsForASecond() {
        List<ExceptionContext> reports = new ArrayList<>();
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var loop = Asyncio.getRunningLoop();
                    loop.setExceptionHandler((_, report) -> reports.add(report));
                    var listener =
                            (NettyListener)
                                    Network.of(loop)
                                            .listen(
                                                    ANY_PORT,
                                                    ServerOptions.DEFAULT,
                                                    new Accepting());
                    listener.startAccepting();
                    var failure = new IOException("accept(..) failed: Too many open files");
                    var before = loop.time();
                    listener.acceptFailed(failure);
                    listener.acceptFailed(failure);
                    assertThat(reports).hasSize(1);
                    assertThat(reports.getFirst().exception()).containsSame(failure);
                    assertThat(reports.getFirst().keys())
                            .containsExactly("exception", "message", "socket");
                    assertThat(listener.toString()).contains("resting");
                    var client = new RecordingProtocol("C", trace);
                    int port = ((InetSocketAddress) listener.address()).getPort();
                    Net.createConnection(() -> client, "127.0.0.1", port);
                    trace.await("S made");
                    assertThat(Duration.between(before, loop.time()))
                            .as("it rested")
                            .isGreaterThanOrEqualTo(NettyListener.REST);
                    client.transport().close();
                    trace.await("closed");
                    listener.acceptFailed(failure);
                    listener.close().await();
                });
    }

    @Test
    void everyInterfaceMeansBothFamilies() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Server server = Net.createServer(() -> new RecordingProtocol("S", trace), 0);
                    for (String host : List.of("127.0.0.1", "::1")) {
                        var client = new RecordingProtocol(host, trace);
                        try {
                            Net.createConnection(() -> client, host, server.port());
                        } catch (IOException noSuchFamily) {
                            Assumptions.abort("no IPv6 here: " + noSuchFamily);
                        }
                        client.transport().close();
                        client.awaitLost();
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void anAddressThatIsNotResolvedIsRefused() {
        Asyncio.run(
                Loops.on(mechanism),
                () ->
                        assertThatThrownBy(
                                        () ->
                                                Network.of(Asyncio.getRunningLoop())
                                                        .listen(
                                                                InetSocketAddress.createUnresolved(
                                                                        "x", 1),
                                                                ServerOptions.DEFAULT,
                                                                new Accepting()))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("resolved InetSocketAddress"));
    }

    @Test
    void serversThatShareAPortShareItsConnections() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var options = ServerOptions.DEFAULT.withReusePort(true);
                    List<String> host = List.of("127.0.0.1");
                    Server first =
                            Net.createServer(
                                    () -> new RecordingProtocol("first", trace), host, 0, options);
                    Server second =
                            Net.createServer(
                                    () -> new RecordingProtocol("second", trace),
                                    host,
                                    first.port(),
                                    options);
                    while (!trace.has("first made") || !trace.has("second made")) {
                        var client = new RecordingProtocol("client", trace);
                        Net.createConnection(() -> client, "127.0.0.1", first.port());
                        client.transport().close();
                    }
                    for (Server each : List.of(first, second)) {
                        each.close();
                        each.waitClosed();
                    }
                });
    }

    @Test
    void aConnectionThatSaysSomethingAndIsResetBeforeItIsAcceptedEnds() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Server server =
                            Net.createServer(
                                    () -> new RecordingProtocol("S", trace),
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withServing(false));
                    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
                        client.connect(new InetSocketAddress(ANY_PORT.getAddress(), server.port()));
                        client.write(ByteBuffer.wrap(new byte[100]));
                        client.setOption(StandardSocketOptions.SO_LINGER, 0);
                    }
                    server.startServing();
                    trace.awaitPrefix("S lost");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aConnectionThatIsResetBeforeItIsAcceptedDoesNoHarm() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Server server =
                            Streams.startServer((reader, writer) -> writer.close(), "127.0.0.1", 0);
                    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
                        client.connect(new InetSocketAddress(ANY_PORT.getAddress(), server.port()));
                        client.setOption(StandardSocketOptions.SO_LINGER, 0);
                    }
                    var connection = Streams.openConnection("127.0.0.1", server.port());
                    assertThat(connection.reader().readAll()).isEmpty();
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
    }
}
