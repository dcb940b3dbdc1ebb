package io.asyncio4j.net.spi;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ServerContractTest;

/** The fake keeps the contract, so that tests may rely on it. */
class MemoryServerContractTest extends ServerContractTest {
    @Override
    protected LoopOptions options() {
        return MemoryNetwork.options();
    }
}
