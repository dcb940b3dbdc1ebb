package io.asyncio4j.netty;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.net.SocketDescriptor;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ServerOptions;

import org.jspecify.annotations.Nullable;

/** A program that serves one connection of the socket that it was started with. */
final class ActivatedEcho {
    private ActivatedEcho() {}

    public static void main(String[] arguments) {
        var options =
                LoopOptions.defaults()
                        .withPoller(
                                NettyOptions.defaults().withMechanism(Mechanism.EPOLL).provider());
        Asyncio.run(
                options,
                () -> {
                    SocketDescriptor socket = SocketDescriptor.inherited().getFirst();
                    Promise<@Nullable Void> served = Asyncio.getRunningLoop().createFuture();
                    Stream.Handler echo =
                            stream -> {
                                String line = stream.readLine().orElse("nothing");
                                stream.write(socket.name() + " says " + line + "\n");
                                stream.close();
                                served.setResult(null);
                            };
                    try (var server = Stream.serve(echo, socket, ServerOptions.DEFAULT)) {
                        served.await();
                    }
                });
    }
}
