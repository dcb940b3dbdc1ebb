package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.SilentTransport;
import io.asyncio4j.net.transport.Transport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

class AttemptsTest {
    private static final List<InetSocketAddress> THREE =
            List.of(address("10.0.0.1"), address("10.0.0.2"), address("10.0.0.3"));

    private final Trace trace = new Trace();
    private final SilentTransport transport = new SilentTransport(trace);

    /** The futures of the attempts, which the tests complete. */
    private final List<Promise<Transport>> futures = new ArrayList<>();

    private final Network network =
            new Network() {
                @Override
                public Future<Transport> connect(
                        SocketAddress address,
                        ConnectOptions options,
                        Supplier<? extends Protocol> protocols) {
                    trace.log("connect", address);
                    futures.add(Asyncio.getRunningLoop().createFuture());
                    return futures.getLast();
                }

                @Override
                public Listener listen(
                        SocketAddress address, ServerOptions options, Acceptor acceptor) {
                    throw new UnsupportedOperationException("not in this test");
                }
            };

    private static InetSocketAddress address(String host) {
        return new InetSocketAddress(host, 80);
    }

    private static void run(Action test) {
        Asyncio.run(LoopOptions.defaults().withVirtualTime(), test);
    }

    private Task<Transport> connect(List<InetSocketAddress> addresses, ConnectOptions options) {
        Task<Transport> task =
                Asyncio.createTask(
                        () ->
                                new Attempts(network, options, () -> new Protocol() {})
                                        .first(addresses));
        Asyncio.sleep(Duration.ZERO);
        return task;
    }

    private Task<Transport> connect() {
        return connect(THREE, ConnectOptions.DEFAULT);
    }

    private void fail(IOException failure) {
        futures.getLast().setException(failure);
        Asyncio.sleep(Duration.ZERO);
    }

    @Test
    void theNextAddressIsTriedWhenOneFails() {
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    fail(new ConnectException("refused"));
                    futures.getLast().setResult(transport);
                    assertThat(connecting.await()).isSameAs(transport);
                    trace.assertWords("connect /10.0.0.1:80", "connect /10.0.0.2:80");
                });
    }

    @Test
    void differentFailuresAreMergedAndKept() {
        var first = new ConnectException("refused");
        var second = new NoRouteToHostException("no route");
        var third = new ConnectException("refused");
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    fail(first);
                    fail(second);
                    fail(third);
                    assertThatThrownBy(connecting::await)
                            .isInstanceOf(ConnectException.class)
                            .hasMessage("Multiple exceptions: refused, no route")
                            .satisfies(
                                    failure ->
                                            assertThat(failure.getSuppressed())
                                                    .containsExactly(first, second, third));
                });
    }

    @Test
    void equalFailuresBecomeOneMessage() {
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    for (int i = 0; i < 3; i++) {
                        fail(new ConnectException("refused"));
                    }
                    assertThatThrownBy(connecting::await)
                            .hasMessage("refused")
                            .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(3));
                });
    }

    @Test
    void theOnlyFailureIsThrownAsItIs() {
        var only = new ConnectException("refused");
        run(
                () -> {
                    Task<Transport> connecting =
                            connect(THREE.subList(0, 1), ConnectOptions.DEFAULT);
                    fail(only);
                    assertThatThrownBy(connecting::await).isSameAs(only);
                });
    }

    @Test
    void aFailureThatIsNotOneOfTheNetworkEndsTheAttempts() {
        var mistake = new IllegalStateException("factory");
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    futures.getLast().setException(mistake);
                    assertThatThrownBy(connecting::await).isSameAs(mistake);
                    trace.assertWords("connect /10.0.0.1:80");
                });
    }

    @Test
    void cancellingEndsTheAttempt() {
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    connecting.cancel();
                    assertThatThrownBy(connecting::await).isInstanceOf(CancelledError.class);
                    assertThat(futures.getLast().isCancelled()).isTrue();
                    trace.assertWords("connect /10.0.0.1:80");
                });
    }

    @Test
    void aConnectionThatStoodWhenItsTaskWasCancelledIsAborted() {
        run(
                () -> {
                    Task<Transport> connecting = connect();
                    futures.getLast().setResult(transport);
                    connecting.cancel();
                    assertThatThrownBy(connecting::await).isInstanceOf(CancelledError.class);
                    trace.assertWords("connect /10.0.0.1:80", "abort");
                });
    }

    @Test
    void aLocalAddressOfTheOtherFamilyIsNoMatch() {
        run(
                () -> {
                    Task<Transport> connecting =
                            connect(
                                    List.of(address("::1"), address("10.0.0.1")),
                                    ConnectOptions.DEFAULT.withLocalAddress(
                                            new InetSocketAddress("10.0.0.9", 0)));
                    fail(new ConnectException("refused"));
                    assertThatThrownBy(connecting::await)
                            .hasMessageContaining("one is an IPv4 address and the other an IPv6")
                            .hasMessageContaining("refused");
                    trace.assertWords("connect /10.0.0.1:80");
                });
    }

    @Test
    void noAddressIsAFailure() {
        run(
                () -> {
                    Task<Transport> connecting = connect(List.of(), ConnectOptions.DEFAULT);
                    assertThatThrownBy(connecting::await)
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("no address");
                });
    }
}
