package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import org.junit.jupiter.params.provider.Arguments;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Loops with each TLS engine on each mechanism. */
final class TlsLoops {
    static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");

    static final ServerTls SERVER =
            ServerTls.of(AUTHORITY.issue("server", "localhost", "127.0.0.1", "::1"));

    static final ClientTls CLIENT = ClientTls.DEFAULT.withTrust(AUTHORITY.trust());

    private TlsLoops() {}

    /** Every engine on every mechanism, as arguments of test classes. */
    static Stream<Arguments> all() {
        return Arrays.stream(Mechanism.values())
                .flatMap(
                        mechanism ->
                                Arrays.stream(TlsEngine.values())
                                        .map(engine -> Arguments.of(mechanism, engine)));
    }

    /** Skips the test if the mechanism or the engine does not work here. */
    static LoopOptions on(Mechanism mechanism, TlsEngine engine) {
        return LoopOptions.defaults().withPoller(provider(mechanism, engine));
    }

    private static PollerProvider provider(Mechanism mechanism, TlsEngine engine) {
        assumeTrue(
                mechanism.isAvailable(),
                () -> mechanism.label() + " is not here: " + mechanism.unavailability());
        assumeTrue(
                engine.isAvailable(),
                () -> engine.label() + " is not here: " + engine.unavailability());
        return NettyOptions.defaults().withMechanism(mechanism).withTlsEngine(engine).provider();
    }

    /** Loops whose every connection has TLS, whatever its options say. */
    static LoopOptions securedOn(Mechanism mechanism, TlsEngine engine) {
        return LoopOptions.defaults().withPoller(new Secured(provider(mechanism, engine)));
    }

    private record Secured(PollerProvider below) implements PollerProvider {
        @Override
        public String name() {
            return "secured";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public Poller open(EventLoop loop) {
            Poller poller = below.open(loop);
            return new Poller() {
                @Override
                public void poll(long timeoutNanos) {
                    poller.poll(timeoutNanos);
                }

                @Override
                public void wakeup() {
                    poller.wakeup();
                }

                @Override
                public <S> Optional<S> capability(Class<S> type) {
                    Optional<S> found = poller.capability(type);
                    return type == Network.class
                            ? found.map(Network.class::cast)
                                    .map(SecuredNetwork::new)
                                    .map(type::cast)
                            : found;
                }

                @Override
                public void close() {
                    poller.close();
                }
            };
        }
    }

    private record SecuredNetwork(Network below) implements Network {
        @Override
        public Future<Transport> connect(
                SocketAddress address,
                ConnectOptions options,
                Supplier<? extends Protocol> protocols) {
            return below.connect(
                    address, options.withTls(CLIENT.withServerName("localhost")), protocols);
        }

        @Override
        public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
                throws IOException {
            return below.listen(address, options.withTls(SERVER), acceptor);
        }
    }
}
