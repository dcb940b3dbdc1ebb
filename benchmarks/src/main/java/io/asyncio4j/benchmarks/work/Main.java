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
    private static final String LONE = "lone";

    /** A loop that has done no I/O yet need not ask the system in each pass; most have. */
    private static final String WITH_IO = "-with-io";

    private Main() {}

    /**
     * Does what the harness asks for, as {@code benchmarks/peers/README.md} describes: {@code list}
     * or {@code WORK SIZE [FORM]}. After {@code trial} come the name and the size of a work, and a
     * number of seconds: that does the work without the harness, and prints what an operation
     * costs.
     *
     * @throws Exception what the work threw
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("list")) {
            list();
        } else if (args[0].equals("trial")) {
            trial(args);
        } else if (EchoServers.has(args[0])) {
            EchoServers.run(args[0], args[2]);
        } else {
            try (var runner = new Runner()) {
                var name = args[0];
                if (name.equals(LONE)) { // its form is the work, and what the loop does beside it
                    name = args[2].replace(WITH_IO, "");
                    if (args[2].endsWith(WITH_IO)) {
                        runner.run(() -> EchoServers.share(0));
                    }
                }
                var work = prepare(runner, name, Integer.parseInt(args[1]));
                Rounds.serve(times -> inTask(runner, work, times));
                // Without cancelling what may be a million tasks.
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private static void list() {
        for (var name : Catalogue.names()) {
            System.out.println(name);
            System.out.println(name + " handoff");
        }
        for (var name : new String[] {"switch", "pass"}) {
            System.out.println(LONE + " " + name);
            System.out.println(LONE + " " + name + WITH_IO);
        }
        EchoServers.available().forEach(System.out::println);
        System.out.println("start-up");
        System.out.println("memory");
    }

    private static void trial(String[] args) throws Exception {
        if (args.length < 3) {
            throw new IllegalArgumentException(
                    "expected NAME SIZE [SECONDS], NAME being one of "
                            + String.join(", ", Catalogue.names()));
        }
        try (var runner = new Runner()) {
            var work = prepare(runner, args[1], Integer.parseInt(args[2]));
            var seconds = args.length > 3 ? Double.parseDouble(args[3]) : 1;
            new Trial(args[1] + " " + args[2], times -> inTask(runner, work, times)).run(seconds);
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
