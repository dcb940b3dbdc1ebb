import static io.asyncio4j.Asyncio.*;

/** Says hello five times, with a pause of a second after each. */
void main() {
    run(this::greet);
}

void greet() {
    for (int i = 1; i <= 5; i++) {
        IO.println("hello " + i);
        sleep(Duration.ofSeconds(1));
    }
}
