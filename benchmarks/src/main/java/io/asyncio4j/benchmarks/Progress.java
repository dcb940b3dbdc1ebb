package io.asyncio4j.benchmarks;

import java.io.Console;
import java.util.Optional;

/**
 * One line on a terminal that says what is going on. Nothing where no terminal is.
 *
 * <p>Confined to one thread.
 */
final class Progress {
    private static final boolean ON_TERMINAL =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private static final String ERASE = "\r\u001b[K";

    private static int done;
    private static int all;

    private Progress() {}

    static void begin(int number, int count) {
        done = number;
        all = count;
    }

    static void show(String step) {
        if (ON_TERMINAL) {
            System.err.printf("%s[%d/%d] %s", ERASE, done, all, step);
        }
    }

    static void clear() {
        if (ON_TERMINAL) {
            System.err.print(ERASE);
        }
    }
}
