package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.DatagramContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyDatagramContractTest extends DatagramContractTest {
    private final Mechanism mechanism;

    NettyDatagramContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return Loops.on(mechanism);
    }

    @Override
    protected boolean sendsEmptyWhenConnected() {
        return mechanism != Mechanism.NIO;
    }

    /**
     * What io_uring has not told to be sent is buffered; the others ask a system that takes all.
     */
    @Override
    protected boolean pushesBack() {
        return mechanism == Mechanism.IO_URING;
    }
}
