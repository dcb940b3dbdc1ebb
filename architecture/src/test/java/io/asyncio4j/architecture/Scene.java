package io.asyncio4j.architecture;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Context;
import io.asyncio4j.ContextVar;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Handle;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Outcome;
import io.asyncio4j.Promise;
import io.asyncio4j.PublishedItems;
import io.asyncio4j.Runner;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;
import io.asyncio4j.Timeout;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.introspect.CallGraph;
import io.asyncio4j.net.Link;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.SocketDescriptor;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamReaderProtocol;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Endpoint;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ReadTransport;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsTrust;
import io.asyncio4j.net.transport.TlsVersion;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.net.transport.WriteTransport;
import io.asyncio4j.queues.LifoQueue;
import io.asyncio4j.queues.PriorityQueue;
import io.asyncio4j.queues.Queue;
import io.asyncio4j.spi.Clock;
import io.asyncio4j.spi.LoopResources;
import io.asyncio4j.spi.VirtualTime;
import io.asyncio4j.sync.Barrier;
import io.asyncio4j.sync.BoundedSemaphore;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Held;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.sync.LoopBinding;
import io.asyncio4j.sync.Semaphore;
import io.asyncio4j.sync.WaitQueue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SubmissionPublisher;

import javax.net.ssl.SSLContext;

/**
 * An object of every exported type, in use by the running loop, and values for all parameters: what
 * it takes to call every public method.
 *
 * <p>Confined to the loop.
 */
final class Scene implements AutoCloseable {
    /** A number that no open file has. */
    private static final int NO_DESCRIPTOR = 1 << 20;

    private static final char[] PASSWORD = "secret".toCharArray();

    private final Map<Class<?>, Object> objects = new HashMap<>();
    private final Server server;
    private final Transport transport;
    private final Stream stream;

    /** Sets the scene. Called by a task. */
    Scene(TaskGroup group) throws IOException {
        addValues();
        put(TaskGroup.class, group);
        addCore();
        addSync();
        server = Net.createServer(() -> new Protocol() {}, "127.0.0.1", 0);
        Link<Protocol> link =
                Net.createConnection(() -> new Protocol() {}, "127.0.0.1", server.port());
        transport = link.transport();
        stream = Stream.connect("127.0.0.1", server.port());
        addNet();
        addChannels();
        addTls();
    }

    private void addValues() {
        put(int.class, 1);
        put(long.class, 1L);
        put(boolean.class, true);
        put(Integer.class, 1);
        put(String.class, "text");
        put(Object.class, "object");
        put(Class.class, IOException.class);
        put(Throwable.class, new IOException("an example"));
        put(Duration.class, Duration.ofMillis(1));
        put(Instant.class, Instant.EPOCH);
        put(Optional.class, Optional.empty());
        put(Collection.class, List.of(Asyncio.getRunningLoop().createFuture()));
        put(Iterable.class, List.of(new byte[] {1}));
        put(List.class, List.of());
        put(Map.class, Map.of());
        put(Comparator.class, Comparator.naturalOrder());
        put(Thread.class, Thread.currentThread());
        put(ByteBuffer.class, ByteBuffer.allocate(1));
        put(InetSocketAddress.class, new InetSocketAddress("127.0.0.1", 1));
        put(SocketAddress.class, objects.get(InetSocketAddress.class));
        put(CompletableFuture.class, new CompletableFuture<>());
        put(CompletionStage.class, new CompletableFuture<>());
        put(java.util.concurrent.Future.class, new CompletableFuture<>());
    }

    private void addCore() {
        EventLoop loop = Asyncio.getRunningLoop();
        put(EventLoop.class, loop);
        put(Promise.class, loop.createFuture());
        put(Future.class, loop.createFuture());
        put(Task.class, Asyncio.createTask(() -> Asyncio.sleep(Duration.ofDays(1))));
        put(Handle.class, loop.callSoon(() -> {}));
        put(TimerHandle.class, loop.callLater(Duration.ofDays(1), () -> {}));
        put(PublishedItems.class, Asyncio.iterate(new SubmissionPublisher<>()));
        put(Timeout.class, Timeout.never());
        put(Runner.class, new Runner());
        put(LoopOptions.class, LoopOptions.defaults());
        put(TaskOptions.class, TaskOptions.DEFAULT);
        put(Context.class, Context.copy());
        ContextVar<String> variable = ContextVar.of("variable");
        put(ContextVar.class, variable);
        put(ContextVar.Token.class, variable.set("value"));
        put(ExceptionContext.class, ExceptionContext.of("an example"));
        put(CancelledError.class, new CancelledError());
        put(Outcome.class, new Outcome.Success<>("value"));
        put(CallGraph.class, CallGraph.of(Asyncio.getRunningLoop()));
        put(Clock.class, Clock.system());
        put(VirtualTime.class, new VirtualTime());
        put(LoopResources.class, loop.capability(LoopResources.class).orElseThrow());
        put(AutoCloseable.class, (AutoCloseable) () -> {});
    }

