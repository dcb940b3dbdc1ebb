package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class TurnsTest {
    private final List<String> timeline = new ArrayList<>();

    @Test
    void contendersTakeTurnsRoundByRound() {
        try (var turns = new Turns(contenders("a", "b"), this::open, step -> {})) {
            var entries = turns.take(2);
            assertThat(entries).extracting(Entry::contender).containsExactly("a", "b");
            assertThat(entries).allSatisfy(entry -> assertThat(entry.samples()).hasSize(2));
        }
        assertThat(timeline)
                .containsExactly(
                        "warm a",
                        "warm b",
                        "lengthen a",
                        "lengthen b",
                        "run a",
                        "run b",
                        "run a",
                        "run b",
                        "close a",
                        "close b");
    }

    @Test
    void contenderThatFailsIsLeftOutFromThenOn() {
        try (var turns = new Turns(contenders("failing", "b"), this::open, step -> {})) {
            var entries = turns.take(2);
            assertThat(entries.getFirst().failure()).isEqualTo("it broke");
            assertThat(entries.getFirst().samples()).isEmpty();
            assertThat(entries.getLast().samples()).hasSize(2);
        }
        assertThat(timeline)
                .containsExactly(
                        "warm failing",
                        "warm b",
                        "lengthen failing",
                        "lengthen b",
                        "run failing",
                        "close failing",
                        "run b",
                        "run b",
                        "close b");
    }

    @Test
    void contenderThatDoesNotStartIsAFailure() {
        try (var turns =
                new Turns(
                        contenders("a"),
                        contender -> {
                            throw new IOException("not there");
                        },
                        step -> {})) {
            assertThat(turns.take(1)).extracting(Entry::failure).containsExactly("not there");
        }
    }

    private static List<Contender> contenders(String... labels) {
        return List.of(labels).stream()
                .map(label -> new Contender(Made.NETTY, "echo", "", 1, label))
                .toList();
    }

    private Measurement open(Contender contender) {
        return new Measurement() {
            @Override
            public void warmUp() {
                timeline.add("warm " + contender.label());
            }

            @Override
            public void lengthen() {
                timeline.add("lengthen " + contender.label());
            }

            @Override
            public Sample measure() throws IOException {
                timeline.add("run " + contender.label());
                if (contender.label().equals("failing")) {
                    throw new IOException("it broke");
                }
                return Sample.of(Figure.CPU, 1);
            }

            @Override
            public void close() {
                timeline.add("close " + contender.label());
            }
        };
    }
}
