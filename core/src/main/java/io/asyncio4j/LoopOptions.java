package io.asyncio4j;

import io.asyncio4j.internal.Fiber;
import io.asyncio4j.internal.HandoffFiber;
import io.asyncio4j.internal.ScheduledFiber;
import io.asyncio4j.internal.Turn;
import io.asyncio4j.spi.Clock;
import io.asyncio4j.spi.Instrument;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;
import io.asyncio4j.spi.VirtualTime;
import io.asyncio4j.spi.Wording;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * How a loop is made.
 *
 * {@snippet :
 * run(LoopOptions.defaults().withDebug(), () -> main());
 * }
 *
 * <p>Immutable.
 *
 * @param isDebug whether the loop starts in debug mode
 * @param engine how control passes between the loop and its tasks
 * @param clock the loop's time
 * @param pollerProvider where the loop waits; empty takes the best one that is installed
 * @param slowCallbackDuration how long a callback may take in debug mode before it is logged
 * @param blockedAfter how long code may keep the loop before the watchdog names it
 * @param whenBlocked who is told of that, on the watchdog's thread; empty logs a warning
 * @param whenTaskBlocks what the loop does while a task blocks in a JDK call
 * @param instrument what is told how long the parts of the loop's work take; empty measures nothing
 */
public record LoopOptions(
        boolean isDebug,
        Engine engine,
        Clock clock,
        Optional<PollerProvider> pollerProvider,
        Duration slowCallbackDuration,
        Duration blockedAfter,
        Optional<Consumer<BlockedLoop>> whenBlocked,
        WhenTaskBlocks whenTaskBlocks,
        Optional<Instrument> instrument) {

    /**
     * Checks the options against each other.
     *
     * @throws IllegalArgumentException if a duration is not positive, if the scheduled engine is
     *     asked for in a JVM without its flag, or if tasks shall hand over on the handoff engine
     */
    public LoopOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(pollerProvider, "pollerProvider");
        Objects.requireNonNull(whenBlocked, "whenBlocked");
        Objects.requireNonNull(instrument, "instrument");
        requirePositive("slowCallbackDuration", slowCallbackDuration);
        requirePositive("blockedAfter", blockedAfter);
        Engines.requireUsable(engine, whenTaskBlocks);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!Objects.requireNonNull(duration, name).isPositive()) {
            throw new IllegalArgumentException(
                    name + " must be above zero, not " + Wording.of(duration));
        }
    }

    /**
     * The options of a production loop: the fastest engine that this JVM allows, real time, the
     * best poller installed, the watchdog at one second. Debug mode is on if the system property
     * {@code asyncio4j.debug} is {@code true}.
     */
    public static LoopOptions defaults() {
        return new LoopOptions(
                Boolean.getBoolean("asyncio4j.debug"),
                Engines.preferred(),
                Clock.system(),
                Optional.empty(),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Optional.empty(),
                WhenTaskBlocks.HOLD,
                Optional.empty());
    }

    /** These options with debug mode on. */
    public LoopOptions withDebug() {
        return new LoopOptions(
                true,
                engine,
                clock,
                pollerProvider,
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                instrument);
    }

    /**
     * These options with another engine.
     *
     * @param newEngine the engine
     * @throws IllegalArgumentException if this JVM was not started with the flag it needs
     */
    public LoopOptions withEngine(Engine newEngine) {
        return new LoopOptions(
                isDebug,
                Objects.requireNonNull(newEngine, "newEngine"),
                clock,
                pollerProvider,
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                instrument);
    }

    /** These options with time that jumps when the loop is idle; see {@link VirtualTime}. */
    public LoopOptions withVirtualTime() {
        return withVirtualTime(new VirtualTime());
    }

    /**
     * These options with time that jumps when the loop is idle, and that the caller can move.
     *
     * @param time the time of one loop
     */
    public LoopOptions withVirtualTime(VirtualTime time) {
        return withClock(Objects.requireNonNull(time, "time")).withPoller(time);
    }

    /**
     * These options with another clock.
     *
     * @param newClock the clock
     */
    public LoopOptions withClock(Clock newClock) {
        return new LoopOptions(
                isDebug,
                engine,
                Objects.requireNonNull(newClock, "newClock"),
                pollerProvider,
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                instrument);
    }

    /**
     * These options with a poller of the caller's choice.
     *
     * @param provider makes the poller
     */
    public LoopOptions withPoller(PollerProvider provider) {
        return new LoopOptions(
                isDebug,
                engine,
                clock,
                Optional.of(Objects.requireNonNull(provider, "provider")),
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                instrument);
    }

    /**
     * These options with another limit for callbacks in debug mode.
     *
     * @param limit how long a callback may take before it is logged
     */
    public LoopOptions withSlowCallbackDuration(Duration limit) {
        return new LoopOptions(
                isDebug,
                engine,
                clock,
                pollerProvider,
                Objects.requireNonNull(limit, "limit"),
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                instrument);
    }

    /**
     * These options with another watchdog.
     *
     * @param limit how long code may keep the loop
     * @param listener who is told, on the watchdog's thread; must not block
     */
    public LoopOptions withWatchdog(Duration limit, Consumer<BlockedLoop> listener) {
        return new LoopOptions(
                isDebug,
                engine,
                clock,
                pollerProvider,
                slowCallbackDuration,
                Objects.requireNonNull(limit, "limit"),
                Optional.of(Objects.requireNonNull(listener, "listener")),
                whenTaskBlocks,
                instrument);
    }

    /**
     * These options with another answer to tasks that block.
     *
     * @param answer what the loop does
     * @throws IllegalArgumentException if the engine cannot do it
     */
    public LoopOptions withWhenTaskBlocks(WhenTaskBlocks answer) {
        return new LoopOptions(
                isDebug,
                engine,
                clock,
                pollerProvider,
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                Objects.requireNonNull(answer, "answer"),
                instrument);
    }

    /**
     * These options with an instrument, for which the loop reads its clock around each callback,
     * step and poll.
     *
     * @param newInstrument what is told how long they take
     */
    public LoopOptions withInstrument(Instrument newInstrument) {
        return new LoopOptions(
                isDebug,
                engine,
                clock,
                pollerProvider,
                slowCallbackDuration,
                blockedAfter,
                whenBlocked,
                whenTaskBlocks,
                Optional.of(Objects.requireNonNull(newInstrument, "newInstrument")));
    }

    Poller openPoller(EventLoop loop) {
        return pollerProvider
                .or(LoopOptions::bestProvider)
                .map(provider -> provider.open(loop))
                .orElseGet(ParkingPoller::new);
    }

    private static Optional<PollerProvider> bestProvider() {
        return ServiceLoader.load(PollerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(PollerProvider::isAvailable)
                .max(Comparator.comparingInt(PollerProvider::priority));
    }

    Fiber newFiber(String name, Fiber.Body body, Turn turn) {
        return switch (engine) {
            case HANDOFF -> new HandoffFiber(name, body, turn);
            case SCHEDULED ->
                    new ScheduledFiber(name, body, whenTaskBlocks == WhenTaskBlocks.HAND_OVER);
        };
    }
}
