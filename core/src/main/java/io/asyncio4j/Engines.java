package io.asyncio4j;

import io.asyncio4j.internal.ScheduledFiber;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Objects;

/**
 * Picks the engine at start-up: the one that the system property {@code asyncio4j.engine} names
 * ({@code scheduled} or {@code handoff}), or else the fastest that this JVM allows.
 *
 * <p>Thread-safe.
 */
final class Engines {
    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final String PROPERTY = "asyncio4j.engine";

    /** The choice, made once, so that its message is logged once. */
    private static final class Chosen {
        static final Engine ENGINE = choose(System.getProperty(PROPERTY, ""));
    }

    private Engines() {}

    static Engine preferred() {
        return Chosen.ENGINE;
    }

    private static Engine choose(String wanted) {
        return switch (wanted.toUpperCase(Locale.ROOT)) {
            case "HANDOFF" -> Engine.HANDOFF;
            case "SCHEDULED" -> {
                requireUsable(Engine.SCHEDULED, WhenTaskBlocks.HOLD);
                yield Engine.SCHEDULED;
            }
            case "" -> ScheduledFiber.isAvailable() ? Engine.SCHEDULED : handoffWithAdvice();
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + " must be scheduled or handoff, not " + wanted);
        };
    }

    private static Engine handoffWithAdvice() {
        LOG.log(
                Level.INFO,
                "asyncio4j uses its handoff engine; start java with {0} for the faster one",
                flag());
        return Engine.HANDOFF;
    }

    private static String flag() {
        Module ours = Engines.class.getModule();
        return "--add-opens java.base/java.lang="
                + (ours.isNamed() ? ours.getName() : "ALL-UNNAMED");
    }

    static void requireUsable(Engine engine, WhenTaskBlocks whenTaskBlocks) {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(whenTaskBlocks, "whenTaskBlocks");
        if (engine == Engine.SCHEDULED && !ScheduledFiber.isAvailable()) {
            throw new IllegalArgumentException(
                    "the scheduled engine needs java to be started with "
                            + flag()
                            + "; without it use the handoff engine");
        }
        if (engine == Engine.HANDOFF && whenTaskBlocks == WhenTaskBlocks.HAND_OVER) {
            throw new IllegalArgumentException(
                    "HAND_OVER needs the scheduled engine, because the handoff engine cannot see"
                            + " that a task blocks; start java with "
                            + flag()
                            + ", or wrap blocking calls in toThread");
        }
    }
}
