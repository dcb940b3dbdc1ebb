package io.asyncio4j.benchmarks;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

/**
 * When, where and for how long a row was measured.
 *
 * <p>Immutable.
 *
 * @param day the day, UTC
 * @param machine its processors, its memory and its system
 * @param pace how long
 */
record Conditions(String day, List<String> machine, Pace pace) {
    Conditions {
        Objects.requireNonNull(day, "no day");
        Objects.requireNonNull(pace, "no pace");
        machine = List.copyOf(machine);
    }

    /** Those of here and now. */
    static Conditions now(Pace pace) {
        var day = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE);
        return new Conditions(day, Machine.describe(), pace);
    }

    /** In a line, for people. The length of rounds matters only where work was fitted into them. */
    String text(boolean isFitted) {
        return (isFitted ? pace.text() : pace.roundsText())
                + ", "
                + day
                + ", "
                + String.join(", ", machine);
    }
}
