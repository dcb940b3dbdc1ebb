package io.asyncio4j.introspect;

import io.asyncio4j.spi.Instrument;

/**
 * An instrument that keeps one histogram for each thing it is told. Several loops may share one.
 *
 * {@snippet :
 * LoopHistograms histograms = new LoopHistograms();
 * run(LoopOptions.defaults().withInstrument(histograms), () -> main());
 * }
 *
 * <p>Thread-safe.
 */
public final class LoopHistograms implements Instrument {
    private final Histogram ready = new Histogram();
    private final Histogram callbacks = new Histogram();
    private final Histogram steps = new Histogram();
    private final Histogram lateness = new Histogram();
    private final Histogram polls = new Histogram();

    /** Histograms in which nothing is counted yet. */
    public LoopHistograms() {}

    /** How many callbacks and steps were ready when a pass began. */
    public Histogram ready() {
        return ready;
    }

    /** How long callbacks took, in nanoseconds. */
    public Histogram callbacks() {
        return callbacks;
    }

    /** How long steps of tasks took, in nanoseconds. */
    public Histogram steps() {
        return steps;
    }

    /** How long after their deadlines timers ran, in nanoseconds. */
    public Histogram lateness() {
        return lateness;
    }

    /** How long polls took, with their waits, in nanoseconds. */
    public Histogram polls() {
        return polls;
    }

    @Override
    public void passBegins(int readyNow) {
        ready.record(readyNow);
    }

    @Override
    public void callbackRan(long nanos) {
        callbacks.record(nanos);
    }

    @Override
    public void stepRan(long nanos) {
        steps.record(nanos);
    }

    @Override
    public void timerWasLate(long nanos) {
        lateness.record(nanos);
    }

    @Override
    public void polled(long nanos) {
        polls.record(nanos);
    }

    /** One line for each histogram. */
    @Override
    public String toString() {
        return """
        ready     %s
        callbacks %s (ns)
        steps     %s (ns)
        lateness  %s (ns)
        polls     %s (ns)\
        """
                .formatted(ready, callbacks, steps, lateness, polls);
    }
}
