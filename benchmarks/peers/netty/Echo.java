import io.asyncio4j.benchmarks.peer.Rounds;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramPacket;

import java.net.InetSocketAddress;

/** Netty's own echo handler, on one epoll loop. */
void main(String[] args) throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Channel server = args[0].equals("udp") ? datagrams(loop) : connections(loop);
    Rounds.listenOn(((InetSocketAddress) server.localAddress()).getPort());
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
}

Channel connections(EventLoopGroup loop) throws InterruptedException {
    return new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                    new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new EchoHandler());
                        }
                    })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
}

Channel datagrams(EventLoopGroup loop) throws InterruptedException {
    return new Bootstrap()
            .group(loop)
            .channel(EpollDatagramChannel.class)
            .handler(new DatagramEchoHandler())
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
}

static class EchoHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.write(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

static class DatagramEchoHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        context.write(new DatagramPacket(packet.content().retain(), packet.sender()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }
}
