package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The file of a Unix socket, and what cannot be listened on or connected to. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class UnixServerTest {
    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    @TempDir private Path directory;

    UnixServerTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private void run(Action test) {
        Asyncio.run(Loops.on(mechanism), test);
    }

    private Path path() {
        return directory.resolve("socket");
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Server serveEcho(Path path, ServerOptions options) throws IOException {
        return Stream.serveUnix(stream -> stream.write(stream.readAll()), path, options);
    }

    private static void assertEchoes(Path path) throws IOException {
        try (Stream stream = Stream.connectUnix(path)) {
            stream.write("hello");
            stream.writeEof();
            assertThat(stream.readAll()).isEqualTo("hello".getBytes());
        }
    }

    @Test
    void aStaleSocketFileIsReplaced() throws IOException {
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(exists(path())).as("the JDK leaves it").isTrue();
        run(
                () -> {
                    Server server = serveEcho(path(), ServerOptions.DEFAULT);
                    assertEchoes(path());
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aFileOfAnotherKindIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(path(), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), path());
        run(
                () -> {
                    for (Path taken : List.of(path(), directory, link)) {
                        assertThatThrownBy(() -> serveEcho(taken, ServerOptions.DEFAULT))
                                .isInstanceOf(BindException.class)
                                .hasMessageContaining(taken.toString())
                                .hasMessageContaining("not a socket");
                    }
                });
        assertThat(Files.readString(path())).isEqualTo("precious");
        assertThat(exists(link)).isTrue();
    }

    @Test
    void closingRemovesTheFile() {
        run(
                () -> {
                    Server server = serveEcho(path(), ServerOptions.DEFAULT);
                    assertThat(exists(path())).isTrue();
                    assertThat(server.sockets())
                            .containsExactly(UnixDomainSocketAddress.of(path()));
                    assertThatThrownBy(server::port)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("no port");
                    server.close();
                    server.waitClosed();
                    assertThat(exists(path())).isFalse();
                });
    }

    @Test
    void closingTheLoopRemovesTheFile() {
        run(() -> serveEcho(path(), ServerOptions.DEFAULT));
        assertThat(exists(path())).isFalse();
    }

    @Test
    void theFileIsLeftIfTheOptionsSaySo() {
        run(
                () -> {
                    Server server =
                            serveEcho(path(), ServerOptions.DEFAULT.withSocketCleanup(false));
                    server.close();
                    server.waitClosed();
                    assertThat(exists(path())).isTrue();
                    assertThatThrownBy(() -> Stream.connectUnix(path()))
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining(path().toString())
                            .hasMessageContaining("refused");
                });
    }

    @Test
    void aSocketThatTookItsPlaceIsLeftAndServes() {
        run(
                () -> {
                    Server first = serveEcho(path(), ServerOptions.DEFAULT);
                    Server second = serveEcho(path(), ServerOptions.DEFAULT);
                    first.close();
                    first.waitClosed();
                    assertEchoes(path());
                    second.close();
                    second.waitClosed();
                    assertThat(exists(path())).isFalse();
                });
    }

    @Test
    void aFileThatTookItsPlaceIsLeft() {
        run(
                () -> {
                    Server server = serveEcho(path(), ServerOptions.DEFAULT);
                    Files.delete(path());
                    Files.writeString(path(), "precious");
                    server.close();
                    server.waitClosed();
                });
        assertThat(path()).hasContent("precious");
    }

    @Test
    void aFileThatIsGoneIsNotMissed() {
        run(
                () -> {
                    Server server = serveEcho(path(), ServerOptions.DEFAULT);
                    Files.delete(path());
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aPathThatIsTooLongIsNamedWithTheLimit() {
        Path tooLong = directory.resolve("x".repeat(110));
        run(
                () -> {
                    assertThatThrownBy(() -> serveEcho(tooLong, ServerOptions.DEFAULT))
                            .isInstanceOf(BindException.class)
                            .hasMessageContaining(tooLong.toString())
                            .hasMessageContaining("may have 106 bytes");
                    assertThatThrownBy(() -> Stream.connectUnix(tooLong))
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("may have 106 bytes");
                    int left = 106 - (directory + "/").length();
                    Path longest = directory.resolve("x".repeat(left));
                    Server server = serveEcho(longest, ServerOptions.DEFAULT);
                    assertEchoes(longest);
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aDirectoryThatIsMissingIsNamed() {
        Path path = directory.resolve("none").resolve("socket");
        run(
                () -> {
                    assertThatThrownBy(() -> serveEcho(path, ServerOptions.DEFAULT))
                            .isInstanceOf(BindException.class)
                            .hasMessageContaining(path + ": No such file or directory");
                    assertThatThrownBy(() -> Stream.connectUnix(path))
                            .isInstanceOf(ConnectException.class)
                            .hasMessage(
                                    "cannot connect to " + path + ": No such file or directory");
                });
    }

    @Test
    void whatMakesNoSenseOnAPathIsRefused() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            Stream.connectUnix(
                                                    path(),
                                                    ConnectOptions.DEFAULT.withLocalAddress(
                                                            address)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("leave the local address out");
                    assertThatThrownBy(
                                    () ->
                                            serveEcho(
                                                    path(),
                                                    ServerOptions.DEFAULT.withReusePort(true)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("cannot be shared");
                    assertThatThrownBy(() -> serveEcho(Path.of(""), ServerOptions.DEFAULT))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("with a path");
                    assertThat(exists(path())).isFalse();
                });
    }

    @Test
    void anAddressNobodyBoundIsEmpty() {
        run(
                () -> {
                    var accepted = new RecordingProtocol("S", trace);
                    Server server =
                            Net.createUnixServer(() -> accepted, path(), ServerOptions.DEFAULT);
                    var client = new RecordingProtocol("C", trace);
                    Net.createUnixConnection(() -> client, path(), ConnectOptions.DEFAULT);
                    trace.await("S made");
                    var nobody = UnixDomainSocketAddress.of("");
                    var bound = UnixDomainSocketAddress.of(path());
                    assertThat(client.transport().extraInfo(ExtraInfo.PEERNAME)).contains(bound);
                    assertThat(client.transport().extraInfo(ExtraInfo.SOCKNAME)).contains(nobody);
                    assertThat(accepted.transport().extraInfo(ExtraInfo.PEERNAME)).contains(nobody);
                    assertThat(accepted.transport().extraInfo(ExtraInfo.SOCKNAME)).contains(bound);
                    server.close();
                    server.abortClients();
                    server.waitClosed();
                });
    }
}
