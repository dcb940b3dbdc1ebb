package io.asyncio4j.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.1S, 100 ms",
        "PT1S, 1 s",
        "PT1.5S, 1500 ms",
        "PT90S, 90 s",
        "PT2M, 2 min",
        "PT3H, 3 h",
        "PT0.0000015S, 1500 ns",
        "PT0.000002S, 2 us",
        "PT-1S, -1 s",
        "PT9223372036854775807S, PT2562047788015215H30M7S"
    })
    void aTimeIsToldInItsLargestWholeUnit(Duration time, String text) {
        assertThat(Wording.of(time)).isEqualTo(text);
    }

    @Test
    void anAddressIsToldAsOneTypesIt() throws UnknownHostException {
        assertThat(Wording.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80)))
                .isEqualTo("127.0.0.1:80");
        assertThat(Wording.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 80)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:80");
        InetAddress named = InetAddress.getByAddress("a.test", new byte[] {127, 0, 0, 1});
        assertThat(Wording.of(new InetSocketAddress(named, 80)))
                .isEqualTo("a.test at 127.0.0.1:80");
        assertThat(Wording.of(InetSocketAddress.createUnresolved("a.test", 80)))
                .isEqualTo("a.test:80");
        assertThat(Wording.of(UnixDomainSocketAddress.of(Path.of("socket")))).isEqualTo("socket");
        assertThat(Wording.of((InetSocketAddress) null)).isEqualTo("null");
    }
}
