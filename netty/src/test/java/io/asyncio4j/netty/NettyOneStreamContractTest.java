package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.OneStreamContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyOneStreamContractTest extends OneStreamContractTest {
    private final Mechanism mechanism;

    NettyOneStreamContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return Loops.on(mechanism);
    }
}
