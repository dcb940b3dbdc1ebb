import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Coroutine;

/** The same coroutine called, as a task, as a method reference and as a lambda. */
void main() {
    run(this::forms);
}

void forms() throws Exception {
    IO.println("called: " + twice(1)); // waits like any call: there is no await to forget

    var task = createTask(() -> twice(2)); // runs beside this one, until it is awaited
    IO.println("as a task: " + task.await());

    Coroutine<Integer> method = this::six;
    IO.println("as a method: " + method.run());

    Coroutine<Integer> lambda =
            () -> {
                sleep(Duration.ofMillis(10));
                return 8;
            };
    IO.println("as a lambda: " + lambda.run());
}

int twice(int number) {
    sleep(Duration.ofMillis(10));
    return 2 * number;
}

int six() {
    return twice(3);
}
