package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.OneStreamContractTest;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

@ParameterizedClass
@EnumSource(Mechanism.class)
class UnixChannelOneStreamContractTest extends OneStreamContractTest {
    private final Mechanism mechanism;

    @TempDir private Path directory;

    UnixChannelOneStreamContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return ChannelLoops.onUnixSockets(mechanism, directory);
    }
}
