import io.asyncio4j.benchmarks.peer.Round;
import io.asyncio4j.benchmarks.peer.Rounds;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/**
 * As asyncio4j's tasks do, lest threads that take turns for ever keep stacks from before the code
 * was compiled.
 */
static final int REHEARSALS = 100;

/** What plain virtual threads and blocking calls do, with nothing on top. */
void main(String[] args) throws Exception {
    switch (args[0]) {
        case "list" ->
                IO.println(
                        "switch\n"
                                + "create\n"
                                + "gather\n"
                                + "deep\n"
                                + "cancel\n"
                                + "lock\n"
                                + "queue\n"
                                + "spawn\n"
                                + "sleepers\n"
                                + "echo\n"
                                + "lines\n"
                                + "memory");
        case "echo" -> serve(this::echo);
        case "lines" -> serve(this::echoLines);
        default ->
                // In a virtual thread itself, so that it takes its turn among the others. While it
                // waits for the harness it keeps their only processor.
                inVirtualThread(
                        () -> {
                            Rounds.serve(work(args[0], Integer.parseInt(args[1])));
                            System.exit(0);
                            return 0;
                        });
    }
}

Round work(String name, int size) throws Exception {
    return switch (name) {
        case "switch" -> switching(size);
        case "create", "gather" -> create(size);
        case "deep" -> deep(size);
        case "cancel" -> cancel(size);
        case "lock" -> lock(size);
        case "queue" -> queue(size);
        case "spawn" -> spawn(size);
        case "sleepers" -> sleepers(size);
        default -> throw new IllegalArgumentException("no work is called " + name);
    };
}

void take(long turns) {
    for (long i = 0; i < turns; i++) {
        Thread.yield();
    }
}

<T> T inVirtualThread(Callable<T> body) throws Exception {
    var task = new FutureTask<>(body);
    Thread.startVirtualThread(task);
    return task.get();
}

Round switching(int size) throws InterruptedException {
    for (int k = 0; k < REHEARSALS; k++) {
        var over = new CountDownLatch(REHEARSALS);
        for (int i = 0; i < REHEARSALS; i++) {
            Thread.startVirtualThread(
                    () -> {
                        take(REHEARSALS);
                        over.countDown();
                    });
        }
        over.await();
    }
    for (int k = 1; k < size; k++) {
        Thread.startVirtualThread(() -> take(Long.MAX_VALUE));
    }
    return times -> {
        for (long i = 0; i < times; i++) {
            Thread.yield();
        }
        return times * size;
    };
}

Round create(int size) {
    return times -> {
        for (long i = 0; i < times; i++) {
            var over = new CountDownLatch(size);
            for (int k = 0; k < size; k++) {
                Thread.startVirtualThread(over::countDown);
            }
            over.await();
        }
        return times * size;
    };
}

Round deep(int size) {
    return times -> {
        for (long i = 0; i < times; i++) {
            descend(size);
        }
        return times;
    };
}

int descend(int depth) {
    if (depth > 1) {
        return descend(depth - 1) + 1;
    }
    Thread.yield();
    return 1;
}

Round cancel(int size) {
    return times -> {
        for (long i = 0; i < times; i++) {
            var sleepers = new ArrayList<Thread>(size);
            for (int k = 0; k < size; k++) {
                sleepers.add(Thread.startVirtualThread(this::sleepLong));
            }
            Thread.yield();
            sleepers.forEach(Thread::interrupt);
            for (var sleeper : sleepers) {
                sleeper.join();
            }
        }
        return times * size;
    };
}

void sleepLong() {
    try {
        Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
    }
}

Round lock(int size) {
    var lock = new ReentrantLock(true);
    return times -> {
        var over = new CountDownLatch(size);
        for (int k = 0; k < size; k++) {
            Thread.startVirtualThread(
                    () -> {
                        for (long i = 0; i < times; i++) {
                            lock.lock();
                            try {
                                Thread.yield();
                            } finally {
                                lock.unlock();
                            }
                        }
                        over.countDown();
                    });
        }
        over.await();
        return times * size;
    };
}

Round queue(int size) {
    var queue = new ArrayBlockingQueue<Integer>(size);
    return times -> {
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (long i = 0; i < times * size; i++) {
                            queue.put(1);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        for (long i = 0; i < times * size; i++) {
            queue.take();
        }
        return times * size;
    };
}

Round spawn(int size) {
    return times -> {
        for (long i = 0; i < times * size; i++) {
            new ProcessBuilder("true").start().waitFor();
        }
        return times * size;
    };
}

Round sleepers(int size) {
    return times -> {
        for (long k = 0; k < times * size; k++) {
            Thread.startVirtualThread(this::sleepLong);
        }
        Thread.yield();
        return times * size;
    };
}

interface Handler {
    void handle(Socket socket) throws IOException;
}

void serve(Handler handler) throws IOException {
    var server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> acceptAll(server, handler));
    Rounds.listenOn(server.getLocalPort());
}

void acceptAll(ServerSocket server, Handler handler) {
    try {
        while (true) {
            var socket = server.accept();
            Thread.startVirtualThread(
                    () -> {
                        try (socket) {
                            socket.setTcpNoDelay(true);
                            handler.handle(socket);
                        } catch (IOException e) {
                            // The client is gone.
                        }
                    });
        }
    } catch (IOException e) {
        throw new UncheckedIOException("cannot accept", e);
    }
}

void echo(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var out = socket.getOutputStream();
    var buffer = new byte[65536];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
    }
}

void echoLines(Socket socket) throws IOException {
    var in = new LineReader(socket.getInputStream());
    var out = new BufferedOutputStream(socket.getOutputStream());
    for (var line = in.readLine(); line.length > 0; line = in.readLine()) {
        out.write(line);
        if (in.isEmpty()) {
            out.flush();
        }
    }
}

/** Reads lines of bytes, as the JDK's BufferedReader does of characters. */
static final class LineReader {
    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int begin;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Whether nothing has been read ahead. */
    boolean isEmpty() {
        return begin == end;
    }

    /** A line with its newline; nothing at the end. */
    byte[] readLine() throws IOException {
        for (int seen = begin; ; seen++) {
            if (seen == end) {
                seen -= begin;
                System.arraycopy(buffer, begin, buffer, 0, seen);
                begin = 0;
                end = seen + Math.max(0, in.read(buffer, seen, buffer.length - seen));
                if (end == seen) {
                    return new byte[0];
                }
            }
            if (buffer[seen] == '\n') {
                var line = Arrays.copyOfRange(buffer, begin, seen + 1);
                begin = seen + 1;
                return line;
            }
        }
    }
}
