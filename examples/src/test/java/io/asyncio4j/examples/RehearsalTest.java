package io.asyncio4j.examples;

import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.LoopOptions;

import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The examples in virtual time, in which they take exactly as long as their sleeps, and no time at
 * all. The coroutine is called that the program's {@code main} hands to {@code run}.
 */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class RehearsalTest {
    @ParameterizedTest
    @MethodSource("withoutThreadsAndSockets")
    void exampleTakesExactlyTheTimeOfItsSleeps(Tutorial tutorial) throws Exception {
        var took = new AtomicReference<Duration>();
        var printed =
                Loaded.printedDuring(
                        () -> took.getAndSet(durationOf(tutorial.program, tutorial.coroutine)));
        assertThat(Tutorial.mask(printed)).isEqualTo(tutorial.output);
        assertThat(took).hasValue(tutorial.duration);
    }

    static Stream<Tutorial> withoutThreadsAndSockets() {
        return Arrays.stream(Tutorial.values()).filter(each -> !each.coroutine.isEmpty());
    }

    private static Duration durationOf(String program, String coroutine)
            throws ReflectiveOperationException {
        var example = Loaded.example(program);
        return run(
                LoopOptions.defaults().withVirtualTime(),
                () -> {
                    example.call(coroutine);
                    return Duration.between(Instant.EPOCH, getRunningLoop().time());
                });
    }
}
