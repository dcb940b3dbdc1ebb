package io.asyncio4j.netty;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Functions of the C library. Whoever calls one gives it a segment of {@link #STATE} first, in
 * which it leaves the number of its error.
 *
 * <p>Thread-safe.
 */
final class CLibrary {
    static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

    static final MemoryLayout STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERROR =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private CLibrary() {}

    @SuppressWarnings("restricted") // module-info says that the module needs native access for it
    static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, all);
    }

    /** The number of the error that a call has left. */
    static int error(MemorySegment state) {
        return (int) ERROR.get(state, 0L);
    }

    /** What the invocation of a handle threw, as the kind of failure that callers expect. */
    static IOException rethrown(Throwable failure) {
        return switch (failure) {
            case IOException io -> io;
            case RuntimeException mistake -> throw mistake;
            case Error error -> throw error;
            default -> new IOException("a system call failed: " + failure, failure);
        };
    }
}
