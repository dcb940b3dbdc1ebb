package io.asyncio4j.spi;

/**
 * What is told how long the parts of a loop's work take; set by {@link
 * io.asyncio4j.LoopOptions#withInstrument}. {@link io.asyncio4j.introspect.LoopHistograms} is one.
 *
 * <p>Called on the loop, in the middle of its work, by the thread that runs it: return at once, and
 * do not throw, for what is thrown ends {@code runForever}. All times are those of the loop's
 * clock.
 *
 * <p>A loop with an instrument gives the control back to the loop thread after each step, so that
 * each is measured by itself; without one a step may go on with the next.
 *
 * <p>Confined to the loop.
 */
public interface Instrument {

    /**
     * A pass begins.
     *
     * @param ready how many callbacks and steps are ready to run
     */
    void passBegins(int ready);

    /**
     * A callback ran, also that of a timer.
     *
     * @param nanos how long it took
     */
    void callbackRan(long nanos);

    /**
     * A task ran from one suspension to the next, or to its end.
     *
     * @param nanos how long it took
     */
    void stepRan(long nanos);

    /**
     * A timer's turn came.
     *
     * @param nanos how long after its deadline
     */
    void timerWasLate(long nanos);

    /**
     * The loop looked for I/O, delivered it, and perhaps waited.
     *
     * @param nanos how long that took
     */
    void polled(long nanos);
}
