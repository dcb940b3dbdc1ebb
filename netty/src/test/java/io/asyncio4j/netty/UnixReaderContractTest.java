package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ReaderContractTest;
import io.asyncio4j.net.contract.UnixVenue;
import io.asyncio4j.net.contract.Venue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/** The same over Unix sockets. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class UnixReaderContractTest extends ReaderContractTest {
    private final Mechanism mechanism;
    private Venue venue = super.venue();

    UnixReaderContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @BeforeEach
    void listenIn(@TempDir Path directory) {
        venue = new UnixVenue(directory);
    }

    @Override
    protected Venue venue() {
        return venue;
    }

    @Override
    protected LoopOptions options() {
        return Loops.on(mechanism);
    }
}
