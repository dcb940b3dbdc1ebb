package io.asyncio4j.netty;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Engine;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ServerOptions;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The program that {@link FewDescriptorsTest} runs: it echoes until its input ends. */
final class FewDescriptorsServer {
    private FewDescriptorsServer() {}

    public static void main(String[] arguments) {
        Asyncio.run(
                LoopOptions.defaults().withEngine(Engine.valueOf(arguments[0])),
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((_, each) -> report(each));
                    report(ExceptionContext.of("warm-up").withException(new IOException("none")));
                    Server server =
                            Stream.serve(
                                    FewDescriptorsServer::echo,
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withBacklog(1000));
                    try (Stream own = Stream.connect("127.0.0.1", server.port())) {
                        own.write("all classes are loaded\n");
                        own.readLine();
                    }
                    System.out.println("port " + server.port());
                    Asyncio.toThread(() -> System.in.read());
                    System.out.println("end " + server.shutdown(Duration.ofSeconds(20)));
                });
    }

    private static void report(ExceptionContext each) {
        if (!each.message().equals("warm-up")) {
            System.out.println("report " + each.message() + ": " + each.exception().orElse(null));
        }
    }

    private static void echo(Stream stream) throws IOException {
        for (String line : stream) {
            stream.write(line + "\n");
        }
    }
}
