import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;

/** Ten tasks that each sleep, and give the loop to the others, so that they run together. */
void main() {
    run(this::tenTasks);
}

void tenTasks() {
    var loop = getRunningLoop();
    var start = loop.time();
    TaskGroup.run(
            group -> {
                for (int i = 1; i <= 10; i++) {
                    int number = i;
                    group.createTask(() -> work(number));
                }
            });
    IO.println("took " + Duration.between(start, loop.time()).toSeconds() + " s");
}

void work(int number) {
    IO.println("task " + number + " begins");
    sleep(Duration.ofSeconds(1)); // suspends this task only
    IO.println("task " + number + " ends");
}
