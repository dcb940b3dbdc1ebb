package io.asyncio4j.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipe made with the C library's {@code pipe}. Each end can be opened by its path as long as this
 * object is not closed.
 *
 * <p>Why not the pipes that the JDK makes: when a child has ended, the JDK cuts its pipes off,
 * although its own children may hold them, and nothing ends a read or write of them that blocks.
 *
 * <p>Thread-safe.
 */
final class PosixPipe implements AutoCloseable {
    private static final Path DESCRIPTORS = Path.of("/dev/fd");

    /** Null where the C library may not be called, or has another shape. */
    private static final @Nullable Functions FUNCTIONS = Functions.find();

    private final int readEnd;
    private final int writeEnd;

    private record Functions(MethodHandle pipe, MethodHandle close) {

        @SuppressWarnings("restricted") // asked for before
        static @Nullable Functions find() {
            if (File.separatorChar != '/'
                    || !PosixPipe.class.getModule().isNativeAccessEnabled()
                    || !Files.isDirectory(DESCRIPTORS)) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup libc = linker.defaultLookup();
            return new Functions(
                    linker.downcallHandle(
                            libc.findOrThrow("pipe"), FunctionDescriptor.of(JAVA_INT, ADDRESS)),
                    linker.downcallHandle(
                            libc.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
        }
    }

    private PosixPipe(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /** Whether pipes can be made so: native access is enabled, and the system is a Unix. */
    static boolean isAvailable() {
        return FUNCTIONS != null;
    }

    static PosixPipe open() throws IOException {
        Functions functions = FUNCTIONS;
        if (functions == null) {
            throw new AssertionError("asked for a pipe where there are none; please report this");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            if (call(functions.pipe(), ends) != 0) {
                throw new IOException(
                        "cannot make a pipe: this process or the system has too many files open;"
                                + " raise the limit (ulimit -n), or start fewer children at once");
            }
            return new PosixPipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        }
    }

    private static int call(MethodHandle function, Object argument) {
        try {
            return (int) function.invokeWithArguments(argument);
        } catch (Throwable failure) {
            throw new AssertionError("a C function cannot be called; please report this", failure);
        }
    }

    /** Where to open the end that is read. */
    Path readEnd() {
        return DESCRIPTORS.resolve(Integer.toString(readEnd));
    }

    /** Where to open the end that is written. */
    Path writeEnd() {
        return DESCRIPTORS.resolve(Integer.toString(writeEnd));
    }

    /** Closes these two descriptors; those that were opened by path stay. */
    @Override
    public void close() {
        Functions functions = FUNCTIONS;
        if (functions != null) {
            call(functions.close(), readEnd);
            call(functions.close(), writeEnd);
        }
    }
}
