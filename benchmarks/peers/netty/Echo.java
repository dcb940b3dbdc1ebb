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
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.File;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLException;

/** Netty's own echo handler, on one epoll loop or two. */
void main(String[] args) throws Exception {
    int loops = args.length > 2 && args[2].equals("two") ? 2 : 1;
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
    Channel server =
            switch (args[0]) {
                case "udp" -> datagrams(loop);
                case "tls" -> connections(loop, tls(args[2]));
                case "lines" -> connections(loop, this::readLines);
                default -> connections(loop, channel -> {});
            };
    Rounds.listenOn(((InetSocketAddress) server.localAddress()).getPort());
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
}

/** TLS with the certificate of the harness, by the engine "jdk" or "openssl". */
Consumer<Channel> tls(String engine) throws SSLException {
    File directory = new File(System.getenv("BENCH_WORK"), "tls");
    SslContext context =
            SslContextBuilder.forServer(
                            new File(directory, "certificate.pem"), new File(directory, "key.pem"))
                    .sslProvider(SslProvider.valueOf(engine.toUpperCase(Locale.ROOT)))
                    .build();
    return channel -> channel.pipeline().addLast(context.newHandler(channel.alloc()));
}

/** Each line is read and sent back by itself, and all lines that came together in one write. */
void readLines(Channel channel) {
    channel.pipeline().addLast(new LineBasedFrameDecoder(65536, false, true));
}

/** A server that sends back what comes through the handlers that {@code before} adds. */
Channel connections(EventLoopGroup loop, Consumer<Channel> before) throws InterruptedException {
    return new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                    new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            before.accept(channel);
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
