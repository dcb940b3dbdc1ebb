package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The entry point of {@code ./asyncio4j bench}.
 *
 * <p>Confined to the main thread.
 */
public final class Bench {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private final Path benchmarks;
    private final Path work;
    private final Arguments arguments;

    private Bench(Path home, Arguments arguments) {
        benchmarks = home.resolve("benchmarks");
        work = Path.of(System.getenv().getOrDefault("BENCH_WORK", home + "/.asyncio4j/bench"));
        this.arguments = arguments;
    }

    /** Measures what the arguments, behind the directory of the repository, ask for. */
    public static void main(String[] args) {
        try {
            var home = Path.of(args[0]);
            var words = Arrays.asList(args).subList(1, args.length);
            new Bench(home, Arguments.parse(home, words)).run();
        } catch (IllegalArgumentException e) {
            System.err.println("asyncio4j bench: " + e.getMessage());
            System.exit(WRONG_USE);
        } catch (IOException e) {
            System.err.println("asyncio4j bench: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private void run() throws IOException {
        if (arguments.isHelp()) {
            System.out.print(Arguments.HELP);
            return;
        }
        var rows = Programme.named(arguments.names());
        if (arguments.isList()) {
            rows.forEach(row -> System.out.printf("%-28s %s%n", row.name(), row.title()));
            peers().forEach(
                            peer ->
                                    System.out.printf(
                                            "peer %-23s %s%n", peer.name(), peer.version()));
            return;
        }
        var results = Results.open(arguments.results());
        if (arguments.isFresh()) { // and a run that goes on behind an interruption stays fresh
            rows.forEach(results::remove);
        }
        var peers = peers();
        var missing = rows.stream().filter(row -> !isDone(row, results, peers)).toList();
        if (missing.size() < rows.size()) {
            System.out.printf(
                    "%d of %d rows are there already; --fresh measures them again.%n",
                    rows.size() - missing.size(), rows.size());
        }
        measure(missing, peers, results);
        report(rows, results);
    }

    private boolean isDone(Row row, Results results, List<Peer> peers) {
        return results.of(row)
                .filter(result -> result.covers(Contender.of(row, peers), arguments.pace()))
                .isPresent();
    }

    private List<Peer> peers() {
        System.err.println("asyncio4j bench: looking for the peers, and compiling them");
        return Peer.find(
                benchmarks.resolve("peers"),
                arguments.peers(),
                skipped -> System.err.println("  skipped " + skipped));
    }

    private void measure(List<Row> rows, List<Peer> peers, Results results) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        var done = 0;
        try (var session = new Session(benchmarks, work, peers, arguments.pace(), Progress::show)) {
            for (var row : rows) {
                Progress.begin(++done, rows.size());
                measure(row, session, results);
            }
        }
    }

    /** A row that cannot be measured is left out, and the others are not. */
    private static void measure(Row row, Session session, Results results) throws IOException {
        Result result;
        try {
            result = session.measure(row);
        } catch (IOException e) {
            Progress.clear();
            System.err.println("asyncio4j bench: " + row.name() + " left out: " + e.getMessage());
            return;
        }
        Progress.clear();
        results.add(result);
        print(result);
    }

    private static void print(Result result) {
        System.out.println("\n" + result.row() + ": " + result.title());
        System.out.print(Table.of(result).text());
        var noisy = result.ranking().stream().filter(result::isNoisy).count();
        if (noisy > 0) {
            System.out.printf(
                    "  The machine was too busy to trust the %d marked NOISY: their rounds differ"
                            + " by more than 30 %%.%n",
                    noisy);
        }
    }

    /** Writes tables and pictures of all results there are, and shows the targets asked for. */
    private void report(List<Row> rows, Results results) throws IOException {
        var names = rows.stream().map(Row::name).toList();
        var wanted = results.all().stream().filter(result -> names.contains(result.row())).toList();
        var targets = Table.ofTargets(wanted);
        if (!targets.lines().isEmpty()) {
            System.out.println("\nTargets");
            System.out.print(targets.text());
        }
        var directory = arguments.results();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("tables.md"), Report.of(results.all()));
        var groups =
                results.all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Result::group, LinkedHashMap::new, Collectors.toList()));
        for (var group : groups.entrySet()) {
            Files.writeString(
                    directory.resolve(group.getKey() + ".svg"),
                    Picture.of(group.getKey(), group.getValue()));
        }
        System.out.println(
                "\nresults.json, tables.md and a picture of each group are in " + directory);
    }
}