    private void addSync() {
        Lock lock = new Lock();
        put(Held.class, lock.hold());
        put(Lock.class, lock);
        Condition condition = new Condition();
        condition.hold();
        put(Condition.class, condition);
        put(Event.class, new Event());
        ((Event) objects.get(Event.class)).clear();
        for (Semaphore semaphore : List.of(new Semaphore(2), new BoundedSemaphore(2))) {
            semaphore.acquire();
            put(semaphore.getClass(), semaphore);
        }
        Barrier barrier = new Barrier(1);
        barrier.await();
        put(Barrier.class, barrier);
        for (Queue<?> queue :
                List.of(
                        new Queue<>(2),
                        new LifoQueue<>(2),
                        new PriorityQueue<>(2, Comparator.<String>naturalOrder()))) {
            put(queue.getClass(), use(queue));
        }
        LoopBinding binding = new LoopBinding("owner");
        binding.checkUse();
        put(LoopBinding.class, binding);
        put(WaitQueue.class, new WaitQueue(binding, "label"));
    }

    @SuppressWarnings("unchecked") // each queue takes strings
    private static Queue<String> use(Queue<?> queue) {
        Queue<String> used = (Queue<String>) queue;
        used.putNowait("item");
        return used;
    }

    private void addNet() throws IOException {
        put(Server.class, server);
        put(Transport.class, transport);
        put(ReadTransport.class, transport);
        put(WriteTransport.class, transport);
        put(Endpoint.class, transport);
        put(Stream.class, stream);
        var connection = Streams.openConnection("127.0.0.1", server.port());
        put(StreamReader.class, connection.reader());
        put(StreamWriter.class, connection.writer());
        put(connection.getClass(), connection);
        put(StreamReaderProtocol.class, new StreamReaderProtocol(new StreamReader()));
        put(ConnectOptions.class, ConnectOptions.DEFAULT);
        put(ServerOptions.class, ServerOptions.DEFAULT);
        put(WriteBufferLimits.class, WriteBufferLimits.DEFAULT);
        put(ExtraInfo.class, ExtraInfo.PEERNAME);
    }

    private void addChannels() throws IOException {
        put(SocketChannel.class, SocketChannel.open());
        put(SelectableChannel.class, SocketChannel.open());
        put(ServerSocketChannel.class, ServerSocketChannel.open());
        Pipe pipe = Pipe.open();
        put(Pipe.SourceChannel.class, pipe.source());
        put(Pipe.SinkChannel.class, pipe.sink());
        put(DatagramChannel.class, DatagramChannel.open());
        put(InputStream.class, InputStream.nullInputStream());
        put(OutputStream.class, OutputStream.nullOutputStream());
        put(Path.class, Repository.ROOT.resolve("pom.xml"));
        put(SocketDescriptor.class, new SocketDescriptor(NO_DESCRIPTOR, "unused"));
        put(FileChannel.class, FileChannel.open(Repository.ROOT.resolve("pom.xml")));
    }

    private void addTls() throws IOException {
        TlsIdentity identity = selfSigned();
        put(TlsIdentity.class, identity);
        put(PrivateKey.class, identity.key());
        put(X509Certificate.class, identity.certificate());
        put(Tls.class, ClientTls.DEFAULT.withServerName("localhost"));
        put(ClientTls.class, ClientTls.DEFAULT);
        put(ServerTls.class, ServerTls.of(identity));
        put(TlsTrust.class, TlsTrust.system());
        put(Set.class, Set.of(TlsVersion.TLS_1_3));
        put(SSLContext.class, defaultContext());
        put(char[].class, PASSWORD);
    }

    private static SSLContext defaultContext() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException failure) {
            throw new IOException("the JDK has no TLS", failure);
        }
    }

    /** A new certificate, made by the JDK's tool. */
    private static TlsIdentity selfSigned() throws IOException {
        Path directory = Files.createTempDirectory("scene");
        Path file = directory.resolve("identity.p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        String.valueOf(PASSWORD),
                        "-keystore",
                        file.toString());
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("keytool ended with " + status);
            }
            return TlsIdentity.pkcs12(file, PASSWORD);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private void put(Class<?> type, Object object) {
        objects.put(type, object);
    }

    /** The object of a type; empty if only users make such objects. */
    Optional<Object> object(Class<?> type) {
        return Optional.ofNullable(objects.get(type));
    }

    /** A value that a parameter of this type takes. */
    Object value(Class<?> type) {
        Object object = objects.get(type);
        if (object != null) {
            return object;
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 1);
            Array.set(array, 0, type == byte[].class ? (byte) 1 : value(type.getComponentType()));
            return array;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return defaultOf(type);
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null);
        }
        throw new IllegalArgumentException("add a value of " + type + " to the scene");
    }

    /** Values for all parameters. */
    Object[] values(Executable executable) {
        return Arrays.stream(executable.getParameterTypes()).map(this::value).toArray();
    }

    /** The options that the type offers for a start. */
    private static Object defaultOf(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getType() == type)
                .map(
                        field -> {
                            try {
                                return field.get(null);
                            } catch (IllegalAccessException e) {
                                throw new AssertionError("a public field hides: " + field, e);
                            }
                        })
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "add a value of " + type + " to the scene"));
    }

    @Override
    public void close() throws IOException {
        stream.abort();
        transport.abort();
        server.close();
        server.abortClients();
        for (Object object : objects.values()) {
            if (object instanceof Channel channel) {
                channel.close();
            }
        }
    }
}
