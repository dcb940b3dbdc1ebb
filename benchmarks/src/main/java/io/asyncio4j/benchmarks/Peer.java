package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One of those that are compared: a directory below {@code benchmarks/peers} with a program {@code
 * peer}, which that directory's README describes.
 *
 * <p>Immutable.
 *
 * @param program how to start it
 * @param name the name of its directory
 * @param version what exactly runs
 * @param offers the work it can do, each with its form if there are several
 */
record Peer(Path program, String name, String version, List<String> offers) {
    static final String OURS = "asyncio4j";
    private static final String TELLS_MEMORY = "memory";
    private static final String STARTS_WARM = "warm";

    Peer {
        offers = List.copyOf(offers);
    }

    /**
     * The peers that can take part, asyncio4j first. Building them may take a minute.
     *
     * @param wanted the names of those that are to take part beside asyncio4j; empty for all
     * @param skipped told of each that cannot, and why
     * @throws IllegalArgumentException if nobody has one of the names
     */
    static List<Peer> find(Path directory, List<String> wanted, Consumer<String> skipped) {
        var names = names(directory);
        for (var name : wanted) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "no peer is called " + name + "; there are " + String.join(", ", names));
            }
        }
        return names.stream()
                .filter(name -> wanted.isEmpty() || wanted.contains(name) || name.equals(OURS))
                .flatMap(name -> open(directory.resolve(name), skipped))
                .toList();
    }

    private static List<String> names(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.filter(entry -> Files.exists(entry.resolve("peer")))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the peers in " + directory, e);
        }
    }

    private static Stream<Peer> open(Path directory, Consumer<String> skipped) {
        var program = directory.resolve("peer");
        var name = directory.getFileName().toString();
        try {
            var version = Command.run(program, "version");
            var offers = Command.run(program, "list").lines().toList();
            return Stream.of(new Peer(program, name, version, offers));
        } catch (IOException e) {
            skipped.accept(name + ": " + e.getMessage());
            return Stream.empty();
        }
    }

    boolean isOurs() {
        return name.equals(OURS);
    }

    /** Whether it answers how much memory it uses. Of the others the resident memory is taken. */
    boolean tellsMemory() {
        return offers.contains(TELLS_MEMORY);
    }

    /** The pace for it: what is compiled, or never will be, needs no long warm-up. */
    Pace pace(Pace wanted) {
        return offers.contains(STARTS_WARM) ? wanted.withShortWarmUp() : wanted;
    }

    /** The ways in which it does a work: empty for the only one. */
    List<String> forms(String work) {
        return offers.stream()
                .filter(offer -> offer.equals(work) || offer.startsWith(work + " "))
                .map(offer -> offer.substring(work.length()).strip())
                .toList();
    }

    /** A short program that runs to its end. */
    static final class Command {
        private Command() {}

        /**
         * The last line it printed.
         *
         * @throws IOException if it failed, with the last line of its errors
         */
        static String run(Path program, String... arguments) throws IOException {
            var command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments));
            var errors = Files.createTempFile("peer", ".errors");
            var process =
                    new ProcessBuilder(command.toList()).redirectError(errors.toFile()).start();
            try {
                process.getOutputStream().close();
                var output =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IOException(lastLine(Files.readString(errors)));
                }
                return output.strip();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + program + " ran", e);
            } finally {
                process.destroyForcibly();
                Files.delete(errors);
            }
        }

        static String lastLine(String text) {
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("it ended and said nothing");
        }
    }
}
