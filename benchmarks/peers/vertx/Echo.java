import io.asyncio4j.benchmarks.peer.Rounds;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.parsetools.RecordParser;

/** An echo server of Vert.x, one verticle on one event loop with the native transport. */
void main(String[] args) throws Exception {
    var vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    var server =
            vertx.createNetServer(
                            new NetServerOptions()
                                    .setHost("127.0.0.1")
                                    .setPort(0)
                                    .setAcceptBacklog(1024)
                                    .setTcpNoDelay(true))
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
