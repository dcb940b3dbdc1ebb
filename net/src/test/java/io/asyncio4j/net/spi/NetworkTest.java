package io.asyncio4j.net.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Streams;

import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void aLoopWithoutANetworkNamesTheDependencyToAdd() {
        Asyncio.run(
                LoopOptions.defaults().withVirtualTime(),
                () ->
                        assertThatThrownBy(() -> Streams.openConnection("127.0.0.1", 80))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("has no network")
                                .hasMessageContaining("io.asyncio4j:asyncio4j-netty"));
    }

    @Test
    void aNetworkIsAskedForOnALoop() {
        assertThatThrownBy(() -> Streams.openConnection("127.0.0.1", 80))
                .isInstanceOf(IllegalStateException.class);
    }
}
