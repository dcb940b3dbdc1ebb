package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** The one difference between the engines, see docs/decisions/0022. */
class PinnedAwaitTest {
    /** Its initializer awaits, which pins the task's thread. */
    private static final class Initialized {
        static final String OUTCOME = awaitIt();

        private static String awaitIt() {
            try {
                Asyncio.sleep(Duration.ofSeconds(1));
                return "awaited";
            } catch (IllegalStateException refused) {
                assertThat(refused).satisfies(UsageErrors.thrownIn("awaitIt"));
                return refused.getMessage();
            }
        }
    }

    @Test
    void awaitInAClassInitializerIsRefusedWhereTheThreadCannotBePutAside() {
        Virtually.run(
                () -> {
                    if (Asyncio.engine() == Engine.SCHEDULED) {
                        assertThat(Initialized.OUTCOME)
                                .startsWith("cannot await here")
                                .contains("class initializer", "move the await out of it");
                    } else {
                        assertThat(Initialized.OUTCOME).isEqualTo("awaited");
                    }
                    Asyncio.sleep(Duration.ofSeconds(1)); // the task and the loop go on
                });
    }

    private static final class RefusedPass {
        static final boolean IS_REFUSED = isRefused(() -> Asyncio.sleep(Duration.ZERO));
    }

    private static final Promise<?>[] PROMISE = new Promise<?>[1];

    private static final class RefusedPromise {
        static final boolean IS_REFUSED = isRefused(() -> PROMISE[0].await());
    }

    private static boolean isRefused(Action await) {
        try {
            await.run();
            return false;
        } catch (IllegalStateException refused) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPassThatWasRefusedDoesNotEndTheNextWait() {
        Virtually.run(
                () -> {
                    Asyncio.getRunningLoop().callSoon(() -> {}); // or the task would just go on
                    assertThat(RefusedPass.IS_REFUSED)
                            .isEqualTo(Asyncio.engine() == Engine.SCHEDULED);
                    Instant before = Asyncio.getRunningLoop().time();
                    Asyncio.sleep(Duration.ofHours(1));
                    assertThat(Asyncio.getRunningLoop().time())
                            .isEqualTo(before.plus(Duration.ofHours(1)));
                });
    }

    @Test
    void aFutureWhoseAwaitWasRefusedDoesNotEndTheNextWait() {
        Virtually.run(
                () -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    Promise<Integer> promise = loop.createFuture();
                    PROMISE[0] = promise;
                    loop.callLater(Duration.ofMinutes(1), () -> promise.setResult(1));
                    assertThat(RefusedPromise.IS_REFUSED)
                            .isEqualTo(Asyncio.engine() == Engine.SCHEDULED);
                    Instant before = loop.time();
                    Asyncio.sleep(Duration.ofHours(1));
                    assertThat(loop.time()).isEqualTo(before.plus(Duration.ofHours(1)));
                    assertThat(promise.result()).isEqualTo(1);
                });
    }
}
