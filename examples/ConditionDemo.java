import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.sync.Condition;

/** Customers wait until there are enough loaves for them; the baker tells when there are more. */
void main() {
    run(this::bakery);
}

int loaves;

void bakery() {
    var delivery = new Condition();
    TaskGroup.run(
            group -> {
                group.createTask(() -> buy("ann", 3, delivery));
                group.createTask(() -> buy("ben", 1, delivery));
                group.createTask(() -> bake(delivery));
            });
    IO.println("left: " + loaves);
}

void buy(String name, int wanted, Condition delivery) {
    try (var held = delivery.hold()) {
        delivery.awaitUntil(() -> loaves >= wanted);
        loaves -= wanted;
        IO.println(name + " buys " + wanted);
    }
}

void bake(Condition delivery) {
    for (int batch = 0; batch < 3; batch++) {
        sleep(Duration.ofMillis(100));
        try (var held = delivery.hold()) {
            loaves += 2;
            IO.println("baked 2, there are " + loaves);
            delivery.signalAll();
        }
    }
}
