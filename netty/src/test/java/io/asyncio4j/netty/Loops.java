package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.LoopOptions;

/** Loops on each mechanism, for the tests that run on all. */
final class Loops {
    private Loops() {}

    /** Skips the test if the mechanism does not work here. */
    static LoopOptions on(Mechanism mechanism) {
        assumeTrue(
                mechanism.isAvailable(),
                () -> mechanism.label() + " is not here: " + mechanism.unavailability());
        return LoopOptions.defaults()
                .withPoller(NettyOptions.defaults().withMechanism(mechanism).provider());
    }
}
