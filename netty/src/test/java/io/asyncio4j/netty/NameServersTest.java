package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class NameServersTest {
    @Test
    void everythingInAFileIsUnderstood() {
        NameServers servers =
                NameServers.parse(
                        """
                        ; written by hand
                        # and commented
                        domain old.test
                        search Lan.Test  example.org.
                        nameserver 192.0.2.53
                        nameserver 2001:db8::53
                        options ndots:3 timeout:2 attempts:4 rotate edns0
                        """);
        assertThat(servers.servers().toString())
                .isEqualTo("[/192.0.2.53:53, /[2001:db8:0:0:0:0:0:53]:53]");
        assertThat(servers.searchDomains()).containsExactly("lan.test", "example.org");
        assertThat(servers.ndots()).isEqualTo(3);
        assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(servers.attempts()).isEqualTo(4);
        assertThat(servers.isRotating()).isTrue();
    }

    @Test
    void anEmptyFileMeansThisMachine() {
        NameServers servers = NameServers.parse("");
        assertThat(servers.servers().toString()).isEqualTo("[/127.0.0.1:53]");
        assertThat(servers.searchDomains()).isEmpty();
        assertThat(servers.ndots()).isEqualTo(1);
        assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(servers.attempts()).isEqualTo(2);
        assertThat(servers.isRotating()).isFalse();
    }

    @Test
    void nonsenseIsSkippedAndNumbersAreLimited() {
        NameServers servers =
                NameServers.parse(
                        """
                        nameserver
                        nameserver everywhere
                        nameserver 192.0.2.1
                        nameserver 192.0.2.2
                        nameserver 192.0.2.3
                        nameserver 192.0.2.4
                        search .
                        options ndots:99 timeout:-1 attempts:1000000000 timeout:x
                        \u0000\u0001
                        """);
        assertThat(servers.servers()).hasSize(3);
        assertThat(servers.searchDomains()).isEmpty();
        assertThat(servers.ndots()).isEqualTo(15);
        assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(servers.attempts()).isEqualTo(2);
    }
}
