import static io.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;

/** A TCP server that sends back a line, and a client, both written as straight-line code. */
void main() {
    run(this::echo);
}

void echo() throws IOException {
    try (var server = Streams.startServer(this::serve, "127.0.0.1", 0)) {
        ask("Hello!", server.port());
    }
}

void serve(StreamReader reader, StreamWriter writer) throws IOException {
    byte[] line = reader.readLine();
    IO.println("server received " + new String(line, UTF_8).strip());
    writer.write(line);
    writer.drain();
    writer.close();
    writer.waitClosed();
}

void ask(String message, int port) throws IOException {
    var connection = Streams.openConnection("127.0.0.1", port);
    var reader = connection.reader();
    var writer = connection.writer();

    IO.println("client sends " + message);
    writer.write(message + "\n");
    writer.drain();
    IO.println("client received " + new String(reader.readLine(), UTF_8).strip());

    writer.close();
    writer.waitClosed();
}
