import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TimeoutException;

/** Waits for an hour's sleep, but only for a second. */
void main() {
    run(this::patience);
}

void patience() {
    try {
        waitFor(this::longSleep, Duration.ofSeconds(1));
    } catch (TimeoutException late) {
        IO.println("gave up after a second");
    }
}

void longSleep() {
    try {
        sleep(Duration.ofHours(1));
        IO.println("slept well");
    } finally {
        IO.println("woken too early");
    }
}
