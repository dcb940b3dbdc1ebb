package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a socket look as one whose host has lost its power: Linux drops all that arrives for it, so
 * that nothing is acknowledged, not even probes.
 *
 * <p>Thread-safe.
 */
final class VanishedPeer {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** The instruction of a packet filter that returns a number: of bytes to keep, here 0. */
    private static final short RETURN_CONSTANT = 0x06;

    private static final int INSTRUCTION_BYTES = 8;

    private VanishedPeer() {}

    static void dropAllThatArrives(SocketChannel socket) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux can drop what arrives");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(INSTRUCTION_BYTES, Long.BYTES);
            filter.set(ValueLayout.JAVA_SHORT, 0, RETURN_CONSTANT);
            MemorySegment program = arena.allocate(2 * Long.BYTES, Long.BYTES);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 1); // one instruction
            program.set(ValueLayout.ADDRESS, Long.BYTES, filter);
            int result = setSocketOption(descriptor(socket), SO_ATTACH_FILTER, program);
            assertThat(result).as("setsockopt").isZero();
        }
    }

    @SuppressWarnings("restricted") // the tests of this module run with native access
    private static int setSocketOption(int descriptor, int option, MemorySegment value) {
        Linker linker = Linker.nativeLinker();
        MethodHandle setsockopt =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setsockopt"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try {
            return (int)
                    setsockopt.invokeExact(
                            descriptor, SOL_SOCKET, option, value, (int) value.byteSize());
        } catch (Throwable failure) {
            throw new AssertionError("setsockopt cannot be called", failure);
        }
    }

    /** The descriptor of a channel, found by its port. */
    private static int descriptor(SocketChannel socket) throws Exception {
        int port = socket.socket().getLocalPort();
        int peerPort = socket.socket().getPort();
        String inode = ProcNetTcp.inode(port, peerPort);
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> found = descriptors.filter(each -> isSocket(each, inode)).toList();
            assertThat(found).hasSize(1);
            return Integer.parseInt(found.getFirst().getFileName().toString());
        }
    }

    private static boolean isSocket(Path descriptor, String inode) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("socket:[" + inode + "]");
        } catch (java.io.IOException closedMeanwhile) {
            return false;
        }
    }
}
