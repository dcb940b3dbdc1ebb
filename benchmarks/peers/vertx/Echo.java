import io.asyncio4j.benchmarks.peer.Rounds;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.parsetools.RecordParser;

/** An echo server of Vert.x, on one event loop with the native transport. */
void main(String[] args) throws Exception {
    var vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    if (!vertx.isNativeTransportEnabled()) {
        // The harness passes on the last line of the errors, which a stack trace would hide.
        System.err.println(
                "Vert.x has no epoll here: "
                        + vertx.unavailableNativeTransportCause().getMessage());
        System.exit(1);
    }
    var server =
            vertx.createNetServer(options(args[0].equals("tls")))
                    .connectHandler(
                            socket -> {
                                if (args[0].equals("lines")) {
                                    socket.handler(
                                            RecordParser.newDelimited(
                                                    "\n",
                                                    line ->
                                                            socket.write(
                                                                    line.appendByte((byte) '\n'))));
                                } else {
                                    socket.handler(socket::write);
                                }
                            });
    server.listen().toCompletionStage().toCompletableFuture().get();
    Rounds.listenOn(server.actualPort());
    vertx.close().toCompletionStage().toCompletableFuture().get();
}

NetServerOptions options(boolean tls) {
    var options =
            new NetServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setAcceptBacklog(1024)
                    .setTcpNoDelay(true);
    var directory = System.getenv("BENCH_WORK") + "/tls/";
    return tls
            ? options.setSsl(true)
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(directory + "certificate.pem")
                                    .setKeyPath(directory + "key.pem"))
            : options;
}
