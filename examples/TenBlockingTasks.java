import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;

/** Ten tasks that each block the loop on purpose, so that they run one after the other. */
void main(String[] args) {
    var pause = Duration.ofMillis(args.length == 0 ? 1000 : Long.parseLong(args[0]));
    run(() -> tenTasks(pause));
}

void tenTasks(Duration pause) {
    var loop = getRunningLoop();
    var start = loop.time();
    TaskGroup.run(
            group -> {
                for (int i = 1; i <= 10; i++) {
                    int number = i;
                    group.createTask(() -> work(number, pause));
                }
            });
    IO.println("took " + Duration.between(start, loop.time()).toSeconds() + " s");
}

void work(int number, Duration pause) throws InterruptedException {
    IO.println("task " + number + " begins");
    Thread.sleep(pause); // keeps the loop: nothing else can run meanwhile
    IO.println("task " + number + " ends");
}
