import static io.asyncio4j.Asyncio.*;

/** Blocking calls run in a pool of threads, so that they neither stop the loop nor each other. */
void main() {
    run(this::threads);
}

void threads() {
    var answers =
            gather(
                    () -> toThread(() -> readSlowly("one")),
                    () -> toThread(() -> readSlowly("two")),
                    () -> toThread(() -> readSlowly("three")));
    sleep(Duration.ofMillis(100));
    IO.println("the loop is free");
    IO.println("read " + String.join(", ", answers.await()));

    try (var pool = Executors.newSingleThreadExecutor()) {
        var loop = getRunningLoop();
        var answer = loop.runInExecutor(pool, () -> readSlowly("in a pool of our own"));
        IO.println("read " + answer.await());
    }
}

String readSlowly(String name) throws InterruptedException {
    Thread.sleep(1000); // as a driver or a file would block
    return name;
}
