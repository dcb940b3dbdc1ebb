import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;
import io.asyncio4j.queues.Queue;

import java.io.IOException;

/**
 * A little of what most programs do. The script asyncio4j runs it once after each build, and the
 * JVM keeps what it learned about the classes, so that other programs start sooner.
 */
void main() {
    run(
            () -> {
                IO.println("rehearsing");
                var queue = new Queue<String>(1);
                TaskGroup.run(
                        group -> {
                            group.createTask(() -> queue.put("item"));
                            group.createTask(() -> IO.println(queue.get()));
                        });
                timeout(Duration.ofMinutes(1), () -> sleep(Duration.ofMillis(1)));
                gather(() -> 1, () -> 2).await();
                talk();
            });
}

void talk() throws IOException {
    try (var server = Streams.startServer(this::answer, "127.0.0.1", 0);
            var stream = Stream.connect("127.0.0.1", server.port())) {
        stream.write("question\n");
        IO.println(stream.readLine().orElse("no answer"));
    }
}

void answer(StreamReader reader, StreamWriter writer) throws IOException {
    writer.write(reader.readLine());
    writer.drain();
    writer.close();
}
