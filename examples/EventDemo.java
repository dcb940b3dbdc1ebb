import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.sync.Event;

/** Runners wait for the starting signal, which comes once and for all of them. */
void main() {
    run(this::race);
}

void race() {
    var signal = new Event();
    TaskGroup.run(
            group -> {
                group.createTask(() -> runner("ann", signal));
                group.createTask(() -> runner("ben", signal));
                sleep(Duration.ofSeconds(1));
                IO.println("go!");
                signal.set();
            });
}

void runner(String name, Event signal) {
    IO.println(name + " is ready");
    signal.await();
    IO.println(name + " runs");
}
