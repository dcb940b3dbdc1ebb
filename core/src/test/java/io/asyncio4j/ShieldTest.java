package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

final class ShieldTest {
    private static Task<String> after(int seconds, String result) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    return result;
                });
    }

    private static Task<String> failAfter(int seconds, Exception failure) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    throw failure;
                });
    }

    @Test
    void theCallerIsCancelledAndTheInnerFutureGoesOn() {
        Virtually.run(
                () -> {
                    Task<String> inner = after(5, "R");
                    Task<String> outer = createTask(() -> shield(inner).await());
                    sleep(Duration.ofSeconds(1));
                    outer.cancel("outer only");
                    assertThatThrownBy(() -> outer.await()).hasMessage("outer only");
                    assertThat(inner.cancelling()).isZero();
                    assertThat(inner.await()).isEqualTo("R");
                });
    }

    @Test
    void resultAndFailurePassThrough() {
        Virtually.run(
                () -> {
                    assertThat(shield(after(1, "R")).await()).isEqualTo("R");
                    IOException failure = new IOException("down");
                    assertThatThrownBy(() -> shield(failAfter(1, failure)).await())
                            .isSameAs(failure);
                });
    }

    @Test
    void aDoneFutureNeedsNoShield() {
        Virtually.run(
                () -> {
                    Promise<String> done = getRunningLoop().createFuture();
                    done.setResult("R");
                    assertThat(shield(done)).isSameAs(done);
                });
    }

    @Test
    void theInnerCancellationPassesThroughAndIsNotTheCallers() {
        Virtually.run(
                () -> {
                    Task<String> inner = after(5, "R");
                    getRunningLoop().callLater(Duration.ofSeconds(1), () -> inner.cancel("in"));
                    Future<String> shielded = shield(inner);
                    assertThatThrownBy(() -> shielded.await()).hasMessage("in");
                    assertThat(shielded.isCancelled()).isTrue();
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                });
    }

    @Test
    void aFailureAfterTheShieldWasCancelledIsReportedOnce() {
        IOException failure = new IOException("orphan");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Future<String> shielded = shield(failAfter(2, failure));
                            sleep(Duration.ofSeconds(1));
                            shielded.cancel();
                            sleep(Duration.ofSeconds(5));
                        });
        assertThat(reports.only().exception()).containsSame(failure);
    }

    @Test
    void aFailureInThePassInWhichTheShieldIsCancelledIsReportedToo() {
        IOException failure = new IOException("same moment");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Promise<String> inner = getRunningLoop().createFuture();
                            Future<String> shielded = shield(inner);
                            inner.setException(failure);
                            shielded.cancel();
                            sleep(Duration.ofSeconds(5));
                        });
        assertThat(reports.only().exception()).containsSame(failure);
    }

    @Test
    void aFailureThatSomebodyElseAwaitsIsNotReported() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("awaited");
                    Task<String> inner = failAfter(2, failure);
                    Future<String> shielded = shield(inner);
                    sleep(Duration.ofSeconds(1));
                    shielded.cancel();
                    assertThatThrownBy(() -> inner.await()).isSameAs(failure);
                    sleep(Duration.ofSeconds(5));
                });
    }

    @Test
    void aFailureThatAnotherShieldReceivesIsNotReported() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("awaited");
                    Task<String> inner = failAfter(2, failure);
                    Future<String> left = shield(inner);
                    Future<String> right = shield(inner);
                    sleep(Duration.ofSeconds(1));
                    left.cancel();
                    assertThatThrownBy(() -> right.await()).isSameAs(failure);
                    sleep(Duration.ofSeconds(5));
                });
    }
}
