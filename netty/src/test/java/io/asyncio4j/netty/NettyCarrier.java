package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.Carrier;
import io.asyncio4j.net.contract.TcpVenue;
import io.asyncio4j.net.contract.UnixVenue;
import io.asyncio4j.net.contract.Venue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The connections that servers accept: each kind on each mechanism.
 *
 * <p>Immutable.
 */
record NettyCarrier(Kind kind, Mechanism mechanism) implements Carrier {
    enum Kind {
        TCP,
        UNIX,
        TLS_OF_THE_JDK,
        TLS_OF_OPENSSL,
        CHANNELS_OF_THE_JDK,
        UNIX_CHANNELS_OF_THE_JDK;

        boolean isTls() {
            return this == TLS_OF_THE_JDK || this == TLS_OF_OPENSSL;
        }
    }

    /** Each kind on each mechanism. */
    static Stream<Carrier> all() {
        return Arrays.stream(Kind.values()).flatMap(NettyCarrier::on);
    }

    /** TCP on each mechanism. */
    static Stream<Carrier> tcp() {
        return on(Kind.TCP);
    }

    private static Stream<Carrier> on(Kind kind) {
        return Arrays.stream(Mechanism.values())
                .map(mechanism -> new NettyCarrier(kind, mechanism));
    }

    @Override
    public LoopOptions options(Path directory) {
        return switch (kind) {
            case TCP, UNIX -> Loops.on(mechanism);
            case TLS_OF_THE_JDK -> TlsLoops.securedOn(mechanism, TlsEngine.JDK);
            case TLS_OF_OPENSSL -> TlsLoops.securedOn(mechanism, TlsEngine.OPENSSL);
            case CHANNELS_OF_THE_JDK, UNIX_CHANNELS_OF_THE_JDK -> ChannelLoops.on(mechanism);
        };
    }

    @Override
    public Venue venue(Path directory) {
        return switch (kind) {
            case UNIX, UNIX_CHANNELS_OF_THE_JDK -> new UnixVenue(directory);
            default -> new TcpVenue();
        };
    }

    @Override
    public boolean sendsWithinAPass() {
        return mechanism != Mechanism.IO_URING && !kind.isTls();
    }

    @Override
    public boolean closesHalves() {
        return !kind.isTls();
    }

    @Override
    public boolean waitsForGoodbye() {
        return kind.isTls();
    }

    @Override
    public String toString() {
        return kind + " on " + mechanism.label();
    }
}
