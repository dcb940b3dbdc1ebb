package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.net.spi.Losses;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsVersion;
import io.asyncio4j.spi.Wording;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS on a transport: puts Netty's handler between the channel and the transport, and tells the
 * transport how the handshake and the goodbye went.
 *
 * <pre>
 *   HANDSHAKING --success--> SECURE --leave--> LEAVING --the peer's goodbye, its end, time--> GONE
 *   HANDSHAKING --failure, time--> GONE
 *   any --stop--> GONE
 * </pre>
 *
 * <p>The engine's work is done on the loop, see docs/decisions/0035-tls.md.
 *
 * <p>Confined to the loop.
 */
final class TlsLayer {
    /**
     * How many bytes the JDK puts into a record of TLS 1.3. Of more it leaves a rest, and Netty
     * would tie what comes next to that rest: nothing were reported as sent before everything is.
     */
    private static final int LONGEST_RECORD_OF_THE_JDK = 16 * 1024 - 17;

    private enum State {
        HANDSHAKING,
        SECURE,
        LEAVING,
        GONE
    }

    private final NettyTransport transport;
    private final EventLoop loop;
    private final Channel channel;
    private final Reading reading;
    private final WriteQueue queue;
    private final Context context;
    private final NettyPoller poller;
    private final Tls tls;

    /** Who is at the other end, for messages. */
    private final String peer;

    /** The name that the client asks for; for a server known when it has asked. */
    private Optional<String> serverName = Optional.empty();

    /** Null until it is made: for a server when the client's first message has come. */
    private @Nullable SslHandler handler;

    /** What was agreed on; null before the handshake is over. */
    private @Nullable TlsSession session;

    private State state = State.HANDSHAKING;

    /** Whether the peer has said goodbye. */
    private boolean hasPeerLeft;

    /** Set for good when nothing more can come, with the peer's goodbye or without. */
    private boolean isInputOver;

    /** Who waits in startTls; null unless somebody does. */
    private @Nullable Promise<@Nullable Void> starting;

    /** Limits the handshake, then the goodbye; null in between. */
    private @Nullable TimerHandle alarm;

    TlsLayer(
            NettyTransport transport,
            EventLoop loop,
            Channel channel,
            WriteQueue queue,
            Context context,
            NettyPoller poller,
            Tls tls) {
        this.transport = transport;
        this.loop = loop;
        this.channel = channel;
        this.reading = transport.inbound().reading();
        this.queue = queue;
        this.context = context;
        this.poller = poller;
        this.tls = tls;
        String address = Wording.of(channel.remoteAddress());
        this.peer =
                switch (tls) {
                    case ClientTls client -> name(client, address) + address;
                    case ServerTls server -> "the client " + address;
                };
    }

    /** The name of the server before its address, unless that begins with it. */
    private static String name(ClientTls client, String address) {
        return client.serverName()
                .filter(name -> !address.startsWith(name + " at "))
                .map(name -> name + " at ")
                .orElse("");
    }

    /** Refuses a client that cannot know whether it reached the one it wanted. */
    static void requireServerName(Tls tls) {
        if (tls instanceof ClientTls client
                && client.isHostVerified()
                && client.serverName().isEmpty()) {
            throw new IllegalArgumentException(
                    "a TLS client has to know the name of the server, to verify it; give it with"
                            + " ClientTls.withServerName");
        }
    }

    static void require(boolean isStartable, Object transport) {
        if (!isStartable) {
            throw new IllegalStateException(
                    "startTls() needs an open connection without TLS, not " + transport);
        }
    }

    // ---- the handshake

    /**
     * Begins on a connection that stands, in the next pass: the protocol's call, in which this may
     * be, is over then, and everything that came in the clear is held.
     *
     * @param unread what the protocol gave back of what the peer has sent
     * @return done when the handshake is over; cancelling it aborts the connection
     */
    Future<@Nullable Void> start(ByteBuffer unread) {
        Promise<@Nullable Void> promise = loop.createFuture();
        promise.addDoneCallback(
                done -> {
                    if (done.isCancelled()) {
                        transport.abort();
                    }
                });
        starting = promise;
        List<ByteBuffer> early = new ArrayList<>();
        if (unread.hasRemaining()) {
            early.add(ByteBuffer.allocate(unread.remaining()).put(unread).flip());
        }
        loop.callSoon(
                () -> {
                    if (state == State.HANDSHAKING) {
                        early.addAll(transport.inbound().takeHeld());
                        begin(early);
                    }
                },
                Context.empty());
        return promise;
    }

