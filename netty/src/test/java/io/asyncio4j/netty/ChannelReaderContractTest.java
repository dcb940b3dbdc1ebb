package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ReaderContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Mechanism.class)
class ChannelReaderContractTest extends ReaderContractTest {
    private final Mechanism mechanism;

    ChannelReaderContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return ChannelLoops.on(mechanism);
    }
}
