package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;

import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void awaitingAWordWaitsUntilItIsLogged() {
        Trace trace = new Trace();
        Asyncio.run(
                LoopOptions.defaults().withVirtualTime(),
                () -> {
                    Asyncio.getRunningLoop().callSoon(() -> trace.log("two", 2));
                    trace.log("one");
                    trace.awaitPrefix("two");
                    trace.await("one");
                    trace.assertWords("one", "two 2");
                    assertThat(trace.count("one")).isEqualTo(1);
                });
    }
}