    /** Begins on a connection that is new. */
    void begin() {
        begin(List.of());
    }

    private void begin(List<ByteBuffer> early) {
        ChannelHandler first;
        try {
            first =
                    switch (tls) {
                        case ClientTls client -> clientHandler(client);
                        case ServerTls server -> new ServerNames(this);
                    };
        } catch (SSLException | RuntimeException failure) {
            failed(failure);
            return;
        }
        alarm = loop.callLater(tls.settings().handshakeTimeout(), this::handshakeTimedOut);
        SharedReceiveBuffer.leave(channel);
        queue.stayInChannel();
        channel.pipeline().addFirst(new TlsOutput(reading, queue), first);
        for (ByteBuffer each : early) {
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(each));
        }
        if (!early.isEmpty()) {
            channel.pipeline().fireChannelReadComplete();
        }
        if (state == State.HANDSHAKING) {
            reading.want(true);
        }
    }

    private SslHandler clientHandler(ClientTls client) throws SSLException {
        serverName = client.serverName();
        String name = serverName.map(ServerAddress::withoutFinalDot).orElse("");
        int port =
                channel.remoteAddress() instanceof java.net.InetSocketAddress address
                        ? address.getPort()
                        : 0;
        SslHandler made =
                name.isEmpty()
                        ? poller.tlsContexts().ofClient(client).newHandler(channel.alloc())
                        : poller.tlsContexts()
                                .ofClient(client)
                                .newHandler(channel.alloc(), name, port);
        SSLParameters parameters = made.engine().getSSLParameters();
        ServerAddress.sniName(name).ifPresent(sni -> parameters.setServerNames(List.of(sni)));
        parameters.setEndpointIdentificationAlgorithm(client.isHostVerified() ? "HTTPS" : null);
        made.engine().setSSLParameters(parameters);
        return ready(made);
    }

    /** The handler for a client that asks for a name. */
    SslHandler serverHandler(Optional<String> name) throws Exception {
        ServerTls server = (ServerTls) tls;
        serverName = name;
        Optional<TlsIdentity> identity =
                server.settings().context().isPresent()
                        ? Optional.empty()
                        : Optional.of(context.call(() -> identityFor(server, name)));
        return ready(poller.tlsContexts().ofServer(server, identity).newHandler(channel.alloc()));
    }

    private static TlsIdentity identityFor(ServerTls server, Optional<String> name) {
        return Objects.requireNonNull(
                server.identities().identity(name), "TlsIdentities returned null");
    }

    private SslHandler ready(SslHandler made) {
        made.setHandshakeTimeoutMillis(0); // the alarm limits it
        if (!(made.engine() instanceof ReferenceCountedOpenSslEngine)) {
            made.setWrapDataSize(LONGEST_RECORD_OF_THE_JDK);
        }
        handler = made;
        return made;
    }

    /** The certificate could not be chosen or used: a mistake of this program. */
    void identityFailed(Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of("the certificate of a TLS server could not be chosen")
                        .withException(failure)
                        .with("transport", transport));
        failed(new SSLException("this side has no certificate to present", failure));
    }

    private void handshakeTimedOut() {
        over(
                TlsFailures.handshake(
                        "TLS handshake with "
                                + peer
                                + " is not over after "
                                + Wording.of(tls.settings().handshakeTimeout())
                                + ", so the connection is closed",
                        new java.util.concurrent.TimeoutException("TLS handshake")));
    }

    /** An event of the pipeline. */
    void event(Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured();
            } else {
                failed(handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent goodbye && goodbye.isSuccess()) {
            peerLeft();
        }
    }

    private void secured() {
        if (state != State.HANDSHAKING) {
            return;
        }
        state = State.SECURE;
        silence();
        SslHandler over = Objects.requireNonNull(handler);
        session = TlsSession.of(over, serverName);
        if (session.version() == TlsVersion.TLS_1_2) {
            // A second handshake is refused, as OpenSSL does: it finds no version left to speak.
            over.engine().setEnabledProtocols(new String[0]);
        }
        reading.want(false); // until the protocol is ready
        poller.stir();
        if (starting != null && !starting.isDone()) {
            starting.setResult(null);
        }
        transport.secured();
    }

    /** The handshake failed, or the connection did during it. */
    private void failed(Throwable failure) {
        over(TlsFailures.ofHandshake(TlsFailures.unwrapped(failure), peer));
    }

    private void over(SSLException failure) {
        if (state == State.HANDSHAKING) {
            poller.stir();
            if (starting != null && !starting.isDone()) {
                starting.setException(failure);
            }
            stop();
            transport.notSecured(failure);
        }
    }

    /** Takes care of a failure of the connection, if it is the end of a handshake or goodbye. */
    boolean takes(Throwable failure) {
        if (state == State.HANDSHAKING) {
            failed(failure);
            return true;
        }
        if (state == State.LEAVING && Losses.isLoss(TlsFailures.unwrapped(failure))) {
            left(Optional.empty()); // everything was said
            return true;
        }
        return false;
    }

    /** What was agreed on; null if the key is of something else. */
    @Nullable Object info(ExtraInfo<?> key) {
        return session == null ? null : session.info(key);
    }

    // ---- the end

    private void peerLeft() {
        hasPeerLeft = true;
        switch (state) {
            case HANDSHAKING -> failed(new SSLException("the peer ended it"));
            case SECURE -> transport.inbound().ended();
            case LEAVING -> left(Optional.empty());
            case GONE -> {}
        }
    }

    /** The channel has nothing more to read. */
    void inputEnded() {
        isInputOver = true;
        switch (state) {
            case HANDSHAKING -> failed(new EOFException("the peer ended the connection"));
            case SECURE -> {
                if (hasPeerLeft || tls.settings().isTruncationTolerated()) {
                    transport.inbound().ended();
                } else {
                    transport
                            .inbound()
                            .truncated(
                                    new SSLException(
                                            peer
                                                    + " ended the connection without the goodbye of"
                                                    + " TLS (close_notify), so what it sent may"
                                                    + " have been cut short"));
                }
            }
            case LEAVING -> left(Optional.empty());
            case GONE -> {}
        }
    }

    /** Says goodbye, when everything was sent, and waits for the peer's. */
    void leave() {
        state = State.LEAVING;
        alarm = loop.callLater(tls.settings().shutdownTimeout(), this::shutdownTimedOut);
        ChannelPromise said = channel.newPromise();
        said.addListener(
                done -> {
                    if (hasPeerLeft || isInputOver || !done.isSuccess()) {
                        left(Optional.empty());
                    }
                });
        Channels.closeOutbound(Objects.requireNonNull(handler), said);
        if (state == State.LEAVING) {
            reading.want(true);
        }
    }

    private void shutdownTimedOut() {
        left(
                Optional.of(
                        new SSLException(
                                peer
                                        + " did not answer the goodbye of TLS (close_notify) within"
                                        + " "
                                        + Wording.of(tls.settings().shutdownTimeout()))));
    }

    private void left(Optional<Throwable> cause) {
        if (state == State.LEAVING) {
            stop();
            transport.end(cause);
        }
    }

    /** What ended the connection, in plain words. */
    Throwable explained(Throwable failure) {
        return TlsFailures.ofConnection(failure, peer);
    }

    /** The transport needs the layer no more. */
    void stop() {
        state = State.GONE;
        silence();
        if (starting != null && !starting.isDone() && !poller.isClosed()) {
            starting.setException(
                    new SSLException("the connection was closed during startTls(): " + transport));
        }
    }

    private void silence() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    @Override
    public String toString() {
        return "TlsLayer["
                + state.name().toLowerCase(java.util.Locale.ROOT)
                + " with "
                + peer
                + "]";
    }
}
