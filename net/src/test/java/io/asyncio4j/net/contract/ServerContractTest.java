package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/** What every server promises about accepting, closing and waiting. */
public abstract class ServerContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** The protocols of the accepted connections. */
    private final List<RecordingProtocol> accepted = new ArrayList<>();

    /** Tests on this carrier. */
    protected ServerContractTest(Carrier carrier) {
        super(carrier);
    }

    private void assumeTcp() {
        assumeTrue(venue() instanceof TcpVenue, "only TCP has hosts and ports");
    }

    private RecordingProtocol accept() {
        var protocol = new RecordingProtocol("S" + accepted.size(), trace);
        accepted.add(protocol);
        return protocol;
    }

    private RecordingProtocol connectTo(Server server, String name) throws IOException {
        var protocol = new RecordingProtocol(name, trace);
        int next = accepted.size();
        venue().createConnection(() -> protocol, server);
        trace.await("S" + next + " made");
        return protocol;
    }

    @Test
    void waitClosedWaitsForTheLastClient() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    RecordingProtocol a = connectTo(server, "A");
                    RecordingProtocol b = connectTo(server, "B");
                    server.close();
                    Task<@Nullable Void> waiting =
                            Asyncio.createTask(
                                    () -> {
                                        server.waitClosed();
                                        trace.log("closed");
                                    });
                    a.transport().close();
                    trace.await("S0 lost None");
                    passes(10);
                    assertThat(waiting.isDone()).isFalse();
                    b.transport().close();
                    waiting.await();
                    assertThat(trace.words()).containsSubsequence("S1 lost None", "closed");
                    server.waitClosed();
                });
    }

    @Test
    void waitClosedWaitsForTheCloseToo() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    Task<@Nullable Void> waiting = Asyncio.createTask(server::waitClosed);
                    passes(10);
                    assertThat(waiting.isDone()).isFalse();
                    server.close();
                    waiting.await();
                });
    }

    @Test
    void aWaiterThatIsCancelledLeavesTheOthersAlone() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    Task<@Nullable Void> first = Asyncio.createTask(server::waitClosed);
                    Task<@Nullable Void> second = Asyncio.createTask(server::waitClosed);
                    passes(1);
                    first.cancel();
                    assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
                    server.close();
                    second.await();
                });
    }

    @Test
    void closeLeavesClientsAlone() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    RecordingProtocol a = connectTo(server, "A");
                    assertThat(server.isServing()).isTrue();
                    assertThat(server.sockets())
                            .containsExactly(
                                    a.transport().extraInfo(ExtraInfo.PEERNAME).orElseThrow());
                    server.close();
                    server.close();
                    assertThat(server.isServing()).isFalse();
                    assertThat(server.sockets()).isEmpty();
                    a.transport().write(bytes("still there"));
                    trace.await("S0 data still there");
                    server.closeClients();
                    server.waitClosed();
                    a.awaitLost();
                    assertThat(trace.has("A eof")).isTrue();
                });
    }

    @Test
    void abortClientsDropsWhatIsNotSent() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    RecordingProtocol a = connectTo(server, "A");
                    a.transport().pauseReading();
                    accepted.getFirst().transport().write(new byte[16_000_000]);
                    server.close();
                    server.closeClients();
                    passes(10);
                    assertThat(trace.has("S0 lost None")).isFalse();
                    server.abortClients();
                    server.waitClosed();
                    assertThat(trace.has("S0 lost None")).isTrue();
                    a.transport().abort();
                    a.awaitLost();
                });
    }

    @Test
    void cancellingServeForeverClosesTheServerAndWaits() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    Task<@Nullable Void> forever = Asyncio.createTask(server::serveForever);
                    RecordingProtocol a = connectTo(server, "A");
                    forever.cancel();
                    passes(10);
                    assertThat(server.isServing()).isFalse();
                    assertThat(forever.isDone()).isFalse();
                    a.transport().close();
                    assertThatThrownBy(forever::await).isInstanceOf(CancelledError.class);
                    assertThat(trace.has("S0 lost None")).isTrue();
                });
    }

    @Test
    void closeEndsServeForever() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    Task<@Nullable Void> forever = Asyncio.createTask(server::serveForever);
                    passes(2);
                    server.close();
                    assertThatThrownBy(forever::await).isInstanceOf(CancelledError.class);
                    assertThatThrownBy(server::serveForever)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                });
    }

    @Test
    void onlyOneTaskServesForever() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    Task<@Nullable Void> forever = Asyncio.createTask(server::serveForever);
                    passes(2);
                    assertThatThrownBy(server::serveForever)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("already being awaited");
                    assertThat(server.isServing()).isTrue();
                    server.close();
                    assertThatThrownBy(forever::await).isInstanceOf(CancelledError.class);
                });
    }

    @Test
    void aServerMayBeginToServeLater() {
        run(
                () -> {
                    Server server =
                            venue().createServer(
                                            this::accept, ServerOptions.DEFAULT.withServing(false));
                    assertThat(server.isServing()).isFalse();
                    var a = new RecordingProtocol("A", trace);
                    Task<?> connecting =
                            Asyncio.createTask(() -> venue().createConnection(() -> a, server));
                    passes(10);
                    assertThat(accepted).isEmpty();
                    server.startServing();
                    server.startServing();
                    assertThat(server.isServing()).isTrue();
                    connecting.await();
                    trace.await("S0 made");
                    server.close();
                    server.closeClients();
                    server.waitClosed();
                    assertThatThrownBy(server::startServing)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                });
    }

    @Test
    void anAddressInUseIsNamedAndWhatWasBoundIsReleased() {
        assumeTcp();
        run(
                () -> {
                    Server first = Net.createServer(this::accept, "127.0.0.2", 0);
                    assertThatThrownBy(
                                    () ->
                                            Net.createServer(
                                                    this::accept,
                                                    List.of(HOST, "127.0.0.2"),
                                                    first.port(),
                                                    ServerOptions.DEFAULT))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("127.0.0.2:" + first.port())
                            .hasMessageContaining("ddress already in use");
                    passes(5);
                    Server second = Net.createServer(this::accept, HOST, first.port());
                    first.close();
                    second.close();
                });
    }

    @Test
    void anAddressGivenTwiceIsBoundOnce() {
        assumeTcp();
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    this::accept,
                                    List.of(HOST, HOST, "127.0.0.2"),
                                    0,
                                    ServerOptions.DEFAULT);
                    assertThat(server.sockets()).hasSize(2);
                    server.close();
                });
    }

    @Test
    void allInterfacesOfBothFamiliesAreOneSocket() {
        assumeTcp();
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    this::accept,
                                    List.of("0.0.0.0", "::"),
                                    0,
                                    ServerOptions.DEFAULT);
                    assertThat(server.sockets()).hasSize(1);
                    assertThat(server.port()).isPositive();
                    server.close();
                });
    }

    @Test
    void anAddressOfAnotherMachineIsLeftOutIfThereAreOthers() {
        assumeTcp();
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    this::accept,
                                    List.of("203.0.113.7", HOST),
                                    0,
                                    ServerOptions.DEFAULT);
                    assertThat(server.sockets()).hasSize(1);
                    server.close();
                    assertThatThrownBy(() -> Net.createServer(this::accept, "203.0.113.7", 0))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("could not bind on any address")
                            .hasMessageContaining("203.0.113.7")
                            .hasMessageContaining("this machine has none of them");
                });
    }

    @Test
    void anAddressCanBeBoundAgainAfterTheEnd() {
        run(
                () -> {
                    Server server = venue().createServer(this::accept);
                    RecordingProtocol a = connectTo(server, "A");
                    server.close();
                    server.closeClients();
                    server.waitClosed();
                    a.awaitLost();
                    Server again = venue().createServerAgain(this::accept, server);
                    again.close();
                    again.waitClosed();
                });
    }

    @Test
    void manyShortConnectionsLeaveNothing() {
        int each = carrier().waitsForGoodbye() ? 5 : 50; // a handshake of TLS takes its time
        run(
                () -> {
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                writer.write(reader.readLine());
                                                writer.close();
                                            });
                    List<Task<byte[]>> clients = new ArrayList<>();
                    for (int worker = 0; worker < 20; worker++) {
                        clients.add(Asyncio.createTask(() -> connections(each, server)));
                    }
                    for (Task<byte[]> client : clients) {
                        assertThat(client.await()).isEqualTo(bytes("hello\n"));
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    private byte[] connections(int count, Server server) throws IOException {
        byte[] answer = {};
        for (int i = 0; i < count; i++) {
            var connection = venue().openConnection(server);
            connection.writer().write("hello\n");
            answer = connection.reader().readAll();
            connection.writer().close();
            connection.writer().waitClosed();
        }
        return answer;
    }

    @Test
    void aCancelledCreateServerLeavesNothingBound() {
        run(
                () -> {
                    Server probe = venue().createServer(this::accept);
                    probe.close();
                    probe.waitClosed();
                    Task<Server> task =
                            Asyncio.createTask(
                                    () -> venue().createServerAgain(this::accept, probe));
                    passes(1);
                    task.cancel();
                    assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                    Server server = serveOnceTheAddressIsFree(probe);
                    server.close();
                    server.waitClosed();
                });
    }

    /** A network may need some passes, or another thread, to give an address back. */
    private Server serveOnceTheAddressIsFree(Server probe) throws IOException {
        while (true) {
            try {
                return venue().createServerAgain(this::accept, probe);
            } catch (BindException notYet) {
                passes(1);
            }
        }
    }

    @Test
    void aFullBacklogIsAClearFailureAndNotForGood() {
        assumeTrue(venue() instanceof UnixVenue, "with TCP the client waits for its turn");
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> stream.write(stream.readAll()),
                                            ServerOptions.DEFAULT
                                                    .withBacklog(1)
                                                    .withServing(false));
                    List<Stream> waiting = new ArrayList<>();
                    assertThatThrownBy(
                                    () -> {
                                        for (int i = 0; i < 100; i++) {
                                            waiting.add(venue().connect(server));
                                        }
                                    })
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("cannot connect to ")
                            .hasMessageContaining(venue().nameOf(server))
                            .hasMessageContaining("backlog");
                    assertThat(waiting).isNotEmpty();
                    server.startServing();
                    for (Stream each : waiting) {
                        assertEchoes(each);
                    }
                    assertEchoes(venue().connect(server));
                    server.close();
                    server.waitClosed();
                });
    }

    private static void assertEchoes(Stream stream) throws IOException {
        stream.write("hello");
        stream.writeEof();
        assertThat(stream.readAll()).isEqualTo(bytes("hello"));
        stream.close();
    }
}
