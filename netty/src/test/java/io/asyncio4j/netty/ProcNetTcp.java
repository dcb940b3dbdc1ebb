package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says about its TCP connections, whoever made them.
 *
 * <p>Thread-safe.
 */
final class ProcNetTcp {
    /** The JDK's sockets are for both families. */
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int TIMER = 5;
    private static final String RETRANSMISSION = "01:";
    private static final String KEEP_ALIVE = "02:";
    private static final int INODE = 9;

    private ProcNetTcp() {}

    static int port(Transport transport) {
        return ((InetSocketAddress) transport.extraInfo(ExtraInfo.SOCKNAME).orElseThrow())
                .getPort();
    }

    /** Whether the end of a connection with the first port has SO_KEEPALIVE's timer running. */
    static boolean isProbed(int port, int peerPort) throws IOException {
        String timer;
        do { // the other timer is shown instead until the peer has confirmed all that was sent
            timer = row(port, peerPort)[TIMER];
        } while (timer.startsWith(RETRANSMISSION));
        return timer.startsWith(KEEP_ALIVE);
    }

    /** The number by which /proc/self/fd knows the end of a connection with the first port. */
    static String inode(int port, int peerPort) throws IOException {
        return row(port, peerPort)[INODE];
    }

    private static String[] row(int port, int peerPort) throws IOException {
        for (Path table : TABLES) {
            assumeTrue(Files.exists(table), () -> "only Linux has " + table);
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[LOCAL].endsWith(":%04X".formatted(port))
                        && columns[REMOTE].endsWith(":%04X".formatted(peerPort))) {
                    return columns;
                }
            }
        }
        throw new AssertionError("no connection from port " + port + " to " + peerPort);
    }
}
