package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.SocketDescriptor;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;
import io.netty.channel.unix.FileDescriptor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the sockets are made with Linux's numbers")
class AdoptedSocketsTest {
    private static final Duration HUNG = Duration.ofSeconds(60);

    /** A socket that listens on the port that it prints, and a program that it is passed to. */
    private static final String PERL_PARENT =
            """
            use Socket; BEGIN { $^F = 10 }
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
            listen($s, 5) or die "listen: $!";
            my ($port) = sockaddr_in(getsockname($s));
            $| = 1; print "$port\\n";
            require POSIX;
            if (fileno($s) != 3) { POSIX::dup2(fileno($s), 3) or die "dup2: $!" }
            $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_FDNAMES} = "perl";
            exec @ARGV;
            """;

    private final Trace trace = new Trace();

    @TempDir private Path directory;

    @BeforeAll
    static void requireEpoll() {
        Loops.on(Mechanism.EPOLL); // and so Netty's native parts are loaded
    }

    private void run(Mechanism mechanism, Action test) {
        Asyncio.run(Loops.on(mechanism), () -> Asyncio.timeout(HUNG, test));
    }

    // ---- inside one process

    @Test
    void connectedSocketsBecomeTransports() throws Throwable {
        int[] pair = NativeSockets.pair();
        run(
                Mechanism.EPOLL,
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    Net.connectAcceptedSocket(
                            () -> a, SocketDescriptor.of(pair[0]), ServerOptions.DEFAULT);
                    Net.connectAcceptedSocket(
                            () -> b, SocketDescriptor.of(pair[1]), ServerOptions.DEFAULT);
                    trace.assertWords("A made", "B made");
                    byte[] much = new byte[5_000_000]; // a blocking write would stop the loop
                    a.transport().write(much);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.receivedBytes()).isEqualTo(much.length);
                    trace.assertWords(
                            "A made",
                            "B made",
                            "A pause",
                            "A resume",
                            "A lost None",
                            "B eof",
                            "B lost None");
                });
    }

    @Test
    void aConnectedSocketHasTlsIfTheOptionsSaySo() throws Throwable {
        int[] pair = NativeSockets.pair();
        run(
                Mechanism.EPOLL,
                () -> {
                    var opening =
                            Asyncio.createTask(
                                    () ->
                                            Streams.connectAcceptedSocket(
                                                    SocketDescriptor.of(pair[0]),
                                                    ServerOptions.DEFAULT.withTls(
                                                            TlsLoops.SERVER)));
                    var client =
                            Streams.connectAcceptedSocket(
                                    SocketDescriptor.of(pair[1]), ServerOptions.DEFAULT);
                    client.writer().startTls(TlsLoops.CLIENT.withServerName("localhost"));
                    var server = opening.await();
                    client.writer().write("hello\n".getBytes());
                    assertThat(new String(server.reader().readLine())).isEqualTo("hello\n");
                    assertThat(server.writer().extraInfo(ExtraInfo.SERVER_NAME))
                            .contains("localhost");
                    client.writer().close();
                    server.writer().close();
                    client.writer().waitClosed();
                    server.writer().waitClosed();
                });
    }

    @Test
    void aListeningSocketBecomesAServer() throws Throwable {
        int socket = NativeSockets.listening();
        run(
                Mechanism.EPOLL,
                () -> {
                    Server server =
                            Streams.startServer(
                                    (reader, writer) -> {
                                        writer.write(reader.readLine());
                                        writer.close();
                                    },
                                    SocketDescriptor.of(socket),
                                    ServerOptions.DEFAULT);
                    for (int i = 0; i < 3; i++) {
                        try (var stream = Stream.connect("127.0.0.1", server.port())) {
                            stream.write("hello\n");
                            assertThat(stream.readLine()).contains("hello");
                        }
                    }
                    server.close();
                    server.waitClosed();
                    assertThatThrownBy(() -> Descriptors.addReader(socket, () -> {}))
                            .as("the server has closed it")
                            .hasMessageContaining("EBADF");
                });
    }

    @Test
    void aDescriptorThatATransportOwnsIsRefused() throws Throwable {
        int[] pair = NativeSockets.pair();
        run(
                Mechanism.EPOLL,
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var socket = SocketDescriptor.of(pair[0]);
                    Net.connectAcceptedSocket(() -> a, socket, ServerOptions.DEFAULT);
                    for (Action attempt :
                            List.<Action>of(
                                    () -> Descriptors.addReader(pair[0], () -> {}),
                                    () ->
                                            Net.connectAcceptedSocket(
                                                    () -> a, socket, ServerOptions.DEFAULT),
                                    () ->
                                            Net.createServer(
                                                    () -> a, socket, ServerOptions.DEFAULT))) {
                        assertThatThrownBy(attempt::run)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("descriptor " + pair[0] + " is used by");
                    }
                    a.transport().close();
                    a.awaitLost();
                });
        NativeSockets.close(pair[1]);
    }

    @Test
    void whatIsNoConnectedSocketIsRefusedAndLeftAlone() throws Throwable {
        int listening = NativeSockets.listening();
        int unconnected = NativeSockets.stream();
        int datagram = NativeSockets.datagram();
        FileDescriptor file =
                FileDescriptor.from(Files.createFile(directory.resolve("f")).toFile());
        run(
                Mechanism.EPOLL,
                () -> {
                    assertRefused(1_000_000, "EBADF");
                    assertRefused(file.intValue(), "ENOTSOCK");
                    assertRefused(datagram, "it is no stream socket");
                    assertRefused(unconnected, "ENOTCONN");
                    assertRefused(listening, "it listens; make it a server");
                });
        NativeSockets.close(listening);
        NativeSockets.close(unconnected);
        NativeSockets.close(datagram);
        file.close();
    }

    private void assertRefused(int descriptor, String reason) {
        assertThatThrownBy(
                        () ->
                                Net.connectAcceptedSocket(
                                        () -> new RecordingProtocol("A", trace),
                                        SocketDescriptor.of(descriptor),
                                        ServerOptions.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("descriptor " + descriptor + " cannot be taken over: ")
                .hasMessageContaining(reason);
        trace.assertWords();
    }

    @Test
    void aSocketThatDoesNotListenIsNoServer() throws Throwable {
        int[] pair = NativeSockets.pair();
        run(
                Mechanism.EPOLL,
                () ->
                        assertThatThrownBy(
                                        () ->
                                                Net.createServer(
                                                        () -> new RecordingProtocol("A", trace),
                                                        SocketDescriptor.of(pair[0]),
                                                        ServerOptions.DEFAULT))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("it does not listen"));
        NativeSockets.close(pair[0]);
        NativeSockets.close(pair[1]);
    }

    @Test
    void mechanismsThatCannotTakeDescriptorsOverSaySo() throws Throwable {
        int[] pair = NativeSockets.pair();
        for (Mechanism mechanism : List.of(Mechanism.NIO, Mechanism.IO_URING)) {
            if (!mechanism.isAvailable()) {
                continue;
            }
            run(
                    mechanism,
                    () ->
                            assertThatThrownBy(
                                            () ->
                                                    Net.connectAcceptedSocket(
                                                            () -> new RecordingProtocol("A", trace),
                                                            SocketDescriptor.of(pair[0]),
                                                            ServerOptions.DEFAULT))
                                    .isInstanceOf(UnsupportedOperationException.class)
                                    .hasMessageContaining("the mechanism " + mechanism.label())
                                    .hasMessageContaining("choose epoll or kqueue"));
        }
        NativeSockets.close(pair[0]);
        NativeSockets.close(pair[1]);
    }

    // ---- from a parent process

    @Test
    void aProgramServesTheTcpSocketThatItsParentHasOpened() throws Exception {
        requireProgram("perl");
        List<String> command = new ArrayList<>(List.of("perl", "-e", PERL_PARENT));
        command.addAll(echo());
        Process program = start(command);
        try (BufferedReader output = program.inputReader()) {
            int port = Integer.parseInt(Objects.requireNonNull(output.readLine(), "no port"));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("hello\n".getBytes());
                assertThat(client.getInputStream().readAllBytes())
                        .asString()
                        .isEqualTo("perl says hello\n");
            }
            assertThat(program.waitFor()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aProgramServesTheUnixSocketThatSystemdHasOpened() throws Exception {
        requireProgram("systemd-socket-activate");
        Path path = directory.resolve("socket");
        List<String> command =
                new ArrayList<>(
                        List.of("systemd-socket-activate", "--listen=" + path, "--fdname=systemd"));
        command.addAll(echo());
        Process program =
                new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader messages = program.errorReader();
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(messages.readLine()).startsWith("Listening on");
            client.connect(UnixDomainSocketAddress.of(path));
            Channels.newOutputStream(client).write("hello\n".getBytes());
            assertThat(Channels.newInputStream(client).readAllBytes())
                    .asString()
                    .isEqualTo("systemd says hello\n");
            assertThat(program.waitFor()).isZero();
            assertThat(path).as("the file belongs to systemd").exists();
        } finally {
            program.destroyForcibly();
        }
    }

    private static void requireProgram(String name) {
        boolean isHere =
                List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                        .anyMatch(each -> Files.isExecutable(Path.of(each, name)));
        assumeTrue(isHere, name + " is not installed");
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** The command that runs ActivatedEcho on the classes of this JVM. */
    private static List<String> echo() throws Exception {
        List<String> places = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            String value = System.getProperty(property, "");
            if (!value.isEmpty()) {
                places.add(value);
            }
        }
        String file = "/" + ActivatedEcho.class.getName().replace('.', '/') + ".class";
        String place =
                String.valueOf(
                        Objects.requireNonNull(ActivatedEcho.class.getResource(file)).toURI());
        places.add(
                Path.of(java.net.URI.create(place.substring(0, place.length() - file.length())))
                        .toString());
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dasyncio4j.engine=handoff",
                "-cp",
                String.join(File.pathSeparator, places),
                ActivatedEcho.class.getName());
    }
}
