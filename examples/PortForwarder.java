import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.SystemExit;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.Timeout;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ExtraInfo;

static final String HELP =
        """
        Usage: ./asyncio4j run examples/PortForwarder.java [OPTION...] [TARGET_HOST:PORT]

        Takes connections and passes their bytes on to a target, both ways, within limits. Without
        a target there is an echo server to try: "nc 127.0.0.1 8888".

          --listen HOST:PORT     where to take connections (127.0.0.1:8888); port 0 is any free one
          --max-connections N    how many at the same time (100)
          --per-client N         how many from one address (20)
          --rate N               how many bytes a second, for each connection and way (no limit)
          --idle N               end a connection on which nothing moves for N seconds (60)

        A connection too many is told so in a line of text, and closed. Ctrl-C ends all. The exit
        status is 130 then, 1 if the address cannot be had, and 2 if the arguments are wrong.
        """;

static final Duration TO_CONNECT = Duration.ofSeconds(10);
static final Duration GRACE = Duration.ofMillis(500);

void main(String[] args) {
    var options = new Options(args);
    run(() -> serve(options));
}

/** Forwards to the target, or for a try to an echo server of our own. */
void serve(Options options) throws IOException {
    if (options.target.isPresent()) {
        forward(options.target.get(), options);
    } else {
        try (var echo = Stream.serve(this::echo, "127.0.0.1", 0)) {
            forward(new Address("127.0.0.1", echo.port()), options);
        }
    }
}

void forward(Address target, Options options) throws IOException {
    var forwarder = new Forwarder(target, options);
    var listen = options.listen;
    try (var server = Stream.serve(forwarder::take, listen.host(), listen.port())) {
        IO.println(
                "Forwarding %s:%d to %s until Ctrl-C"
                        .formatted(listen.host(), server.port(), target));
        try {
            getRunningLoop().createFuture().await(); // for ever
        } finally {
            server.close();
            server.abortClients();
            server.shutdown(GRACE); // which the handlers need to notice
        }
    } catch (BindException | UnknownHostException unusable) {
        System.err.println("PortForwarder: " + unusable.getMessage());
        throw new SystemExit(1);
    }
}

void echo(Stream stream) throws IOException {
    for (var some = stream.read(8192); some.isPresent(); some = stream.read(8192)) {
        stream.write(some.get());
    }
}

/** The connections under way, and their limits. */
static class Forwarder {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Address target;
    private final Options options;
    private final Map<InetAddress, Integer> openByClient = new HashMap<>();
    private int open;

    Forwarder(Address target, Options options) {
        this.target = target;
        this.options = options;
    }

    /** Serves one client, unless there are too many. No lock: nothing comes in between. */
    void take(Stream client) throws IOException {
        var peer = client.extraInfo(ExtraInfo.PEERNAME).map(InetSocketAddress.class::cast);
        if (peer.isEmpty()) {
            return; // has left already
        }
        var address = peer.get().getAddress();
        var name = address.getHostAddress() + ":" + peer.get().getPort();
        if (open >= options.maxConnections) {
            refuse(client, name, "all %d connections are taken".formatted(open));
            return;
        }
        int ofThisClient = openByClient.getOrDefault(address, 0);
        if (ofThisClient >= options.perClient) {
            refuse(client, name, "you have %d connections already".formatted(ofThisClient));
            return;
        }
        open++;
        openByClient.merge(address, 1, Integer::sum);
        try {
            IO.println(name + " " + forward(client));
        } finally {
            open--;
            openByClient.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    private static void refuse(Stream client, String name, String reason) throws IOException {
        IO.println(name + " was refused: " + reason);
        client.write("PortForwarder: " + reason + "; come back later\n");
    }

    /** Passes bytes on both ways until both ends have ended, and tells how it went. */
    private String forward(Stream client) throws IOException {
        var moved = new long[2];
        try {
            var server = connect();
            try {
                var idle = Timeout.after(options.idle);
                idle.run(
                        () -> {
                            TaskGroup.run(
                                    group -> {
                                        group.createTask(
                                                () -> pump(client, server, idle, moved, 0));
                                        group.createTask(
                                                () -> pump(server, client, idle, moved, 1));
                                    });
                            client.close(); // waits for what is still on its way
                            server.close();
                        });
            } finally {
                server.abort();
            }
            return "ended, %d bytes there and %d back".formatted(moved[0], moved[1]);
        } catch (TimeoutException late) {
            return "was ended: nothing moved any more; %d bytes there and %d back"
                    .formatted(moved[0], moved[1]);
        } catch (IOException failure) {
            return "was ended: " + failure.getMessage();
        } catch (ExceptionGroup failures) {
            return "was ended: " + failures.exceptions().getFirst().getMessage();
        } finally {
            client.abort(); // drops what it has not taken
        }
    }

    private Stream connect() throws IOException {
        try {
            return timeout(TO_CONNECT, () -> Stream.connect(target.host(), target.port()));
        } catch (TimeoutException late) {
            throw new IOException(target + " did not answer", late);
        }
    }

    private void pump(Stream from, Stream to, Timeout idle, long[] moved, int way)
            throws IOException {
        int piece = Math.clamp(options.rate / 4, 1, PIECE_BYTES);
        for (var some = from.read(piece); some.isPresent(); some = from.read(piece)) {
            byte[] bytes = some.get();
            idle.reschedule(getRunningLoop().time().plus(options.idle));
            to.write(bytes); // waits while the receiver is slow, and so does the sender
            moved[way] += bytes.length;
            sleep(Duration.ofNanos(1_000_000_000L * bytes.length / options.rate));
            idle.reschedule(getRunningLoop().time().plus(options.idle));
        }
        to.writeEof();
    }
}

/** A host, or its address, and a port. */
record Address(String host, int port) {
    static Address of(String text) {
        int colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            Options.refuse("an address is HOST:PORT, not " + text);
        }
        return new Address(text.substring(0, colon), Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

/** What the user asked for. */
static final class Options {
    Optional<Address> target = Optional.empty();
    Address listen = new Address("127.0.0.1", 8888);
    int maxConnections = 100;
    int perClient = 20;
    long rate = Long.MAX_VALUE;
    Duration idle = Duration.ofSeconds(60);

    Options(String[] args) {
        for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "-h", "--help" -> {
                    IO.print(HELP);
                    throw new SystemExit(0);
                }
                case "--listen" -> listen = Address.of(valueOf(word, rest));
                case "--max-connections" -> maxConnections = number(word, rest);
                case "--per-client" -> perClient = number(word, rest);
                case "--rate" -> rate = number(word, rest);
                case "--idle" -> idle = Duration.ofSeconds(number(word, rest));
                default -> {
                    if (word.startsWith("-")) {
                        refuse("unknown option: " + word);
                    }
                    target = Optional.of(Address.of(word));
                }
            }
        }
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            refuse(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, Iterator<String> rest) {
        var text = valueOf(option, rest);
        if (!text.matches("[1-9]\\d{0,8}")) {
            refuse(option + " needs a number above zero, not " + text);
        }
        return Integer.parseInt(text);
    }

    static void refuse(String mistake) {
        System.err.println("PortForwarder: " + mistake + "; see --help");
        throw new SystemExit(2);
    }
}
