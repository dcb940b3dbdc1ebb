package io.asyncio4j.net.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class OptionsTest {
    @Test
    void limitsAreOrdered() {
        assertThatThrownBy(() -> new WriteBufferLimits(11, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("low 11, high 10");
        assertThatThrownBy(() -> new WriteBufferLimits(-1, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WriteBufferLimits(1, 10).withCap(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cap 9");
        assertThat(new WriteBufferLimits(0, 0)).isEqualTo(WriteBufferLimits.ofHigh(0));
    }

    @Test
    void theLowMarkIsAQuarterOfTheHighOne() {
        assertThat(WriteBufferLimits.ofHigh(1000)).isEqualTo(new WriteBufferLimits(250, 1000));
        assertThat(WriteBufferLimits.DEFAULT)
                .isEqualTo(new WriteBufferLimits(16 * 1024, 64 * 1024));
    }

    @Test
    void connectOptionsAreCheckedAndChanged() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var options =
                ConnectOptions.DEFAULT
                        .withLimitBytes(10)
                        .withLocalAddress(address)
                        .withKeepAlive(true)
                        .withAddressChoice(AddressChoice.IN_ORDER)
                        .withWriteBufferLimits(WriteBufferLimits.ofHigh(4));
        assertThat(options)
                .isEqualTo(
                        new ConnectOptions(
                                10,
                                Optional.of(address),
                                new WriteBufferLimits(1, 4),
                                true,
                                AddressChoice.IN_ORDER,
                                Optional.empty()));
        assertThatThrownBy(() -> ConnectOptions.DEFAULT.withLimitBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
    }

    @Test
    void serverOptionsAreCheckedAndChanged() {
        var options =
                ServerOptions.DEFAULT
                        .withLimitBytes(10)
                        .withBacklog(7)
                        .withReuseAddress(false)
                        .withReusePort(true)
                        .withKeepAlive(true)
                        .withSocketCleanup(false)
                        .withServing(false)
                        .withWriteBufferLimits(WriteBufferLimits.ofHigh(4));
        assertThat(options)
                .isEqualTo(
                        new ServerOptions(
                                10,
                                7,
                                false,
                                true,
                                true,
                                false,
                                new WriteBufferLimits(1, 4),
                                false,
                                Optional.empty()));
        assertThatThrownBy(() -> ServerOptions.DEFAULT.withLimitBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not -1");
        assertThatThrownBy(() -> ServerOptions.DEFAULT.withBacklog(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backlog");
    }

    @Test
    void addressChoicesAreCheckedAndChanged() {
        var choice =
                AddressChoice.IN_ORDER
                        .withDelay(Duration.ofMillis(1))
                        .withInterleave(2)
                        .withFamily(StandardProtocolFamily.INET);
        assertThat(choice)
                .isEqualTo(
                        new AddressChoice(
                                Optional.of(Duration.ofMillis(1)),
                                2,
                                Optional.of(StandardProtocolFamily.INET)));
        assertThatThrownBy(() -> choice.withDelay(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IN_ORDER");
        assertThatThrownBy(() -> choice.withInterleave(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not -1");
        assertThatThrownBy(() -> choice.withFamily(StandardProtocolFamily.UNIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not UNIX");
    }

    @Test
    void cipherSuitesAreThoseOfTls12ThatAreSecure() {
        var known = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        assertThat(ClientTls.DEFAULT.withCipherSuites(known).settings().cipherSuites())
                .containsExactly(known);
        assertThatThrownBy(() -> ClientTls.DEFAULT.withCipherSuites("TLS_AES_128_GCM_SHA256"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("those of TLS 1.3 are all secure");
        for (String refused : List.of("ROT13", "TLS_ECDH_anon_WITH_NULL_SHA")) {
            assertThatThrownBy(() -> ClientTls.DEFAULT.withCipherSuites(refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(refused)
                    .hasMessageContaining(known);
        }
    }

    @Test
    void cipherSuitesContradictAChoiceOfTls13Alone() {
        var known = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        assertThatThrownBy(
                        () ->
                                ClientTls.DEFAULT
                                        .withCipherSuites(known)
                                        .withVersions(TlsVersion.TLS_1_3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among the versions [TLS_1_3]");
    }
}
