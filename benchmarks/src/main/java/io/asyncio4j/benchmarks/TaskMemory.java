package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * What sleeping tasks occupy: the difference that they make to the memory of their program.
 *
 * <p>Confined to one thread.
 */
final class TaskMemory implements Measurement {
    private final Contender contender;
    private final Duration limit;

    TaskMemory(Contender contender, Duration limit) {
        this.contender = contender;
        this.limit = limit;
    }

    /** Each round has a new program, whose memory is not yet used for anything. */
    @Override
    public void warmUp() {}

    @Override
    public Sample measure() throws IOException {
        try (var program = Conversation.start(contender.command(), limit)) {
            var before = used(program);
            program.ask(1);
            return Sample.of(Figure.BYTES, (double) (used(program) - before) / contender.size());
        }
    }

    private long used(Conversation program) throws IOException {
        return contender.peer().tellsMemory() ? program.usedBytes() : program.residentBytes();
    }

    @Override
    public void close() {}
}
