package io.asyncio4j.net.spi;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.DatagramContractTest;

/** The fake keeps the contract, so that tests may rely on it. */
class MemoryDatagramContractTest extends DatagramContractTest {
    @Override
    protected LoopOptions options() {
        return MemoryNetwork.options();
    }

    @Override
    protected boolean pushesBack() {
        return true;
    }
}
