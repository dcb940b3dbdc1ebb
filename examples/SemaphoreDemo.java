import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.sync.Semaphore;

/** Six guests share two tables: no more than two eat at the same time. */
void main() {
    run(this::restaurant);
}

void restaurant() {
    var tables = new Semaphore(2);
    TaskGroup.run(
            group -> {
                for (String guest : List.of("ann", "ben", "cy", "dee", "ed", "flo")) {
                    group.createTask(() -> eat(guest, tables));
                }
            });
}

void eat(String guest, Semaphore tables) {
    try (var table = tables.hold()) {
        IO.println(guest + " sits down");
        sleep(Duration.ofMillis(100));
        IO.println(guest + " gets up");
    }
}
