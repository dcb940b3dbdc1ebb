package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

/** TLS on Unix sockets, with both ends ours, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class UnixTlsTest {
    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    @TempDir private Path directory;

    @Test
    void theNameOfTheServerIsGivenAndVerified() {
        Path path = directory.resolve("socket");
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    Server server =
                            Stream.serveUnix(
                                    stream ->
                                            stream.write(
                                                    stream.readLine().orElseThrow()
                                                            + " "
                                                            + stream.extraInfo(
                                                                            ExtraInfo.SERVER_NAME)
                                                                    .orElseThrow()),
                                    path,
                                    ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    var localhost = TlsLoops.CLIENT.withServerName("localhost");
                    try (Stream stream =
                            Stream.connectUnix(path, ConnectOptions.DEFAULT.withTls(localhost))) {
                        stream.write("hello\n");
                        assertThat(new String(stream.readAll())).isEqualTo("hello localhost");
                    }
                    var other = TlsLoops.CLIENT.withServerName("example.org");
                    assertThatThrownBy(
                                    () ->
                                            Stream.connectUnix(
                                                    path, ConnectOptions.DEFAULT.withTls(other)))
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasMessageContaining("not for example.org");
                    assertThatThrownBy(
                                    () ->
                                            Stream.connectUnix(
                                                    path,
                                                    ConnectOptions.DEFAULT.withTls(
                                                            TlsLoops.CLIENT)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("ClientTls.withServerName");
                    server.shutdown(Duration.ofSeconds(5));
                });
    }
}
