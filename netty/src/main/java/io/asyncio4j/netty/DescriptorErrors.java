package io.asyncio4j.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;

import java.io.IOException;
import java.util.Map;

/**
 * What the system says of descriptors that cannot be waited for, under the system's names.
 *
 * <p>Thread-safe.
 */
final class DescriptorErrors {
    private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");
    private static final int NOT_OPEN = 9;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "EPERM"),
                    Map.entry(2, "ENOENT"),
                    Map.entry(NOT_OPEN, "EBADF"),
                    Map.entry(12, "ENOMEM"),
                    Map.entry(17, "EEXIST"),
                    Map.entry(22, "EINVAL"),
                    Map.entry(28, "ENOSPC"),
                    Map.entry(40, IS_LINUX ? "ELOOP" : "EMSGSIZE"),
                    Map.entry(IS_LINUX ? 88 : 38, "ENOTSOCK"),
                    Map.entry(IS_LINUX ? 107 : 57, "ENOTCONN"));

    private DescriptorErrors() {}

    /** The system's name of an error. */
    static String name(int number) {
        return NAMES.getOrDefault(number, "errno " + number);
    }

    /** The failure of a system call on a descriptor, with the name of the error in front. */
    static IOException named(int descriptor, Throwable failure) {
        if (!(failure instanceof NativeIoException error)) {
            return failure instanceof IOException io
                    ? io
                    : new IOException(
                            "descriptor " + descriptor + " cannot be waited for: " + failure,
                            failure);
        }
        int number = -error.expectedErr();
        return new IOException(
                "descriptor "
                        + descriptor
                        + " cannot be waited for: "
                        + name(number)
                        + ", "
                        + error.getMessage(),
                error);
    }

    /**
     * Asks the system for its opinion of a descriptor, for mechanisms that would give it too late
     * or not at all: epoll's where there is one, else whether nothing can be read or written.
     */
    static void check(int descriptor) throws IOException {
        try {
            if (Epoll.isAvailable()) {
                FileDescriptor trial = Native.newEpollCreate();
                try {
                    Native.epollCtlAdd(trial.intValue(), descriptor, Native.EPOLLIN);
                } finally {
                    trial.close();
                }
            } else if (isNotOpen(descriptor, true) && isNotOpen(descriptor, false)) {
                throw new IOException(
                        "descriptor "
                                + descriptor
                                + " cannot be waited for: EBADF, Bad file descriptor");
            }
        } catch (NativeIoException failure) {
            throw named(descriptor, failure);
        }
    }

    private static boolean isNotOpen(int descriptor, boolean isReading) throws IOException {
        FileDescriptor file = new FileDescriptor(descriptor);
        try {
            if (isReading) {
                file.readAddress(0, 0, 0);
            } else {
                file.writeAddress(0, 0, 0);
            }
            return false;
        } catch (NativeIoException failure) {
            return failure.expectedErr() == -NOT_OPEN;
        }
    }
}
