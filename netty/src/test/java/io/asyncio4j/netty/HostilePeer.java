package io.asyncio4j.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsVersion;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * A peer that says whatever a test likes when the handshake is over. The handshake is done by
 * OpenSSL's own program, through two sockets of this one, which learns the secrets from the
 * program's log and then goes on in its name. It reads nothing more, unless it is told to.
 *
 * <p>Its methods block: they are for threads, not for a loop.
 */
final class HostilePeer implements AutoCloseable {
    private static final int RANDOM_BYTES = 32;

    /** Where a server's random number is: behind the heads of the record and of the message. */
    private static final int RANDOM_AT = 11;

    private final boolean isClient;
    private final TlsVersion version;
    private final Path secrets;
    private final Process openssl;
    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    /** Where OpenSSL's server listens, or the victim. */
    private final int port;

    /** The two ways, from join() on. */
    private @Nullable Socket toOpenssl;

    private @Nullable Socket toVictim;

    /** What the server said first. Written by one thread, read when the handshake is over. */
    private final ByteArrayOutputStream ofServer = new ByteArrayOutputStream();

    private final CountDownLatch goesOnReading = new CountDownLatch(1);

    /** Set for good by takeOver; read by the threads that pass the handshake on. */
    private volatile boolean isTakenOver;

    /** How much was read since the handshake. */
    private volatile long readBytes;

    private HostilePeer(boolean isClient, TlsVersion version, Path directory, int victim)
            throws IOException {
        this.isClient = isClient;
        this.version = version;
        this.secrets = directory.resolve("secrets-" + door.getLocalPort());
        List<String> command = new ArrayList<>();
        command.add(Programs.find("openssl", "openssl").toString());
        if (isClient) {
            command.addAll(List.of("s_client", "-connect", "127.0.0.1:" + door.getLocalPort()));
        } else {
            TlsIdentity identity = TlsLoops.AUTHORITY.issue("hostile", "127.0.0.1");
            Path chain = TestAuthority.writeChain(directory.resolve("cert.pem"), identity);
            Path key = TestAuthority.writeKey(directory.resolve("key.pem"), identity.key());
            command.addAll(List.of("s_server", "-accept", "127.0.0.1:0", "-num_tickets", "0"));
            command.addAll(List.of("-cert", chain.toString(), "-key", key.toString()));
        }
        command.addAll(List.of("-keylogfile", secrets.toString()));
        command.addAll(
                version == TlsVersion.TLS_1_3
                        ? List.of("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256")
                        : List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"));
        openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        port = isClient ? victim : portOfServer(openssl);
    }

    /** Waits for a line of OpenSSL's program. */
    private static String awaitLine(Process program, String start) throws IOException {
        BufferedReader output = program.inputReader(UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith(start)) {
            line = output.readLine();
        }
        return Objects.requireNonNull(line, "OpenSSL's program has ended");
    }

    private static int portOfServer(Process server) throws IOException {
        String line = awaitLine(server, "ACCEPT ");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    }

    /** A client of the server on a port. */
    static HostilePeer client(TlsVersion version, Path directory, int victim) throws IOException {
        return new HostilePeer(true, version, directory, victim);
    }

    /** A server, which takes one client. */
    static HostilePeer server(TlsVersion version, Path directory) throws IOException {
        return new HostilePeer(false, version, directory, 0);
    }

    /** Where it listens, as a server. */
    int port() {
        return door.getLocalPort();
    }

    /** Lets the handshake begin. */
    HostilePeer join() throws IOException {
        Socket accepted = door.accept();
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), port);
        Socket inner = isClient ? accepted : connected;
        Socket outer = isClient ? connected : accepted;
        toOpenssl = inner;
        toVictim = outer;
        Thread.ofVirtual().start(() -> pass(outer, inner, isClient));
        Thread.ofVirtual().start(() -> pass(inner, outer, !isClient));
        return this;
    }

    private void pass(Socket from, Socket to, boolean isOfServer) {
        byte[] piece = new byte[16 * 1024];
        try {
            int count = from.getInputStream().read(piece);
            while (count > 0 && !isTakenOver) {
                if (isOfServer) {
                    ofServer.write(piece, 0, count);
                }
                to.getOutputStream().write(piece, 0, count);
                count = from.getInputStream().read(piece);
            }
            goesOnReading.await();
            while (count > 0) {
                readBytes += count;
                count = from.getInputStream().read(piece);
            }
        } catch (IOException | InterruptedException over) {
            // One of them has gone.
        }
    }

    /** Goes on in the place of OpenSSL's program, when the victim's handshake is over. */
    TlsForger takeOver() throws IOException {
        // It logs the last secrets when it has said its last word, and tells of the handshake then.
        awaitLine(openssl, isClient ? "SSL handshake has read" : "CIPHER is ");
        isTakenOver = true;
        openssl.destroyForcibly();
        if (version == TlsVersion.TLS_1_3) {
            String label = isClient ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0";
            return TlsForger.ofTls13(logged(label)[1]);
        }
        byte[][] master = logged("CLIENT_RANDOM");
        byte[] random =
                Arrays.copyOfRange(ofServer.toByteArray(), RANDOM_AT, RANDOM_AT + RANDOM_BYTES);
        return TlsForger.ofTls12(isClient, master[1], master[0], random);
    }

    /** The two numbers behind a label in the log. */
    private byte[][] logged(String label) throws IOException {
        String line =
                Files.readAllLines(secrets).stream()
                        .filter(each -> each.startsWith(label + " "))
                        .findFirst()
                        .orElseThrow();
        return Arrays.stream(line.split(" "))
                .skip(1)
                .map(HexFormat.of()::parseHex)
                .toArray(byte[][]::new);
    }

    void send(byte[] bytes) throws IOException {
        Objects.requireNonNull(toVictim).getOutputStream().write(bytes);
    }

    /** Reads from now on, and drops it. */
    void readOn() {
        goesOnReading.countDown();
    }

    long readBytes() {
        return readBytes;
    }

    @Override
    public void close() throws IOException {
        openssl.destroyForcibly();
        door.close();
        for (Socket each : new Socket[] {toOpenssl, toVictim}) {
            if (each != null) {
                each.close();
            }
        }
    }
}
