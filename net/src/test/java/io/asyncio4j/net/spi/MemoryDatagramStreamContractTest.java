package io.asyncio4j.net.spi;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.DatagramStreamContractTest;

/** The fake keeps the contract, so that tests may rely on it. */
class MemoryDatagramStreamContractTest extends DatagramStreamContractTest {
    @Override
    protected LoopOptions options() {
        return MemoryNetwork.options();
    }
}
