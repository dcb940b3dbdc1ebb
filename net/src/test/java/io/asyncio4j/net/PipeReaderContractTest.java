package io.asyncio4j.net;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.ReaderContractTest;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipes, whose ends block in threads of their own. */
@ParameterizedClass
@EnumSource(BlockingPipe.Kind.class)
class PipeReaderContractTest extends ReaderContractTest {
    private final BlockingPipe.Kind kind;

    PipeReaderContractTest(BlockingPipe.Kind kind) {
        this.kind = kind;
    }

    @Override
    protected LoopOptions options() {
        return LoopOptions.defaults();
    }

    @Override
    protected Way open() throws Exception {
        BlockingPipe pipe = kind.open();
        return new Way(Streams.connectWritePipe(pipe.out()), Streams.connectReadPipe(pipe.in()));
    }
}
