package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.spi.FileCarrier.Transfer;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.DefaultFileRegion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A part of a file that the system moves to a Netty channel.
 *
 * <p>Netty asks before each step how long the region is. The answer shrinks with the file, so that
 * one that is cut short ends there and does not break the connection; and it becomes what was sent
 * when the transfer is stopped, so that Netty takes the region for complete.
 *
 * <p>Confined to the loop.
 */
final class RegionTransfer extends DefaultFileRegion implements Transfer {
    private final FileChannel file;
    private final long begin;
    private final Promise<@Nullable Void> ended;

    /** At most so much is sent; lowered by stop. */
    private long limit;

    private RegionTransfer(EventLoop loop, FileChannel file, long begin, long count) {
        super(file, begin, count);
        this.file = file;
        this.begin = begin;
        this.limit = count;
        this.ended = loop.createFuture("a file being sent");
    }

    static RegionTransfer begin(
            EventLoop loop,
            NettyPoller poller,
            Channel channel,
            FileChannel file,
            long position,
            long count) {
        RegionTransfer transfer = new RegionTransfer(loop, file, position, count);
        DefaultChannelPromise promise = new DefaultChannelPromise(channel);
        promise.addListener(
                done -> {
                    poller.stir();
                    transfer.finish(done.cause());
                });
        Channels.send(channel, transfer, promise);
        return transfer;
    }

    private void finish(@Nullable Throwable failure) {
        if (ended.isDone()) {
            return;
        }
        if (failure == null) {
            ended.setResult(null);
        } else {
            ended.setException(SocketFailures.ofConnection(failure));
        }
    }

    @Override
    public long count() {
        try {
            limit = Math.min(limit, Math.max(transferred(), file.size() - begin));
        } catch (IOException unreadable) {
            limit = transferred(); // closed by now: nothing can follow
        }
        return limit;
    }

    /** Whoever opened the file closes it. */
    @Override
    protected void deallocate() {}

    @Override
    public Future<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public long sent() {
        return transferred();
    }

    @Override
    public void stop() {
        limit = transferred();
    }
}
