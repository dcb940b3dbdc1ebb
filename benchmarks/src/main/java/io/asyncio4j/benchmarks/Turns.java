package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets contenders take turns: all do their first round, then all their second one, and so on. So
 * what the machine does to one, it does to all. One that fails is left out from then on.
 *
 * <p>Confined to one thread.
 */
final class Turns implements AutoCloseable {
    private final List<Player> players = new ArrayList<>();
    private final Consumer<String> progress;

    Turns(List<Contender> contenders, Measurement.Opening opening, Consumer<String> progress) {
        this.progress = progress;
        for (var contender : contenders) {
            players.add(new Player(contender, opening));
        }
    }

    /** Measures all of them. */
    List<Entry> take(int rounds) {
        for (var player : players) {
            progress.accept("warming up " + player.contender.label());
            player.warmUp();
        }
        for (var player : players) {
            progress.accept("calibrating " + player.contender.label());
            player.lengthen();
        }
        for (int round = 1; round <= rounds; round++) {
            for (var player : players) {
                progress.accept("round %d of %d".formatted(round, rounds));
                player.measure();
            }
        }
        return players.stream().map(Player::entry).toList();
    }

    @Override
    public void close() {
        players.forEach(Player::close);
    }

    /** One contender, from its start to its end or its failure. */
    private static final class Player {
        private final Contender contender;
        private final Measurement.Opening opening;
        private final List<Sample> samples = new ArrayList<>();

        /** Empty before the warm-up, and after a failure. */
        private Optional<Measurement> measurement = Optional.empty();

        private Optional<Exception> failure = Optional.empty();

        Player(Contender contender, Measurement.Opening opening) {
            this.contender = contender;
            this.opening = opening;
        }

        void warmUp() {
            try {
                var opened = opening.open(contender);
                measurement = Optional.of(opened);
                opened.warmUp();
            } catch (IOException e) {
                fail(e);
            }
        }

        void lengthen() {
            ifStillIn(Measurement::lengthen);
        }

        void measure() {
            ifStillIn(opened -> samples.add(opened.measure()));
        }

        private void ifStillIn(Step step) {
            if (measurement.isPresent()) {
                try {
                    step.take(measurement.get());
                } catch (IOException e) {
                    fail(e);
                }
            }
        }

        private void fail(IOException e) {
            failure = Optional.of(e);
            close();
        }

        Entry entry() {
            return failure.map(why -> Entry.failed(contender, why))
                    .orElseGet(
                            () ->
                                    new Entry(
                                            contender.label(),
                                            contender.peer().version(),
                                            samples,
                                            ""));
        }

        void close() {
            measurement.ifPresent(Measurement::close);
            measurement = Optional.empty();
        }
    }

    /** Something done with a measurement. */
    @FunctionalInterface
    private interface Step {
        void take(Measurement measurement) throws IOException;
    }
}
