package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.TransportContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Mechanism.class)
class ChannelTransportContractTest extends TransportContractTest {
    private final Mechanism mechanism;

    ChannelTransportContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return ChannelLoops.on(mechanism);
    }

    @Override
    protected boolean sendsWithinAPass() {
        return mechanism != Mechanism.IO_URING;
    }
}
