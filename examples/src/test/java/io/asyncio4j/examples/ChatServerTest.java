package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chat, as processes: a server, clients, and those who are not what they seem. */
@Isolated("its programs look for a chat for three seconds")
class ChatServerTest {
    private static final String PORT = "port (\\d+)";

    @TempDir Path directory;

    private Service chat(String... arguments) {
        return Service.start("ChatServer", directory, arguments);
    }

    private Service serve(String... options) {
        var all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(options));
        return chat(all.toArray(String[]::new));
    }

    /** A port for datagrams that nobody has at the moment. */
    private static String freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    @Test
    void membersFindTheServerByAskingAndHearEachOther() throws Exception {
        var discovery = freePort();
        try (var server = serve("--discovery", discovery)) {
            var port = server.await(PORT);
            server.await("asks on UDP");
            try (var ann = chat("--discovery", discovery, "join", "Ann")) {
                assertThat(ann.await("Found a chat.* port (\\d+)")).isEqualTo(port);
                ann.await("Here are: Ann$");
                try (var bob = chat("--port", port, "join", "Bob")) {
                    bob.await("Here are: Ann, Bob");
                    ann.await("Bob has come");
                    bob.type("hello \u001b[31mred");
                    ann.await("Bob: hello \\?\\[31mred");
                    bob.typeEnd();
                    assertThat(bob.status()).isZero();
                    ann.await("Bob has left");
                }
                server.interrupt();
                ann.await("The server ends");
                assertThat(ann.status()).isZero();
                assertThat(server.status()).isEqualTo(130);
                assertThat(server.errors()).isEmpty();
            }
        }
    }

    @Test
    void membersComeByTlsAndByAUnixSocket() throws Exception {
        var certificate = Certificate.in(directory);
        var path = directory.resolve("chat.socket");
        try (var server =
                serve(
                        "--discovery",
                        "0",
                        "--unix",
                        path.toString(),
                        "--cert",
                        certificate.chain().toString(),
                        "--key",
                        certificate.key().toString())) {
            var port = server.await(PORT + " with TLS");
            server.await("chat.socket");
            try (var ann =
                            chat(
                                    "--port",
                                    port,
                                    "--trust",
                                    certificate.chain().toString(),
                                    "join",
                                    "Ann");
                    var bob = chat("--unix", path.toString(), "join", "Bob")) {
                ann.await("Here are");
                bob.await("Here are");
                ann.type("by TLS");
                bob.await("Ann: by TLS");
                bob.type("by a path");
                ann.await("Bob: by a path");
                ann.interrupt();
                assertThat(ann.status()).isEqualTo(130);
                bob.await("Ann has left");
            }
            try (var plain = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
                plain.getOutputStream().write("let me in\n".getBytes());
                assertThat(new String(plain.getInputStream().readAllBytes()))
                        .doesNotContain("Your name?");
            }
            server.interrupt();
            assertThat(server.status()).isEqualTo(130);
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void namesAreCheckedAndLongLinesLeftOut() throws Exception {
        var path = directory.resolve("chat.socket");
        try (var server = serve("--discovery", "0", "--unix", path.toString())) {
            server.await("chat.socket");
            try (var ann = chat("--unix", path.toString(), "join", "Ann")) {
                ann.await("Here are");
                try (var double_ = chat("--unix", path.toString(), "join", "Ann")) {
                    double_.await("The name Ann is taken");
                    assertThat(double_.status()).isZero();
                }
                try (var odd = chat("--unix", path.toString(), "join", "A n n")) {
                    odd.await("A name has 1 to 20 letters or digits");
                }
                try (var rude = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    rude.connect(UnixDomainSocketAddress.of(path));
                    rude.write(ByteBuffer.wrap("Rude\n".getBytes()));
                    ann.await("Rude has come");
                    var much = ByteBuffer.wrap(("x".repeat(100_000) + "\nshort\n").getBytes());
                    while (much.hasRemaining()) {
                        rude.write(much);
                    }
                    ann.await("Rude: \\(a line that was too long\\)");
                    ann.await("Rude: short");
                }
                ann.await("Rude has left");
            }
        }
    }

    @Test
    void aMemberThatDoesNotReadIsShownTheDoor() throws Exception {
        var path = directory.resolve("chat.socket");
        try (var server = serve("--discovery", "0", "--unix", path.toString());
                var deaf = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.await("chat.socket");
            deaf.connect(UnixDomainSocketAddress.of(path));
            deaf.write(ByteBuffer.wrap("Deaf\n".getBytes()));
            server.await("Deaf has come");
            try (var loud = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                loud.connect(UnixDomainSocketAddress.of(path));
                loud.write(ByteBuffer.wrap("Loud\n".getBytes()));
                Thread.ofPlatform().daemon().start(() -> drain(loud));
                var line = ("y".repeat(3_000) + "\n").getBytes();
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        while (true) {
                                            loud.write(ByteBuffer.wrap(line));
                                        }
                                    } catch (IOException over) {
                                        // the test has seen what it waited for
                                    }
                                });
                server.await("Deaf does not read and was shown the door");
            }
        }
    }

    private static void drain(SocketChannel channel) {
        try {
            var buffer = ByteBuffer.allocate(100_000);
            while (channel.read(buffer.clear()) >= 0) {
                buffer.clear();
            }
        } catch (IOException over) {
            // the test has seen what it waited for
        }
    }

    @Test
    void whoFindsNobodyIsToldSo() throws Exception {
        var run = Run.of("ChatServer", "--discovery", freePort(), "join", "Ann");
        assertThat(run.errors()).startsWith("ChatServer: no chat answers on UDP port");
        assertThat(run.status()).isEqualTo(1);
        assertThat(Run.of("ChatServer", "--help").output()).startsWith("Usage: ./asyncio4j run");
        assertThat(Run.of("ChatServer", "shout").errors())
                .isEqualTo("ChatServer: unknown word: shout; see --help\n");
    }

    @Test
    void whoCannotServeOrJoinIsToldWhyAndAnnouncesNothing() throws Exception {
        var nowhere = directory.resolve("none/chat.socket").toString();
        var unix = Run.of("ChatServer", "--port", "0", "--unix", nowhere);
        assertThat(unix.output()).isEmpty();
        assertThat(unix.errors()).contains(nowhere, "No such file or directory");
        assertThat(unix.status()).isEqualTo(1);
        var trust = Run.of("ChatServer", "--trust", "none.pem", "join", "Ann");
        assertThat(trust.errors()).isEqualTo("ChatServer: none.pem: there is no such file\n");
        assertThat(trust.status()).isEqualTo(1);
        var foreign = Run.of("ChatServer", "--host", "203.0.113.7");
        assertThat(foreign.errors()).contains("203.0.113.7", "this machine has none of them");
        try (var taken = new Socket()) { // and does not listen
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var port = String.valueOf(taken.getLocalPort());
            var refused = Run.of("ChatServer", "--host", "localhost", "--port", port, "join", "A");
            assertThat(refused.errors()).contains("localhost", port, "Connection refused");
        }
        assertThat(Run.of("ChatServer", "--unix", "").errors())
                .isEqualTo("ChatServer: --unix needs a value; see --help\n");
    }
}
