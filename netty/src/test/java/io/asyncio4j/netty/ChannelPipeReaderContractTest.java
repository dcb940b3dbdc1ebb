package io.asyncio4j.netty;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Pipes;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamReaderProtocol;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.contract.ReaderContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.channels.Pipe;
import java.util.Optional;

/** Pipes of the JDK, whose readiness the loop watches. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class ChannelPipeReaderContractTest extends ReaderContractTest {
    private final Mechanism mechanism;

    ChannelPipeReaderContractTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    protected LoopOptions options() {
        return Loops.on(mechanism);
    }

    @Override
    protected Way open() throws Exception {
        Pipe pipe = Pipe.open();
        StreamReader reader = new StreamReader();
        Pipes.connectReadPipe(() -> new StreamReaderProtocol(reader), pipe.source());
        var sending =
                Pipes.connectWritePipe(
                        () -> new StreamReaderProtocol(new StreamReader()), pipe.sink());
        return new Way(
                new StreamWriter(sending.transport(), sending.protocol(), Optional.empty()),
                reader);
    }
}
