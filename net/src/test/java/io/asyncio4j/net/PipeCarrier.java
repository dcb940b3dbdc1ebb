package io.asyncio4j.net;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.LinkedCarrier;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A pipe whose ends block, each in a thread of its own. The loop has no network.
 *
 * <p>Immutable.
 */
record PipeCarrier(BlockingPipe.Kind kind) implements LinkedCarrier {
    @Override
    public LoopOptions options(Path directory) {
        return LoopOptions.defaults();
    }

    @Override
    public Transport link(Protocol client, Protocol server) throws IOException {
        BlockingPipe pipe = kind.open();
        Pipes.connectReadPipe(() -> server, pipe.in());
        return Pipes.connectWritePipe(() -> client, pipe.out()).transport();
    }

    @Override
    public boolean sendsWithinAPass() {
        return false;
    }

    @Override
    public boolean closesHalves() {
        return false;
    }

    @Override
    public boolean goesBothWays() {
        return false;
    }

    @Override
    public boolean hasAddresses() {
        return false;
    }

    @Override
    public String toString() {
        return "a blocking pipe, " + kind;
    }
}
