package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ReaderContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsReaderContractTest extends ReaderContractTest {
    private final Mechanism mechanism;
    private final TlsEngine engine;

    TlsReaderContractTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    @Override
    protected LoopOptions options() {
        return TlsLoops.securedOn(mechanism, engine);
    }

    @Override
    protected boolean sendsWithinAPass() {
        return false;
    }

    @Override
    protected boolean closesHalves() {
        return false;
    }
}
