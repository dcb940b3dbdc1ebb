package io.asyncio4j.netty;

import io.asyncio4j.TaskGroup;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Stands between clients and a server, passes on what they say, and counts or disturbs it.
 *
 * <p>Confined to the loop.
 */
final class Relay {
    private static final String HOST = "127.0.0.1";

    private final int pieceBytes;
    private long sentByServer;
    private @Nullable Stream toServer;

    private Relay(int pieceBytes) {
        this.pieceBytes = pieceBytes;
    }

    /** One that passes pieces of at most so many bytes, each sent for itself. */
    static Relay ofPieces(int bytes) {
        return new Relay(bytes);
    }

    /** Listens for clients of the server on a port. */
    Server start(int port) throws IOException {
        return Stream.serve(client -> join(client, port), HOST, 0);
    }

    private void join(Stream client, int port) throws IOException {
        try (Stream server = Stream.connect(HOST, port)) {
            toServer = server;
            TaskGroup.run(
                    both -> {
                        both.createTask(() -> pass(client, server, false));
                        both.createTask(() -> pass(server, client, true));
                    });
        }
    }

    private void pass(Stream from, Stream to, boolean isOfServer) throws IOException {
        try {
            Optional<byte[]> piece = from.read(pieceBytes);
            while (piece.isPresent()) {
                sentByServer += isOfServer ? piece.get().length : 0;
                to.write(piece.get());
                piece = from.read(pieceBytes);
            }
            to.writeEof();
        } catch (IOException gone) {
            to.abort();
        }
    }

    /** How many bytes the server has sent to all clients. */
    long sentByServer() {
        return sentByServer;
    }

    /** Says something to the server that the last client did not. */
    void inject(byte... bytes) throws IOException {
        Objects.requireNonNull(toServer, "no client has come").write(bytes);
    }
}
