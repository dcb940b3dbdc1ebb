package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;

class DnsMemoryTest {
    private static final DnsRecord[] NONE = {};

    @Test
    void theNameThatWasToldFirstIsForgottenWhenThereAreTooMany() {
        DnsMemory memory = new DnsMemory(Duration.ofHours(1), Duration.ZERO);
        InetAddress address = InetAddress.ofLiteral("192.0.2.1");
        Asyncio.run(
                Loops.on(Mechanism.NIO),
                () -> {
                    EventLoop executor = NettyGroup.of(Asyncio.getRunningLoop()).next();
                    for (int i = 0; i <= DnsMemory.MAX_NAMES; i++) {
                        memory.cache(i + ".test", NONE, address, 3600, executor);
                    }
                    assertThat(memory.get("0.test", NONE)).isNull();
                    assertThat(memory.get("1.test", NONE)).hasSize(1);
                    assertThat(memory.get(DnsMemory.MAX_NAMES + ".test", NONE)).hasSize(1);
                    assertThat(memory.clear("1.test")).isTrue();
                    assertThat(memory.get("1.test", NONE)).isNull();
                    memory.clear();
                    assertThat(memory.get("2.test", NONE)).isNull();
                });
    }
}
