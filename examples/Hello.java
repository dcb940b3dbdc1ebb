import static io.asyncio4j.Asyncio.*;

/** Prints, waits for a second while the loop is free for others, and prints again. */
void main() {
    run(this::hello);
}

void hello() {
    IO.println("Hello ...");
    sleep(Duration.ofSeconds(1));
    IO.println("... World!");
}
