package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.spi.Instrument;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** An instrument that throws, which it must not. */
class BrokenInstrumentTest {
    private static final class BreaksOnce implements Instrument {
        private boolean isBroken;

        private void breakOnce() {
            if (!isBroken) {
                isBroken = true;
                throw new IllegalArgumentException("broken instrument");
            }
        }

        @Override
        public void passBegins(int ready) {}

        @Override
        public void callbackRan(long nanos) {
            breakOnce();
        }

        @Override
        public void stepRan(long nanos) {}

        @Override
        public void timerWasLate(long nanos) {}

        @Override
        public void polled(long nanos) {}
    }

    @Test
    void whatItThrowsEndsRunForeverAndTheNextRunGoesOnWithTheRest() {
        List<String> ran = new ArrayList<>();
        try (EventLoop loop =
                Asyncio.newEventLoop(LoopOptions.defaults().withInstrument(new BreaksOnce()))) {
            loop.callSoon(() -> ran.add("first"));
            loop.callSoon(() -> ran.add("second"));
            loop.callSoon(loop::stop);
            assertThatThrownBy(loop::runForever)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("broken instrument");
            assertThat(ran).containsExactly("first");
            loop.runForever();
            assertThat(ran).containsExactly("first", "second");
        }
    }
}
