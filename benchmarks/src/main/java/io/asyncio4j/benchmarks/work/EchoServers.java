package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.toThread;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.Runner;
import io.asyncio4j.benchmarks.peer.Rounds;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.netty.NettyOptions;
import io.asyncio4j.netty.TlsEngine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The servers that send back what they receive.
 *
 * <p>Confined to the main thread, and to the loop that runs there.
 */
final class EchoServers {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final List<String> HOSTS = List.of("127.0.0.1");
    private static final String OPENSSL = "openssl";
    private static final ServerOptions OPTIONS = ServerOptions.DEFAULT.withBacklog(1024);

    private EchoServers() {}

    /** What can be asked for: the work, and the form it has. */
    static final List<String> NAMES =
            List.of(
                    "echo streams",
                    "echo protocols",
                    "echo handoff",
                    "lines streams",
                    "tls streams",
                    "tls protocols",
                    "tls " + OPENSSL,
                    "udp streams",
                    "udp protocols",
                    "cores one",
                    "cores two");

    static boolean has(String work) {
        return NAMES.stream().anyMatch(name -> name.startsWith(work + " "));
    }

    /** Those that can be done here: not TLS by OpenSSL where that is not there. */
    static List<String> available() {
        return NAMES.stream()
                .filter(name -> !name.endsWith(OPENSSL) || TlsEngine.OPENSSL.isAvailable())
                .toList();
    }

    /** Serves until the harness ends the input. Not called on a loop. */
    static void run(String work, String form) {
        if (work.equals("cores")) {
            FleetEcho.serve(form.equals("two") ? 2 : 1);
            return;
        }
        try (var runner = new Runner(options(form))) {
            runner.run(() -> serve(work, form));
        }
    }

    /** Streams on one TLS engine or the other; all else is what a user gets. */
    private static LoopOptions options(String form) {
        var engine = form.equals(OPENSSL) ? TlsEngine.OPENSSL : TlsEngine.JDK;
        return LoopOptions.defaults()
                .withPoller(NettyOptions.defaults().withTlsEngine(engine).provider());
    }

    private static void serve(String work, String form) throws Exception {
        if (work.equals("udp")) {
            DatagramEcho.serve(form);
            return;
        }
        try (var server = open(work, form)) {
            toThread(() -> Rounds.listenOn(server.port()));
        }
    }

    /** A server whose port other loops may share. */
    static Server share(int port) throws IOException {
        return Streams.startServer(EchoServers::echo, HOSTS, port, OPTIONS.withReusePort(true));
    }

    private static Server open(String work, String form) throws IOException {
        var options = work.equals("tls") ? OPTIONS.withTls(tls()) : OPTIONS;
        if (form.equals("protocols")) {
            return Net.createServer(EchoProtocol::new, HOSTS, 0, options);
        }
        return work.equals("lines")
                ? Streams.startServer(EchoServers::echoLines, HOSTS, 0, options)
                : Streams.startServer(EchoServers::echo, HOSTS, 0, options);
    }

    /** TLS with the certificate of the harness. */
    private static ServerTls tls() throws IOException {
        var directory = Path.of(System.getenv("BENCH_WORK"), "tls");
        return ServerTls.of(
                TlsIdentity.pem(
                        directory.resolve("certificate.pem"), directory.resolve("key.pem")));
    }

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (var data = reader.read(BUFFER_BYTES);
                data.length > 0;
                data = reader.read(BUFFER_BYTES)) {
            writer.write(data);
            writer.drain();
        }
        writer.close();
    }

    private static void echoLines(StreamReader reader, StreamWriter writer) throws IOException {
        for (var line = reader.readLine(); line.length > 0; line = reader.readLine()) {
            writer.write(line);
            writer.drain();
        }
        writer.close();
    }

    /** Answers in the callback, with no task. */
    private static final class EchoProtocol implements Protocol {
        @SuppressWarnings("NullAway.Init") // connectionMade comes first, and sets it.
        private Transport transport;

        @Override
        public void connectionMade(Transport connection) {
            transport = connection;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }
}
