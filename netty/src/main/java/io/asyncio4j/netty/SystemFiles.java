package io.asyncio4j.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.function.Function;

/**
 * Small files of the system that are read again when they change.
 *
 * <p>Thread-safe.
 */
final class SystemFiles {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");

    private SystemFiles() {}

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /** Where the system keeps names that no server is asked for. */
    static Path hosts() {
        return isWindows()
                ? Path.of(
                        Objects.requireNonNullElse(System.getenv("SystemRoot"), "C:\\Windows"),
                        "system32",
                        "drivers",
                        "etc",
                        "hosts")
                : Path.of("/etc/hosts");
    }

    /** What identifies a state of a file. One that is not there has the time 0 and the size -1. */
    private record Version(FileTime time, long sizeBytes) {
        static final Version NONE = new Version(FileTime.fromMillis(0), -1);
    }

    /**
     * What a file says, read again when it has changed. A file that cannot be read counts as empty.
     *
     * <p>Confined to the loop.
     */
    static final class Reread<T> {
        private final Path file;
        private final Function<String, T> parser;
        private Version version = Version.NONE;
        private T content;

        Reread(Path file, Function<String, T> parser) {
            this.file = file;
            this.parser = parser;
            this.content = parser.apply("");
        }

        /** The content; the same object as long as the file has not changed. */
        T get() {
            Version now = version();
            if (!now.equals(version)) {
                version = now;
                content = parser.apply(now.equals(Version.NONE) ? "" : read());
            }
            return content;
        }

        private Version version() {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(attributes.lastModifiedTime(), attributes.size());
            } catch (IOException absent) {
                return Version.NONE;
            }
        }

        private String read() {
            try { // the system does not tell the encoding; addresses and names are ASCII
                return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.WARNING, file + " cannot be read: " + failure);
                return "";
            }
        }
    }
}
