package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.SilentTransport;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;
import io.asyncio4j.spi.Resolver;
import io.asyncio4j.spi.VirtualTime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hosts that answer, refuse or say nothing at a time of the loop's virtual clock, and names whose
 * addresses come in parts: a fake for tests of connecting. It writes down what is asked of it and
 * when, in milliseconds.
 *
 * <p>Confined to the loop.
 */
final class StagedNetwork implements Network, Resolver, PollerProvider {
    private sealed interface Answer {
        record Stands(Duration after) implements Answer {}

        record Fails(Duration after, IOException failure) implements Answer {}
    }

    private record Part(Duration after, List<String> addresses) {}

    private final VirtualTime time = new VirtualTime();
    private final Trace trace;
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, List<Part>> names = new HashMap<>();
    private final List<Future<?>> asked = new ArrayList<>();
    private final List<SilentTransport> made = new ArrayList<>();

    StagedNetwork(Trace trace) {
        this.trace = trace;
    }

    LoopOptions options() {
        return LoopOptions.defaults().withVirtualTime(time).withPoller(this);
    }

    // ---- the stage

    /** A host that answers after a while. */
    StagedNetwork answers(String address, long afterMillis) {
        answers.put(address, new Answer.Stands(Duration.ofMillis(afterMillis)));
        return this;
    }

    /** A host that refuses after a while; one that is not mentioned is silent. */
    StagedNetwork fails(String address, long afterMillis, IOException failure) {
        answers.put(address, new Answer.Fails(Duration.ofMillis(afterMillis), failure));
        return this;
    }

    /** Adds a part to the answer for a name; without addresses it is a failure. */
    StagedNetwork part(String name, long afterMillis, String... addresses) {
        names.computeIfAbsent(name, unused -> new ArrayList<>())
                .add(new Part(Duration.ofMillis(afterMillis), List.of(addresses)));
        return this;
    }

    /** What is open or under way. */
    List<Object> left() {
        List<Object> left = new ArrayList<>();
        asked.stream().filter(each -> !each.isDone()).forEach(left::add);
        made.stream().filter(each -> !each.isClosing()).forEach(left::add);
        return left;
    }

    private void log(String what, String host) {
        trace.log(Duration.between(Instant.EPOCH, loop().time()).toMillis(), what, host);
    }

    private static EventLoop loop() {
        return Asyncio.getRunningLoop();
    }

    // ---- Network

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        String host = ((InetSocketAddress) address).getAddress().getHostAddress();
        log("connect", host);
        Promise<Transport> result = loop().createFuture();
        asked.add(result);
        switch (answers.get(host)) {
            case null -> {}
            case Answer.Stands stands ->
                    loop().callLater(stands.after(), () -> stand(host, result, protocols));
            case Answer.Fails fails -> {
                if (fails.after().isZero()) {
                    result.setException(fails.failure());
                } else {
                    loop().callLater(fails.after(), () -> fail(result, fails.failure()));
                }
            }
        }
        return result;
    }

    private void stand(
            String host, Promise<Transport> result, Supplier<? extends Protocol> protocols) {
        if (result.isDone()) {
            return;
        }
        log("stands", host);
        try {
            SilentTransport transport = new SilentTransport(trace);
            Protocol protocol = protocols.get();
            made.add(transport);
            protocol.connectionMade(transport);
            result.setResult(transport);
        } catch (RuntimeException failure) {
            result.setException(failure);
        }
    }

    private static void fail(Promise<?> result, IOException failure) {
        if (!result.isDone()) {
            result.setException(failure);
        }
    }

    @Override
    public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor) {
        throw new UnsupportedOperationException("nobody listens on this stage");
    }

    // ---- Resolver

    @Override
    public List<Future<List<InetAddress>>> lookUp(
            String host, Optional<StandardProtocolFamily> family) {
        log("look up", host + family.map(each -> " " + each).orElse(""));
        List<Future<List<InetAddress>>> parts = new ArrayList<>();
        for (Part part : names.get(host)) {
            Promise<List<InetAddress>> result = loop().createFuture();
            asked.add(result);
            loop().callLater(part.after(), () -> resolve(host, part, result));
            parts.add(result);
        }
        return parts;
    }

    private static void resolve(String host, Part part, Promise<List<InetAddress>> result) {
        if (part.addresses().isEmpty()) {
            fail(result, new UnknownHostException("nobody knows " + host));
        } else if (!result.isDone()) {
            result.setResult(part.addresses().stream().map(InetAddress::ofLiteral).toList());
        }
    }

    // ---- PollerProvider

    @Override
    public String name() {
        return "staged";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Poller open(EventLoop loop) {
        Poller waiting = time.open(loop);
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                waiting.poll(timeoutNanos);
            }

            @Override
            public void wakeup() {
                waiting.wakeup();
            }

            @Override
            public <S> Optional<S> capability(Class<S> type) {
                return type.isInstance(StagedNetwork.this)
                        ? Optional.of(type.cast(StagedNetwork.this))
                        : Optional.empty();
            }

            @Override
            public void close() {
                waiting.close();
            }
        };
    }
}
