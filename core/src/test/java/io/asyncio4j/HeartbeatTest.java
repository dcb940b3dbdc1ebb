package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The watchdog's eye is fed with times; only the last test lets its own thread look. */
class HeartbeatTest {
    private final List<BlockedLoop> findings = new ArrayList<>();
    private final LoopOptions options =
            Virtually.options().withWatchdog(Duration.ofSeconds(1), findings::add);
    private final EventLoop loop = new EventLoop(options);
    private final Heartbeat heartbeat = new Heartbeat(loop, options);

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @Test
    void aPulseThatStandsStillIsReportedAfterTheLimit() {
        heartbeat.beat();
        check(0.0);
        check(0.9);
        assertThat(findings).isEmpty();
        check(1.0);
        assertThat(findings)
                .singleElement()
                .extracting(BlockedLoop::duration)
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theSameBlockIsReportedAgainAfterTwiceTheTime() {
        heartbeat.beat();
        for (int tenth = 0; tenth < 80; tenth++) {
            check(tenth / 10.0);
        }
        assertThat(findings)
                .extracting(BlockedLoop::duration)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void aLoopThatGoesOnIsNotBlocked() {
        for (int second = 0; second < 10; second++) {
            heartbeat.beat();
            check(second);
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void aLoopThatWaitsIsNotBlocked() {
        heartbeat.beat();
        heartbeat.idle();
        check(0);
        check(100);
        assertThat(findings).isEmpty();
    }

    @Test
    void theBlockedTaskIsNamedWithItsStackWhileItBlocks() {
        CompletableFuture<BlockedLoop> found = new CompletableFuture<>();
        LoopOptions watched =
                LoopOptions.defaults()
                        .withWatchdog(
                                Duration.ofMillis(1),
                                blocked -> { // on a slow machine others are found first
                                    if (blocked.task().equals(Optional.of("culprit"))
                                            && methods(blocked).contains("join")) {
                                        found.complete(blocked);
                                    }
                                });
        BlockedLoop finding =
                Asyncio.run(
                        watched,
                        () ->
                                Asyncio.createTask(TaskOptions.named("culprit"), found::join)
                                        .await());
        assertThat(methods(finding)).contains("join").doesNotContain("runBody");
        assertThat(finding.describe()).contains("task culprit").contains("toThread");
    }

    private static List<String> methods(BlockedLoop finding) {
        return finding.stack().stream().map(StackTraceElement::getMethodName).toList();
    }

    private void check(double seconds) {
        heartbeat.check(Math.round(seconds * 1e9));
    }
}
