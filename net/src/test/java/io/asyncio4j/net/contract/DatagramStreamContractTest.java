package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Datagram;
import io.asyncio4j.net.DatagramStream;
import io.asyncio4j.net.transport.DatagramOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stream of datagrams promises on a socket. */
public abstract class DatagramStreamContractTest extends NetworkContract {
    /** Tests on this carrier. */
    protected DatagramStreamContractTest(Carrier carrier) {
        super(carrier);
    }

    private static DatagramStream connectedTo(DatagramStream peer) throws Exception {
        var address = (InetSocketAddress) peer.localAddress();
        return DatagramStream.connect(HOST, address.getPort());
    }

    @Test
    void datagramsAreReceivedAndAnswered() {
        run(
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0);
                            var client = connectedTo(server)) {
                        Task<@Nullable Void> echo =
                                Asyncio.createTask(
                                        () -> {
                                            for (Datagram each : server) {
                                                server.sendTo(each.data(), each.sender());
                                            }
                                        });
                        for (int i = 0; i < 100; i++) {
                            client.send("number " + i);
                            Datagram answer = client.receive().orElseThrow();
                            assertThat(answer.text()).isEqualTo("number " + i);
                            assertThat(answer.sender()).isEqualTo(server.localAddress());
                        }
                        server.close();
                        echo.await();
                    }
                });
    }

    @Test
    void aFloodIsDroppedAboveTheLimitAndTheRestIsWhole() {
        run(
                () -> {
                    var options =
                            DatagramOptions.DEFAULT
                                    .withLocalAddress(HOST, 0)
                                    .withReceiveLimitBytes(100 * (100 + 128));
                    try (var server = DatagramStream.open(options);
                            var client = connectedTo(server)) {
                        byte[] hundred = randomBytes(100);
                        while (server.droppedCount() < 1_000) {
                            client.send(hundred);
                            passes(1);
                        }
                        for (int i = 0; i < 100; i++) {
                            assertThat(server.receive().orElseThrow().data()).isEqualTo(hundred);
                        }
                        long dropped = server.droppedCount();
                        server.sendTo(new byte[0], server.localAddress());
                        assertThat(server.receive()).isPresent();
                        assertThat(server.droppedCount()).isEqualTo(dropped);
                    }
                });
    }

    @Test
    void aReceiveCancelledAtAnyStepLosesNothing() {
        run(
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0);
                            var client = connectedTo(server)) {
                        List<String> received = new ArrayList<>();
                        List<String> sent = new ArrayList<>();
                        for (int step = 0; step < 30; step++) {
                            Task<Optional<Datagram>> receiving =
                                    Asyncio.createTask(server::receive);
                            client.send("number " + step);
                            sent.add("number " + step);
                            passes(step % 7);
                            receiving.cancel();
                            try {
                                received.add(receiving.await().orElseThrow().text());
                            } catch (CancelledError expected) {
                                received.add(server.receive().orElseThrow().text());
                            }
                        }
                        assertThat(received).isEqualTo(sent);
                    }
                });
    }

    @Test
    void aCancelledReceiverLeavesItsDatagramToTheNext() {
        run(
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0);
                            var client = connectedTo(server)) {
                        Task<Optional<Datagram>> first = Asyncio.createTask(server::receive);
                        Task<Optional<Datagram>> second = Asyncio.createTask(server::receive);
                        passes(2);
                        client.send("x");
                        first.cancel();
                        assertThat(second.await().orElseThrow().text()).isEqualTo("x");
                        assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
                    }
                });
    }

    @Test
    void aPeerThatIsGoneFailsAReceiveAndTheStreamGoesOn() {
        run(
                () -> {
                    var server = DatagramStream.bind(HOST, 0);
                    try (var client = connectedTo(server)) {
                        server.close();
                        client.send("anybody there?");
                        assertThatThrownBy(client::receive)
                                .isInstanceOf(PortUnreachableException.class)
                                .hasMessageContaining("refused");
                        client.send("and now?");
                        assertThatThrownBy(client::receive)
                                .isInstanceOf(PortUnreachableException.class);
                    }
                });
    }

    @Test
    void closingEndsThoseWhoWaitAndRefusesSends() {
        run(
                () -> {
                    var stream = DatagramStream.bind(HOST, 0);
                    Task<Optional<Datagram>> first = Asyncio.createTask(stream::receive);
                    Task<Optional<Datagram>> second = Asyncio.createTask(stream::receive);
                    passes(2);
                    stream.close();
                    assertThat(first.await()).isEmpty();
                    assertThat(second.await()).isEmpty();
                    assertThat(stream.receive()).isEmpty();
                    stream.close();
                    assertThatThrownBy(() -> stream.sendTo(bytes("x"), stream.localAddress()))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                });
    }
}
