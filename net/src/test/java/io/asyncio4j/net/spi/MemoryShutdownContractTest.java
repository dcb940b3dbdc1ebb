package io.asyncio4j.net.spi;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ShutdownContractTest;

class MemoryShutdownContractTest extends ShutdownContractTest {
    @Override
    protected LoopOptions options() {
        return MemoryNetwork.options();
    }
}
