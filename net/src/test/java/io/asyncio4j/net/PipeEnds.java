package io.asyncio4j.net;

import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;

import java.io.IOException;

/**
 * Both ends of a pipe as transports, each with a protocol that writes into a trace: A writes, B
 * reads.
 *
 * <p>Confined to the loop.
 */
final class PipeEnds {
    final RecordingProtocol a;
    final RecordingProtocol b;

    PipeEnds(Trace trace, BlockingPipe.Kind kind) throws IOException {
        this(trace, kind, new RecordingProtocol("B", trace));
    }

    PipeEnds(Trace trace, BlockingPipe.Kind kind, RecordingProtocol reading) throws IOException {
        BlockingPipe pipe = kind.open();
        a = new RecordingProtocol("A", trace);
        b = reading;
        Pipes.connectReadPipe(() -> b, pipe.in());
        Pipes.connectWritePipe(() -> a, pipe.out());
    }
}
