import static io.asyncio4j.Asyncio.*;

/** The two sayings as tasks, which wait at the same time: it takes two seconds, not three. */
void main() {
    run(this::talk);
}

void talk() {
    var morning = createTask(() -> sayAfter(Duration.ofSeconds(1), "good morning"));
    var night = createTask(() -> sayAfter(Duration.ofSeconds(2), "good night"));

    IO.println("starts at " + clock());
    morning.await();
    night.await();
    IO.println("finishes at " + clock());
}

void sayAfter(Duration delay, String saying) {
    sleep(delay);
    IO.println(saying);
}

String clock() {
    return "%tT".formatted(getRunningLoop().time().atZone(ZoneId.systemDefault()));
}
