package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.toThread;

import io.asyncio4j.Fleet;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.benchmarks.peer.Rounds;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * The echo server on one or several loops that share its port. It listens with as many sockets as
 * it has loops, and the system divides the connections among them.
 *
 * <p>Thread-safe.
 */
final class FleetEcho {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    private FleetEcho() {}

    /** Serves on so many loops until the harness ends the input. */
    static void serve(int loops) {
        Fleet.run(loops, LoopOptions.defaults(), new FleetEcho()::serve);
    }

    private void serve(Fleet.Member member) throws Exception {
        if (member.index() > 0) {
            try (var server = EchoServers.share(await(port))) {
                await(over);
            }
            return;
        }
        try (var server = EchoServers.share(0)) {
            port.complete(server.port());
            toThread(() -> Rounds.listenOn(server.port()));
        } finally {
            over.complete(null);
        }
    }
}
