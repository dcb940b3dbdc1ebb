import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Action;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.sync.Lock;

/** Ten tasks add one to a number across an await: without a lock, most additions are lost. */
void main() {
    run(this::count);
}

int number;

void count() {
    tenTimes(this::increment);
    IO.println("without a lock: " + number);

    number = 0;
    var lock = new Lock();
    tenTimes(
            () -> {
                try (var held = lock.hold()) {
                    increment();
                }
            });
    IO.println("with a lock: " + number);
}

void increment() {
    int seen = number;
    sleep(Duration.ofMillis(10)); // meanwhile the others see the same number
    number = seen + 1;
}

void tenTimes(Action body) {
    TaskGroup.run(
            group -> {
                for (int i = 0; i < 10; i++) {
                    group.createTask(body);
                }
            });
}
