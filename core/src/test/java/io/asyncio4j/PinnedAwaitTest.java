package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

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
}
