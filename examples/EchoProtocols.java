import static io.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Promise;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import java.nio.ByteBuffer;

/** A TCP server that sends back what it receives, and a client, both written with callbacks. */
void main() {
    run(this::echo);
}

void echo() throws IOException {
    try (var server = Net.createServer(EchoServer::new, "127.0.0.1", 0)) {
        Promise<Void> over = getRunningLoop().createFuture();
        Net.createConnection(() -> new EchoClient("Hello!", over), "127.0.0.1", server.port());
        over.await();
    }
}

static class EchoServer implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        IO.println("server received " + UTF_8.decode(data.duplicate()));
        transport.write(data);
        transport.close();
    }
}

static class EchoClient implements Protocol {
    private final String message;
    private final Promise<Void> over;

    EchoClient(String message, Promise<Void> over) {
        this.message = message;
        this.over = over;
    }

    @Override
    public void connectionMade(Transport transport) {
        transport.write(message.getBytes(UTF_8));
        IO.println("client sent " + message);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        IO.println("client received " + UTF_8.decode(data));
    }

    @Override
    public void connectionLost(Optional<Throwable> cause) {
        IO.println("client sees the end");
        over.setResult(null);
    }
}
