import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Promise;

/** A coroutine sleeps and sets a promise; whoever runs the loop reads its result. */
void main() {
    try (var loop = newEventLoop()) {
        Promise<String> answer = loop.createFuture();
        loop.createTask(() -> think(answer));
        loop.runUntilComplete(answer);
        IO.println(answer.result());
    }
}

void think(Promise<String> answer) {
    sleep(Duration.ofSeconds(1));
    answer.setResult("The answer is 42");
}
