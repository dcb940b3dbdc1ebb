package io.asyncio4j.net.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
                        .withWriteBufferLimits(WriteBufferLimits.ofHigh(4));
        assertThat(options)
                .isEqualTo(
                        new ConnectOptions(
                                10,
                                Optional.of(address),
                                new WriteBufferLimits(1, 4),
                                true,
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
                        .withKeepAlive(true)
                        .withServing(false)
                        .withWriteBufferLimits(WriteBufferLimits.ofHigh(4));
        assertThat(options)
                .isEqualTo(
                        new ServerOptions(
                                10,
                                7,
                                false,
                                true,
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
}
