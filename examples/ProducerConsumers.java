import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.queues.Queue;

/** One producer puts jobs on a queue that holds two of them; three consumers work them off. */
void main() {
    run(this::factory);
}

void factory() {
    var queue = new Queue<Integer>(2);
    TaskGroup.run(
            group -> {
                group.createTask(() -> produce(queue));
                for (String name : List.of("ann", "ben", "cy")) {
                    group.createTask(() -> consume(name, queue));
                }
            });
    IO.println("all jobs are done");
}

void produce(Queue<Integer> queue) {
    for (int job = 1; job <= 9; job++) {
        queue.put(job); // waits while the queue is full
    }
    queue.shutdown(); // no more: the loops of the consumers end
}

void consume(String name, Queue<Integer> queue) {
    for (int job : queue) {
        sleep(Duration.ofMillis(100).multipliedBy(job));
        IO.println(name + " did job " + job);
    }
}
