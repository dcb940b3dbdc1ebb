package io.asyncio4j.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Results and contenders that were never measured. */
final class Made {
    static final Peer OURS = peer("asyncio4j", "echo streams", "echo protocols", "switch");
    static final Peer NETTY = peer("netty", "echo", "memory");

    static final Conditions CONDITIONS =
            new Conditions("2030-01-01", List.of("2 x abacus", "Linux"), Pace.FULL);

    private Made() {}

    static Peer peer(String name, String... offers) {
        return new Peer(Path.of(name), name, name + " 1.0", List.of(offers));
    }

    static Row row(String work, Integer... sizes) {
        return new Row("row", "group", "title", work, List.of(sizes), 64, 1);
    }

    static Entry entry(String contender, double... cpu) {
        return new Entry(
                contender,
                contender + " 1.0",
                Arrays.stream(cpu).mapToObj(value -> Sample.of(Figure.CPU, value)).toList(),
                "");
    }

    static Entry failure(String contender, String why) {
        return new Entry(contender, contender + " 1.0", List.of(), why);
    }

    static Result result(String row, Entry... entries) {
        return new Result(row, "group", "title & more", CONDITIONS, Figure.CPU, List.of(entries));
    }
}
