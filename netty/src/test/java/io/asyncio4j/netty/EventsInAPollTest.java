package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class EventsInAPollTest {
    private static final Duration HUNG = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 3 * Mechanism.EVENTS_IN_A_POLL;

    private int connected;
    private int received;

    private final class Counting implements Protocol {
        @Override
        public void connectionMade(Transport transport) {
            connected++;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }
    }

    @Test
    void aPassServesSoManyConnectionsAndTheNextOnesTheOthers() {
        Asyncio.run(Loops.on(Mechanism.EPOLL), () -> Asyncio.timeout(HUNG, this::serve));
    }

    private void serve() throws IOException {
        ServerOptions options = ServerOptions.DEFAULT.withBacklog(CONNECTIONS);
        List<Socket> clients = new ArrayList<>();
        try (var server = Net.createServer(Counting::new, List.of("127.0.0.1"), 0, options)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                Asyncio.sleep(Duration.ZERO);
            }
            while (connected < CONNECTIONS) {
                Asyncio.sleep(Duration.ZERO);
            }
            for (Socket client : clients) {
                client.getOutputStream().write('x'); // the loop does nothing meanwhile
            }
            List<Integer> ofEachPass = receivedInEachPass();
            assertThat(ofEachPass)
                    .allSatisfy(
                            count ->
                                    assertThat(count)
                                            .isLessThanOrEqualTo(Mechanism.EVENTS_IN_A_POLL));
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** Passes until each connection has got its byte. */
    private List<Integer> receivedInEachPass() {
        List<Integer> counts = new ArrayList<>();
        while (received < CONNECTIONS) {
            int before = received;
            Asyncio.sleep(Duration.ZERO);
            counts.add(received - before);
        }
        return counts;
    }
}
