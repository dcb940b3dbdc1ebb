package io.asyncio4j.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The results so far, in a file {@code results.json} that is written after each row. So a run that
 * was interrupted goes on where it was.
 *
 * <p>Confined to one thread.
 */
final class Results {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

    private final Path file;
    private final List<Result> results = new ArrayList<>();

    private Results(Path directory) {
        file = directory.resolve("results.json");
    }

    /**
     * The results in a directory.
     *
     * @throws IOException if there are some that cannot be read
     */
    static Results open(Path directory) throws IOException {
        var results = new Results(directory);
        if (Files.exists(results.file)) {
            results.results.addAll(read(results.file));
        }
        return results;
    }

    private static List<Result> read(Path file) throws IOException {
        var text = Files.readString(file);
        try {
            return Optional.ofNullable(JSON.fromJson(text, Stored.class))
                    .orElseThrow(() -> new IllegalArgumentException("it is empty"))
                    .results();
        } catch (RuntimeException e) {
            // Gson has several kinds, and wraps what the constructors of our records refuse.
            throw new IOException(
                    file
                            + " does not hold results that this version can read ("
                            + root(e).getMessage()
                            + "). Remove it, or name another directory with --results",
                    e);
        }
    }

    private static Throwable root(Throwable e) {
        var cause = e.getCause();
        return cause == null ? e : root(cause);
    }

    List<Result> all() {
        return List.copyOf(results);
    }

    Optional<Result> of(Row row) {
        return results.stream().filter(result -> result.row().equals(row.name())).findFirst();
    }

    /** Forgets a row: with the next one that is added, the file does, too. */
    void remove(Row row) {
        results.removeIf(result -> result.row().equals(row.name()));
    }

    /** Adds a row in place of the one there was, and keeps it for later. */
    void add(Result result) throws IOException {
        results.removeIf(other -> other.row().equals(result.row()));
        results.add(result);
        var order = Programme.all().stream().map(Row::name).toList();
        results.sort((one, other) -> order.indexOf(one.row()) - order.indexOf(other.row()));
        Files.createDirectories(file.getParent());
        var written = file.resolveSibling("results.json.new");
        Files.writeString(written, JSON.toJson(new Stored(results)));
        // At once, so that an interruption leaves the old file or the new one.
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The form of the file. */
    private record Stored(List<Result> results) {
        Stored {
            results = List.copyOf(results);
        }
    }

    @Override
    public String toString() {
        return "Results[" + file + ", " + Arrays.toString(results.toArray()) + "]";
    }
}
