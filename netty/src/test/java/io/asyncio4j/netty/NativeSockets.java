package io.asyncio4j.netty;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Sockets that neither the JDK nor Netty has made, as another runtime in the process would make
 * them: in blocking mode. For Linux.
 *
 * <p>Thread-safe.
 */
final class NativeSockets {
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final MethodHandle SOCKET = call("socket", INT, INT, INT);
    private static final MethodHandle PAIR = call("socketpair", INT, INT, INT, ValueLayout.ADDRESS);
    private static final MethodHandle LISTEN = call("listen", INT, INT);
    private static final MethodHandle CLOSE = call("close", INT);
    private static final MethodHandle DUPLICATE = call("dup2", INT, INT);

    private NativeSockets() {}

    @SuppressWarnings("restricted") // the tests of this module run with native access
    private static MethodHandle call(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }

    /** Two Unix sockets that are connected with each other. */
    static int[] pair() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(INT, 2);
            int result = (int) PAIR.invokeExact(UNIX, STREAM, 0, both);
            requireSuccess("socketpair", result);
            return both.toArray(INT);
        } catch (Throwable failure) {
            throw new AssertionError("socketpair() cannot be called", failure);
        }
    }

    /** A TCP socket that listens on a port of the system's choice. */
    static int listening() throws Throwable {
        int socket = stream();
        int result = (int) LISTEN.invokeExact(socket, 5);
        requireSuccess("listen", result);
        return socket;
    }

    /** A TCP socket that is neither connected nor listens. */
    static int stream() throws Throwable {
        return requireSuccess("socket", (int) SOCKET.invokeExact(INET, STREAM, 0));
    }

    static int datagram() throws Throwable {
        return requireSuccess("socket", (int) SOCKET.invokeExact(INET, DATAGRAM, 0));
    }

    static void close(int socket) {
        try {
            int result = (int) CLOSE.invokeExact(socket);
            requireSuccess("close", result);
        } catch (Throwable failure) {
            throw new AssertionError("close() cannot be called", failure);
        }
    }

    /** Closes the second descriptor, and gives its number to a copy of the first. */
    static void duplicate(int descriptor, int number) {
        try {
            int result = (int) DUPLICATE.invokeExact(descriptor, number);
            requireSuccess("dup2", result);
        } catch (Throwable failure) {
            throw new AssertionError("dup2() cannot be called", failure);
        }
    }

    private static int requireSuccess(String name, int result) {
        if (result < 0) {
            throw new AssertionError(name + "() failed");
        }
        return result;
    }
}
