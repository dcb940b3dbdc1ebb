package io.asyncio4j.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Explains why a program could not be started. The JDK tells the system's error number only, and
 * not whether it was about the program or the directory.
 *
 * <p>Thread-safe.
 */
final class LaunchFailures {
    private LaunchFailures() {}

    /** What to throw: the failure of the JDK is its cause. */
    static IOException explain(String program, Optional<Path> directory, IOException failure) {
        IOException explained =
                directory
                        .flatMap(path -> ofDirectory(program, path))
                        .or(() -> ofProgram(program, directory))
                        .orElseGet(
                                () ->
                                        new IOException(
                                                "cannot start \""
                                                        + program
                                                        + "\": "
                                                        + failure.getMessage()));
        explained.initCause(failure);
        return explained;
    }

    private static Optional<IOException> ofDirectory(String program, Path directory) {
        String where = "cannot start \"" + program + "\" in directory " + directory;
        if (!Files.exists(directory)) {
            return Optional.of(
                    new NoSuchFileException(
                            where + ": there is no such directory; make it, or name another one"));
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(
                    new NotDirectoryException(where + ": this is no directory; name another one"));
        }
        if (!Files.isExecutable(directory)) {
            return Optional.of(
                    new AccessDeniedException(where + ": this user may not enter the directory"));
        }
        return Optional.empty();
    }

    private static Optional<IOException> ofProgram(String program, Optional<Path> directory) {
        boolean isPath = program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0;
        if (isPath) {
            Path file = directory.orElse(Path.of("")).resolve(program);
            return Files.exists(file)
                    ? ofFile(program, file)
                    : Optional.of(
                            new NoSuchFileException(
                                    "cannot start \""
                                            + program
                                            + "\": there is no such file; look at the path, which"
                                            + " begins in the child's directory"));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        String[] directories = path.split(File.pathSeparator, -1);
        for (String each : directories) {
            Path file = Path.of(each.isEmpty() ? "." : each).resolve(program);
            if (Files.exists(file)) {
                return ofFile(program, file);
            }
        }
        return Optional.of(
                new NoSuchFileException(
                        "cannot start \""
                                + program
                                + "\": no directory of PATH has such a program, of "
                                + directories.length
                                + " that were looked into; install it, or give its full path"));
    }

    private static Optional<IOException> ofFile(String program, Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(
                    new FileSystemException(
                            "cannot start \"" + program + "\": " + file + " is a directory"));
        }
        if (!Files.isExecutable(file)) {
            return Optional.of(
                    new AccessDeniedException(
                            "cannot start \""
                                    + program
                                    + "\": "
                                    + file
                                    + " is not executable; make it so with chmod +x, or start its"
                                    + " interpreter with the file as an argument"));
        }
        return Optional.empty(); // what the system says is all that is known
    }
}
