package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.toThread;

import io.asyncio4j.benchmarks.peer.Rounds;
import io.asyncio4j.net.DatagramStream;
import io.asyncio4j.net.Datagrams;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The servers that send back each datagram to its sender.
 *
 * <p>Confined to the loop.
 */
final class DatagramEcho {
    private static final String HOST = "127.0.0.1";

    private DatagramEcho() {}

    /** Serves until the harness ends the input. */
    static void serve(String form) throws Exception {
        if (form.equals("protocols")) {
            var link =
                    Datagrams.createDatagramEndpoint(
                            EchoProtocol::new, DatagramOptions.DEFAULT.withLocalAddress(HOST, 0));
            listenOn(link.transport().extraInfo(ExtraInfo.SOCKNAME).orElseThrow());
            link.transport().abort();
        } else {
            try (var stream = DatagramStream.bind(HOST, 0)) {
                createTask(() -> echo(stream));
                listenOn(stream.localAddress());
            }
        }
    }

    private static void listenOn(SocketAddress address) throws Exception {
        toThread(() -> Rounds.listenOn(((InetSocketAddress) address).getPort()));
    }

    private static void echo(DatagramStream stream) throws IOException {
        for (var datagram : stream) {
            stream.sendTo(datagram.data(), datagram.sender());
        }
    }

    /** Answers in the callback, with no task. */
    private static final class EchoProtocol implements DatagramProtocol {
        @SuppressWarnings("NullAway.Init") // connectionMade comes first, and sets it.
        private DatagramTransport transport;

        @Override
        public void connectionMade(DatagramTransport socket) {
            transport = socket;
        }

        @Override
        public void datagramReceived(ByteBuffer data, SocketAddress sender) {
            transport.sendTo(data, sender);
        }
    }
}
