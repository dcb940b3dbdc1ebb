package io.asyncio4j.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A web server that answers each path with a behaviour of its own, most of them bad ones. It works
 * on bare sockets, since no honest server could be talked into that.
 */
final class FaultServer implements AutoCloseable {
    /** Answers one request; the connection is closed when it returns. */
    @FunctionalInterface
    interface Behaviour {
        void answer(OutputStream out) throws Exception;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

    /** The paths that were asked for, in the order of the requests. */
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    FaultServer() throws IOException {
        Thread.ofPlatform().daemon().start(this::accept);
    }

    FaultServer on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    /** Answers with a web page, as an honest server would. */
    FaultServer page(String path, String html) {
        return on(path, out -> respond(out, "200 OK", "Content-Type: text/html", html));
    }

    BlockingQueue<String> requests() {
        return requests;
    }

    String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** A behaviour: never answers, until the client goes away. */
    static void hang(OutputStream out) throws InterruptedException {
        Thread.currentThread().join();
    }

    static void respond(OutputStream out, String status, String header, String body)
            throws IOException {
        send(
                out,
                "HTTP/1.1 %s\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(status, header, body.length(), body));
    }

    static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.US_ASCII));
            var path = in.readLine().split(" ", -1)[1];
            for (var header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                // Nothing in the headers matters here.
            }
            requests.add(path);
            behaviours.get(path).answer(connection.getOutputStream());
        } catch (Exception e) {
            // A client that has gone, which is what some behaviours make it do.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
