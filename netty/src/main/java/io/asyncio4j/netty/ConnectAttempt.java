package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A connection that is being opened. It ends with a transport, a failure, or the cancellation of
 * its future; in the latter cases the channel is closed.
 *
 * <p>Confined to the loop.
 */
final class ConnectAttempt implements Origin {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final Supplier<? extends Protocol> protocols;
    private final Optional<? extends Tls> tls;
    private final Promise<Transport> result;

    ConnectAttempt(
            EventLoop loop,
            NettyPoller poller,
            Supplier<? extends Protocol> protocols,
            Optional<? extends Tls> tls) {
        this.loop = loop;
        this.poller = poller;
        this.protocols = protocols;
        this.tls = tls;
        this.result = loop.createFuture();
    }

    Future<Transport> result() {
        return result;
    }

    void connect(
            DuplexChannel channel, SocketAddress remote, Optional<? extends SocketAddress> local) {
        SocketAddress target = UnixChannels.ofJdk(poller.mechanism(), remote);
        ChannelFuture connecting =
                local.isPresent() ? channel.connect(target, local.get()) : channel.connect(target);
        connecting.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        Channels.close(channel);
                        fail(SocketFailures.ofConnecting(done.cause(), remote));
                    }
                });
        result.addDoneCallback(
                done -> {
                    if (done.isCancelled()) {
                        Channels.close(channel);
                    }
                });
    }

    void fail(Throwable failure) {
        if (!result.isDone() && !poller.isClosed()) {
            result.setException(SocketFailures.ofSocket(failure));
        }
    }

    @Override
    public Optional<? extends Tls> tls() {
        return tls;
    }

    @Override
    public void securing(NettyTransport transport) {}

    @Override
    public void notSecured(NettyTransport transport, Throwable failure) {
        failed(failure);
    }

    @Override
    public Protocol protocol() {
        if (result.isDone()) { // cancelled, and the callback that closes the channel is queued
            throw new IllegalStateException("the connection attempt was cancelled");
        }
        return protocols.get();
    }

    @Override
    public void failed(Throwable failure) {
        if (!result.isDone()) {
            result.setException(failure);
        }
    }

    @Override
    public void opening(NettyTransport transport) {}

    @Override
    public void opened(NettyTransport transport) {
        if (result.isDone()) { // cancelled by connectionMade
            transport.abort();
            return;
        }
        result.setResult(transport);
        // Behind the task that waits for the result: it sees the transport before any data comes.
        loop.callSoon(transport.inbound()::start);
    }

    @Override
    public void closed(NettyTransport transport) {}
}
