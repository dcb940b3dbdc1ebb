package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.StreamContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyStreamContractTest extends StreamContractTest {
    private final Mechanism mechanism;

    NettyStreamContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return Loops.on(mechanism);
    }
}
