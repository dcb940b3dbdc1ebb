import static io.asyncio4j.Asyncio.*;

/** Two timers call back; a third one is cancelled before its time. */
void main() {
    run(this::timers);
}

void timers() {
    var loop = getRunningLoop();
    loop.callLater(Duration.ofSeconds(1), () -> IO.println("one second is over"));
    loop.callLater(Duration.ofSeconds(2), () -> IO.println("two seconds are over"));
    var cancelled = loop.callLater(Duration.ofMillis(1500), () -> IO.println("never printed"));

    cancelled.cancel();
    IO.println("cancelled one");
    sleep(Duration.ofMillis(2100));
}
