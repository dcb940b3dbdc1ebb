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

    /** The results in a directory. */
    static Results open(Path directory) throws IOException {
        var results = new Results(directory);
        if (Files.exists(results.file)) {
            var stored = JSON.fromJson(Files.readString(results.file), Stored.class);
            results.results.addAll(stored.results());
        }
        return results;
    }

    List<Result> all() {
        return List.copyOf(results);
    }

    Optional<Result> of(Row row) {
        return results.stream().filter(result -> result.row().equals(row.name())).findFirst();
    }

    /** Forgets a row. */
    void remove(Row row) {
        results.removeIf(result -> result.row().equals(row.name()));
    }

    /** Adds a row, and keeps it for later. */
    void add(Result result) throws IOException {
        results.add(result);
        var order = Programme.all().stream().map(Row::name).toList();
        results.sort((one, other) -> order.indexOf(one.row()) - order.indexOf(other.row()));
        Files.createDirectories(file.getParent());
        var written = file.resolveSibling("results.json.new");
        Files.writeString(written, JSON.toJson(new Stored(Machine.describe(), results)));
        // At once, so that an interruption leaves the old file or the new one.
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The form of the file. */
    private record Stored(List<String> machine, List<Result> results) {}

    @Override
    public String toString() {
        return "Results[" + file + ", " + Arrays.toString(results.toArray()) + "]";
    }
}
