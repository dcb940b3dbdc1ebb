package io.asyncio4j.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Two TCP sockets that are connected with each other, in non-blocking mode.
 *
 * <p>Confined to the loop.
 */
record SocketPair(SocketChannel left, SocketChannel right) implements AutoCloseable {

    static SocketPair open() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel left = SocketChannel.open(server.getLocalAddress());
            SocketChannel right = server.accept();
            left.configureBlocking(false);
            right.configureBlocking(false);
            return new SocketPair(left, right);
        }
    }

    @Override
    public void close() throws IOException {
        left.close();
        right.close();
    }
}
