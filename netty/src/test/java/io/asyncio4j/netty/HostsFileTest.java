package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;

class HostsFileTest {
    @Test
    void namesHaveTheAddressesOfAllTheirLines() {
        HostsFile hosts =
                HostsFile.parse(
                        """
                        # comment
                        192.0.2.1   Web.test web   # and here
                        2001:db8::1 web
                        192.0.2.1   web
                        nonsense    other
                        192.0.2.9
                        """);
        assertThat(hosts.find("web"))
                .containsExactly(
                        InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
        assertThat(hosts.find("web.test")).hasSize(1);
        assertThat(hosts.find("other")).isEmpty();
    }

    @Test
    void localhostIsKnownUnlessTheFileSaysOtherwise() {
        assertThat(HostsFile.parse("").find("localhost")).hasSize(2);
        assertThat(HostsFile.parse("").find("app.localhost")).hasSize(2);
        assertThat(HostsFile.parse("127.0.0.1 localhost").find("localhost")).hasSize(1);
    }
}
