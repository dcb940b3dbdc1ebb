import static io.asyncio4j.Asyncio.*;

/** Two sayings awaited in a row: one second and two seconds make three. */
void main() {
    run(this::talk);
}

void talk() {
    IO.println("starts at " + clock());
    sayAfter(Duration.ofSeconds(1), "good morning");
    sayAfter(Duration.ofSeconds(2), "good night");
    IO.println("finishes at " + clock());
}

void sayAfter(Duration delay, String saying) {
    sleep(delay);
    IO.println(saying);
}

String clock() {
    return "%tT".formatted(getRunningLoop().time().atZone(ZoneId.systemDefault()));
}
