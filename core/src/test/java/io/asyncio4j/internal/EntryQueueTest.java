package io.asyncio4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Model-checks every interleaving of producers and the consumer, within small bounds. */
@Timeout(600) // how long that takes is a matter of the processor
public class EntryQueueTest {
    private final EntryQueue<Integer> queue = new EntryQueue<>();

    /** For Lincheck, which makes a queue for each run. */
    public EntryQueueTest() {}

    /** Any thread may add. */
    @Operation
    public void add(int entry) {
        queue.add(entry);
    }

    /** One thread takes. */
    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer poll() {
        return queue.poll();
    }

    @Test
    void behavesAsIfEachCallHappenedAtOneMoment() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .checkObstructionFreedom(false) // the consumer waits for a producer's link
                .check(EntryQueueTest.class);
    }

    @Test
    void entriesComeOutInTheOrderInWhichTheyWentIn() {
        queue.add(1);
        queue.add(2);
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo(2);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }
}
