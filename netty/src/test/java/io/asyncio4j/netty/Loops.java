package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.LoopOptions;

import java.util.function.UnaryOperator;

/** Loops on each mechanism, for the tests that run on all. */
final class Loops {
    private Loops() {}

    /** Skips the test if the mechanism does not work here. */
    static LoopOptions on(Mechanism mechanism) {
        return on(mechanism, UnaryOperator.identity());
    }

    /** The same with other options; skips the test if the mechanism does not work here. */
    static LoopOptions on(Mechanism mechanism, UnaryOperator<NettyOptions> change) {
        assumeTrue(
                mechanism.isAvailable(),
                () -> mechanism.label() + " is not here: " + mechanism.unavailability());
        return LoopOptions.defaults()
                .withPoller(
                        change.apply(NettyOptions.defaults().withMechanism(mechanism)).provider());
    }
}
