package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.spi.Network;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MechanismTest {
    @AfterEach
    void clearProperty() {
        System.clearProperty(NettyOptions.TRANSPORT_PROPERTY);
    }

    private static String networkOf(LoopOptions options) {
        try (var loop = Asyncio.newEventLoop(options)) {
            return Network.of(loop).toString();
        }
    }

    @Test
    void aLoopFindsTheNetworkByItself() {
        assertThat(networkOf(LoopOptions.defaults()))
                .isEqualTo("NettyNetwork[" + Mechanism.best().label() + "]");
        assertThat(Mechanism.best()).isNotEqualTo(Mechanism.IO_URING);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void thePropertyNamesTheMechanism(Mechanism mechanism) {
        Assumptions.assumeTrue(mechanism.isAvailable(), () -> mechanism.label() + " is not here");
        System.setProperty(NettyOptions.TRANSPORT_PROPERTY, mechanism.label());
        assertThat(networkOf(LoopOptions.defaults()))
                .isEqualTo("NettyNetwork[" + mechanism.label() + "]");
    }

    @Test
    void aWrongPropertyIsNamedWithThoseThereAre() {
        System.setProperty(NettyOptions.TRANSPORT_PROPERTY, "carrier-pigeon");
        assertThatThrownBy(Asyncio::newEventLoop)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carrier-pigeon")
                .hasMessageContaining("io_uring, epoll, kqueue, nio");
    }

    @Test
    void anUnavailableMechanismSaysWhy() {
        for (Mechanism each : Mechanism.values()) {
            if (!each.isAvailable()) {
                assertThatThrownBy(
                                () ->
                                        networkOf(
                                                LoopOptions.defaults()
                                                        .withPoller(
                                                                NettyOptions.defaults()
                                                                        .withMechanism(each)
                                                                        .provider())))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the mechanism " + each.label())
                        .hasMessageContaining("does not work on this machine")
                        .hasCause(each.unavailability().orElseThrow());
            }
        }
        assertThat(Mechanism.NIO.isAvailable()).isTrue();
    }

    @Test
    void optionsAreChecked() {
        assertThat(NettyOptions.defaults().withReceiveBufferBytes(7).receiveBufferBytes())
                .isEqualTo(7);
        assertThatThrownBy(() -> NettyOptions.defaults().withReceiveBufferBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
    }
}
