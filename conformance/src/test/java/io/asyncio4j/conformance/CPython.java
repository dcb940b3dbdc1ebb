package io.asyncio4j.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An interpreter of this machine. Those of version 3.12 and later are looked for on the PATH and
 * among those of pyenv; the system property {@code asyncio4j.python} or the environment variable
 * {@code ASYNCIO4J_PYTHON} names one instead.
 *
 * <p>Immutable.
 *
 * @param executable where it is
 * @param release its release, such as 3.14.2
 */
public record CPython(Path executable, String release) {
    private static final Version OLDEST = new Version(3, 12);
    private static final Pattern BANNER = Pattern.compile("Python (\\d+\\.\\d+\\.\\d+)\\S*\\s*");
    private static final List<String> PROGRAMS =
            List.of("python3.15", "python3.14", "python3.13", "python3.12", "python3");

    /**
     * A version without its release.
     *
     * <p>Immutable.
     */
    public record Version(int major, int minor) implements Comparable<Version> {
        static Version parse(String text) {
            String[] parts = text.strip().split("\\.", -1);
            return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public int compareTo(Version other) {
            return Comparator.comparingInt(Version::major)
                    .thenComparingInt(Version::minor)
                    .compare(this, other);
        }
    }

    public Version version() {
        return Version.parse(release);
    }

    /** The newest interpreter of a version, or of a later one. */
    public static Optional<CPython> newest(Version atLeast) {
        return installed().stream()
                .filter(python -> python.version().compareTo(atLeast) >= 0)
                .max(Comparator.comparing(CPython::version));
    }

    /** One interpreter of each release that is installed and not too old, the oldest first. */
    static Collection<CPython> installed() {
        Map<String, CPython> found = new TreeMap<>();
        candidates()
                .filter(Files::isExecutable)
                .flatMap(path -> probe(path).stream())
                .filter(python -> python.version().compareTo(OLDEST) >= 0)
                .forEach(python -> found.putIfAbsent(python.release, python));
        return found.values();
    }

    private static Stream<Path> candidates() {
        String named = System.getProperty("asyncio4j.python", System.getenv("ASYNCIO4J_PYTHON"));
        if (named != null) {
            return Stream.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath =
                Arrays.stream(path.split(File.pathSeparator))
                        .filter(directory -> !directory.isBlank())
                        .flatMap(
                                directory ->
                                        PROGRAMS.stream().map(name -> Path.of(directory, name)));
        return Stream.concat(onPath, ofPyenv().stream());
    }

    private static List<Path> ofPyenv() {
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(versions)) {
            return each.map(version -> version.resolve("bin").resolve("python3")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + versions, e);
        }
    }

    private static Optional<CPython> probe(Path executable) {
        Matcher banner = BANNER.matcher(output(List.of(executable.toString(), "--version")));
        return banner.matches()
                ? Optional.of(new CPython(executable, banner.group(1)))
                : Optional.empty();
    }

    /** What a program among the resources of this package prints. */
    String run(String program) {
        try {
            Path file = Path.of(CPython.class.getResource(program).toURI());
            return output(List.of(executable.toString(), file.toString()));
        } catch (URISyntaxException e) {
            throw new AssertionError("the resource " + program + " is in no file", e);
        }
    }

    /** What a command prints. It must end within two minutes. */
    private static String output(List<String> command) {
        try {
            Path printed = Files.createTempFile("asyncio4j", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
                builder.redirectOutput(printed.toFile());
                builder.redirectError(ProcessBuilder.Redirect.DISCARD);
                await(builder.start(), command);
                return Files.readString(printed);
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private static void await(Process process, List<String> command) {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new AssertionError(command + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + command + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return "CPython " + release;
    }
}
