package io.asyncio4j.netty;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The system calls by which a foreign descriptor is examined before it is taken over, and put into
 * non-blocking mode. Neither the JDK nor Netty offers them for a descriptor that they have not
 * made.
 *
 * <p>Thread-safe.
 */
final class SocketCalls {
    // Numbers of the system's headers; the second ones are those of macOS and the BSDs.
    private static final int GET_FLAGS = 3;
    private static final int SET_FLAGS = 4;
    private static final int NON_BLOCKING = CLibrary.IS_LINUX ? 2048 : 4;
    private static final int SOCKET_LEVEL = CLibrary.IS_LINUX ? 1 : 0xffff;
    private static final int TYPE = CLibrary.IS_LINUX ? 3 : 0x1008;
    private static final int IS_LISTENING = CLibrary.IS_LINUX ? 30 : 2;
    private static final int STREAM = 1;
    private static final int UNIX = 1;

    /** Room for the address of any family. */
    private static final int ADDRESS_BYTES = 128;

    private static final int PATH_OFFSET = 2;

    private static final MethodHandle FLAGS =
            CLibrary.function(
                    "fcntl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle GET_OPTION =
            CLibrary.function(
                    "getsockopt",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS));
    private static final MethodHandle GET_NAME = nameCall("getsockname");
    private static final MethodHandle GET_PEER = nameCall("getpeername");

    private SocketCalls() {}

    private static MethodHandle nameCall(String name) {
        return CLibrary.function(
                name,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS));
    }

    /** What is known of a stream socket. */
    record Examined(boolean isUnix, boolean isListening) {}

    /** Refuses everything but a stream socket that listens or is connected. */
    static Examined examine(int descriptor) throws IOException {
        if (option(descriptor, TYPE) != STREAM) {
            throw new IOException(
                    "descriptor "
                            + descriptor
                            + " cannot be taken over: it is no stream socket, such as TCP");
        }
        boolean isListening = option(descriptor, IS_LISTENING) != 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = name(arena, GET_NAME, "getsockname", descriptor);
            if (!isListening) {
                name(arena, GET_PEER, "getpeername", descriptor);
            }
            return new Examined(family(own) == UNIX, isListening);
        }
    }

    private static int family(MemorySegment address) {
        return CLibrary.IS_LINUX
                ? address.get(ValueLayout.JAVA_SHORT, 0)
                : address.get(ValueLayout.JAVA_BYTE, 1);
    }

    /** Puts a descriptor, and every other one for the same socket, into non-blocking mode. */
    static void makeNonBlocking(int descriptor) throws IOException {
        int flags = flags(descriptor, GET_FLAGS, 0);
        if ((flags & NON_BLOCKING) == 0) {
            flags(descriptor, SET_FLAGS, flags | NON_BLOCKING);
        }
    }

    /** The path of a Unix socket; empty if it has none. */
    static SocketAddress unixAddress(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] address =
                    name(arena, GET_NAME, "getsockname", descriptor).toArray(ValueLayout.JAVA_BYTE);
            int end = PATH_OFFSET;
            while (end < address.length && address[end] != 0) {
                end++;
            }
            return UnixDomainSocketAddress.of(
                    new String(address, PATH_OFFSET, end - PATH_OFFSET, StandardCharsets.UTF_8));
        }
    }

    private static int flags(int descriptor, int command, int argument) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CLibrary.STATE);
            int result = (int) FLAGS.invokeExact(state, descriptor, command, argument);
            return requireSuccess("fcntl", descriptor, result, state);
        } catch (Throwable failure) {
            throw CLibrary.rethrown(failure);
        }
    }

    private static int option(int descriptor, int option) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CLibrary.STATE);
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
            int result =
                    (int)
                            GET_OPTION.invokeExact(
                                    state, descriptor, SOCKET_LEVEL, option, value, length);
            requireSuccess("getsockopt", descriptor, result, state);
            return value.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable failure) {
            throw CLibrary.rethrown(failure);
        }
    }

    private static MemorySegment name(
            Arena arena, MethodHandle function, String name, int descriptor) throws IOException {
        MemorySegment state = arena.allocate(CLibrary.STATE);
        MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
        MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
        length.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        try {
            int result = (int) function.invokeExact(state, descriptor, address, length);
            requireSuccess(name, descriptor, result, state);
            return address;
        } catch (Throwable failure) {
            throw CLibrary.rethrown(failure);
        }
    }

    private static int requireSuccess(
            String function, int descriptor, int result, MemorySegment state) throws IOException {
        if (result < 0) {
            int error = CLibrary.error(state);
            throw new IOException(
                    "descriptor "
                            + descriptor
                            + " cannot be taken over: "
                            + DescriptorErrors.name(error)
                            + " from "
                            + function
                            + "()");
        }
        return result;
    }
}
