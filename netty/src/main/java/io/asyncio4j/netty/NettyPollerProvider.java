package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import java.util.Optional;

/**
 * Gives loops a network. Found by the service loader when this module is present; programs that
 * want other options use {@link NettyOptions#provider()}.
 *
 * <p>Thread-safe.
 */
public final class NettyPollerProvider implements PollerProvider {

    /** Empty until open(), for the service loader: a wrong property must not break a look-up. */
    private final Optional<NettyOptions> options;

    /** With the default options; for the service loader. */
    public NettyPollerProvider() {
        options = Optional.empty();
    }

    NettyPollerProvider(NettyOptions options) {
        this.options = Optional.of(options);
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public boolean isAvailable() {
        return true; // NIO is
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the wanted mechanism or TLS engine does not work on this
     *     machine; the message and the cause say why
     */
    @Override
    public Poller open(EventLoop loop) {
        NettyOptions chosen = options.orElseGet(NettyOptions::defaults);
        Mechanism mechanism = chosen.mechanism().orElseGet(Mechanism::best);
        Optional<Throwable> obstacle = mechanism.unavailability();
        if (obstacle.isPresent()) {
            throw new IllegalStateException(
                    "the mechanism "
                            + mechanism.label()
                            + " does not work on this machine: "
                            + obstacle.get()
                            + "; leave the choice to the loop, or name another one in NettyOptions"
                            + " or in the system property "
                            + NettyOptions.TRANSPORT_PROPERTY,
                    obstacle.get());
        }
        chosen.tlsEngine().ifPresent(NettyPollerProvider::require);
        return new NettyPoller(loop, mechanism, chosen);
    }

    private static void require(TlsEngine engine) {
        Optional<Throwable> obstacle = engine.unavailability();
        if (obstacle.isPresent()) {
            throw new IllegalStateException(
                    "the TLS engine "
                            + engine.label()
                            + " does not work here: "
                            + obstacle.get()
                            + "; add io.netty:netty-tcnative-boringssl-static with the classifier"
                            + " of the platform, or leave the choice to the loop, which is named in"
                            + " NettyOptions or the system property "
                            + NettyOptions.TLS_PROPERTY,
                    obstacle.get());
        }
    }

    @Override
    public String toString() {
        return "NettyPollerProvider" + options.map(each -> "[" + each + "]").orElse("");
    }
}
