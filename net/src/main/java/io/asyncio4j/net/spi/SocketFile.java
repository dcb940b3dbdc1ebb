package io.asyncio4j.net.spi;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * The file that appears when a Unix socket is bound, told from others at the same path by its
 * inode. A network removes a stale one before it binds, and its own before it stops listening.
 *
 * <p>Immutable. Nothing here suspends; any thread may call.
 */
public final class SocketFile {
    private static final System.Logger LOG = System.getLogger(SocketFile.class.getName());

    /** The bits of a file's mode that tell its type, and what they are for a socket. */
    private static final int TYPE_BITS = 0170000;

    private static final int SOCKET_TYPE = 0140000;

    private final Path path;

    /** The inode and its device; empty if the system has none, or the file is gone already. */
    private final Optional<Object> key;

    private SocketFile(Path path, Optional<Object> key) {
        this.path = path;
        this.key = key;
    }

    /**
     * The file of a socket that has just been bound.
     *
     * @param path where it was bound
     */
    public static SocketFile boundAt(Path path) {
        return new SocketFile(Objects.requireNonNull(path, "path"), keyOf(path));
    }

    /**
     * Makes room for a socket: removes a file that an earlier one left.
     *
     * @param path where the socket is to be bound
     * @throws BindException if there is a file of another kind
     * @throws IOException if the file cannot be looked at or removed
     */
    public static void removeStale(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        try {
            if (!isSocket(path)) {
                throw new BindException(
                        "there is a file that is not a socket; remove it or choose another path");
            }
            Files.delete(path);
        } catch (NoSuchFileException none) {
            return; // the usual case
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return ((Integer) mode & TYPE_BITS) == SOCKET_TYPE;
        }
        return attributes(path).isOther();
    }

    private static Optional<Object> keyOf(Path path) {
        try {
            return Optional.ofNullable(attributes(path).fileKey());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the file, unless another one has taken its place. A failure is logged. */
    public void remove() {
        if (key.isEmpty() || !Objects.equals(key, keyOf(path))) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the file of a Unix socket could not be removed: " + path,
                    failure);
        }
    }
}
