package io.asyncio4j.benchmarks.work;

import io.asyncio4j.Runner;
import io.asyncio4j.benchmarks.peer.Rounds;

import org.jspecify.annotations.Nullable;

/**
 * The contender asyncio4j. The system property {@code asyncio4j.engine} picks the engine.
 *
 * <p>Confined to the main thread.
 */
public final class Main {
    private Main() {}

    /**
     * Does one work for the harness: {@code NAME SIZE}. With a third argument, a number of seconds,
     * it does it without the harness, and prints what an operation costs.
     *
     * @throws Exception what the work threw
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "expected NAME SIZE [SECONDS], NAME being one of "
                            + String.join(", ", Catalogue.names()));
        }
        try (var runner = new Runner()) {
            var work = prepare(runner, args[0], Integer.parseInt(args[1]));
            if (args.length == 2) {
                Rounds.serve(times -> inTask(runner, work, times));
            } else {
                var label = args[0] + " " + args[1];
                new Trial(label, times -> inTask(runner, work, times))
                        .run(Double.parseDouble(args[2]));
            }
        }
    }

    static Work prepare(Runner runner, String name, int size) {
        @Nullable Work work = runner.run(() -> Catalogue.kind(name).prepare(size));
        if (work == null) {
            throw new AssertionError("the work " + name + " prepared nothing; please report this");
        }
        return work;
    }

    static long inTask(Runner runner, Work work, long times) {
        return runner.run(() -> work.run(times));
    }
}
