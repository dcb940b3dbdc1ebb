package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Virtual.sleepSeconds;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Coroutine;

/**
 * What the tasks of many scenarios do.
 *
 * <p>Confined to the loop.
 */
record Bodies(Trace trace) {

    /** Sleeps long, and tells how that ended. */
    Coroutine<String> sleeper(String name) {
        return sleeper(name, 9);
    }

    /** Sleeps, and tells how that ended. */
    Coroutine<String> sleeper(String name, double seconds) {
        return sleeper(name, seconds, null);
    }

    /** Sleeps, tells how that ended, and answers the result. */
    Coroutine<String> sleeper(String name, double seconds, String result) {
        return () -> {
            try {
                sleepSeconds(seconds);
            } catch (CancelledError cancelled) {
                trace.log("CE", name);
                throw cancelled;
            }
            trace.log("slept", name);
            return result;
        };
    }

    /** Sleeps and fails. */
    static Coroutine<String> failing(double seconds, String message) {
        return () -> {
            sleepSeconds(seconds);
            throw new IllegalArgumentException(message);
        };
    }

    /** Sleeps long, and then fails however that ended. */
    static Coroutine<String> failingCleanup(String message) {
        return () -> {
            try {
                sleepSeconds(9);
            } catch (CancelledError cancelled) {
                throw new IllegalArgumentException(message);
            }
            throw new IllegalArgumentException(message);
        };
    }

    /** Sleeps long, and takes a while to end when it is cancelled. */
    Coroutine<String> stubborn(String name, double seconds) {
        return () -> {
            try {
                sleepSeconds(9);
            } catch (CancelledError cancelled) {
                trace.log("stubborn", name, Virtual.now());
                sleepSeconds(seconds);
                trace.log("gives in", name, Virtual.now());
            }
            return null;
        };
    }
}
