package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.NameResolution;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Names as dnsmasq gives them, a name server that others wrote. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class DnsmasqTest {
    private final Mechanism mechanism;
    private final int port = Programs.freePort();

    @TempDir private Path directory;
    private Process dnsmasq;

    DnsmasqTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @BeforeEach
    void start() throws IOException {
        Path program = Programs.find("dnsmasq", "dnsmasq-base");
        StringBuilder hosts = new StringBuilder();
        hosts.append("192.0.2.1 both.test\n2001:db8::1 both.test\n192.0.2.2 web.lan.test\n");
        for (int i = 1; i <= 200; i++) {
            hosts.append("198.51.100.").append(i).append(" big.test\n");
        }
        Path names = Files.writeString(directory.resolve("names"), hosts);
        dnsmasq =
                Programs.start(
                        directory,
                        program.toString(),
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--addn-hosts=" + names,
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--port=" + port,
                        "--edns-packet-max=512",
                        "--local=/test/",
                        "--user=",
                        "--pid-file=");
        Programs.awaitPort(dnsmasq, port, directory);
    }

    @AfterEach
    void stop() {
        Programs.stop(dnsmasq);
    }

    private static List<String> addresses(String host) {
        return NameResolution.getAddrInfo(host, 80).stream()
                .map(each -> each.getAddress().getHostAddress())
                .toList();
    }

    @Test
    void namesAreFoundTruncatedAnswersCompletedAndUnknownNamesRefused() throws IOException {
        Path resolvConf = Files.writeString(directory.resolve("resolv.conf"), "search lan.test\n");
        DnsOptions dns =
                DnsOptions.DEFAULT
                        .withHosts(directory.resolve("none"))
                        .withResolvConf(resolvConf)
                        .withQueryTimeout(Duration.ofSeconds(20))
                        .withServers(
                                List.of(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), port)));
        Asyncio.run(
                Loops.on(mechanism, options -> options.withDns(dns)),
                () -> {
                    assertThat(addresses("both.test"))
                            .containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1");
                    assertThat(addresses("web")).containsExactly("192.0.2.2");
                    assertThat(addresses("big.test")).as("by TCP").hasSize(200);
                    assertThatThrownBy(() -> addresses("none.test"))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining("none.test")
                            .hasMessageContaining("NXDomain")
                            .hasMessageContaining("127.0.0.1:" + port);
                });
    }
}
