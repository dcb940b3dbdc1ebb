package io.asyncio4j.netty;

import io.netty.channel.unix.Errors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Sends from where the program's bytes lie, be it an array, and never waits. Netty copies an array
 * first, and keeps what it is given until it is sent, while a program may change a buffer as soon
 * as the write has returned.
 *
 * <p>The JVM cannot collect garbage during a call, so each is given a limited part.
 *
 * <p>Confined to the loop.
 */
final class DirectSend {
    private static final int LARGEST_PART = 256 * 1024;

    /** A peer that reads as fast as it is sent to must not hold the loop. */
    private static final int MOST_PARTS = 16;

    // Numbers of the system's headers; the second ones are those of macOS and the BSDs.
    private static final int NEVER_WAIT = CLibrary.IS_LINUX ? 0x40 : 0x80;
    private static final int NO_SIGNAL = CLibrary.IS_LINUX ? 0x4000 : 0; // the JVM ignores it
    private static final int NO_ROOM = CLibrary.IS_LINUX ? 11 : 35;
    private static final int INTERRUPTED = 4;

    private static final MethodHandle SEND =
            CLibrary.function(
                    "send",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT),
                    Linker.Option.critical(true));

    private final MemorySegment state = Arena.ofAuto().allocate(CLibrary.STATE);

    /**
     * Sends as much as the system has room for, up to a limit.
     *
     * @param descriptor a connected socket for which nobody else sends
     * @param data what to send; its position moves behind what was sent
     * @return how many bytes were sent; 0 if there is no room
     * @throws IOException if the connection is broken, in Netty's words
     */
    int send(int descriptor, ByteBuffer data) throws IOException {
        MemorySegment bytes = MemorySegment.ofBuffer(data);
        long end = Math.min(bytes.byteSize(), (long) MOST_PARTS * LARGEST_PART);
        long sent = 0;
        boolean hasRoom = true;
        while (hasRoom && sent < end) {
            long part = Math.min(end - sent, LARGEST_PART);
            long taken = send(descriptor, bytes.asSlice(sent, part));
            sent += taken;
            hasRoom = taken == part;
        }
        data.position(data.position() + (int) sent);
        return (int) sent;
    }

    private long send(int descriptor, MemorySegment part) throws IOException {
        long taken;
        try {
            taken =
                    (long)
                            SEND.invokeExact(
                                    state,
                                    descriptor,
                                    part,
                                    part.byteSize(),
                                    NEVER_WAIT | NO_SIGNAL);
        } catch (Throwable failure) {
            throw CLibrary.rethrown(failure);
        }
        if (taken >= 0) {
            return taken;
        }
        int error = CLibrary.error(state);
        if (error == NO_ROOM || error == INTERRUPTED) {
            return 0;
        }
        throw Errors.newIOException("send", -error);
    }
}
