import static io.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Action;
import io.asyncio4j.NameResolution;
import io.asyncio4j.SystemExit;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.DatagramStream;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsTrust;
import io.asyncio4j.queues.Queue;

static final String HELP =
        """
        Usage: ./asyncio4j run examples/ChatServer.java [OPTION...]
               ./asyncio4j run examples/ChatServer.java [OPTION...] join NAME

        A chat: the first form serves a room, the second enters it. A client finds the server by
        asking on the network, unless it is told where it is.

          --host HOST      serve on an address of this machine (127.0.0.1), or join there
          --port N         the TCP port (8889); 0 lets the system choose one
          --unix PATH      serve on a Unix socket too, or join there
          --discovery N    the UDP port of the question who is there (8890); 0 is none
          --cert FILE      serve TCP with TLS, by this certificate in PEM
          --key FILE       the private key of the certificate, in PEM
          --trust FILE     join with TLS, believing the certificates in this file in PEM
          --ask ADDRESS    whom a client asks: a machine, or a broadcast address (127.0.0.1)

        A certificate for a try, which the client trusts with --trust cert.pem:

          openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \\
              -subj /CN=chat -addext subjectAltName=DNS:localhost,IP:127.0.0.1

        A line may have 4,000 bytes. A member that does not read what is said is shown the
        door. Ctrl-C ends the server or the client. The exit status is 130 then, 1 if there is no
        way to serve or to join, and 2 if the arguments are wrong.
        """;

static final String QUESTION = "asyncio4j-chat: who is there?";
static final String ANSWER = "asyncio4j-chat: port ";
static final String LEAVING = "/leave";
static final int MAX_LINE_BYTES = 4_000;
static final Duration GRACE = Duration.ofSeconds(1);

void main(String[] args) {
    var options = new Options(args);
    try {
        if (options.name.isPresent()) {
            run(() -> join(options, options.name.get()));
        } else {
            run(() -> serve(options));
        }
    } catch (UncheckedIOException impossible) {
        System.err.println("ChatServer: " + impossible.getCause().getMessage());
        throw new SystemExit(1);
    }
}

// ---- the server

/** Serves one room behind all doors, until Ctrl-C comes. */
void serve(Options options) {
    var room = new Room();
    var lines = ServerOptions.DEFAULT.withLimitBytes(MAX_LINE_BYTES);
    var doors = new ArrayList<Action>();
    var news = new ArrayList<String>(); // told when all doors are open
    try {
        var secured = options.isSecured() ? lines.withTls(options.identity()) : lines;
        var tcp = Stream.serve(room::welcome, List.of(options.host), options.port, secured);
        doors.add(() -> tcp.serveUntilCancelled(GRACE));
        news.add(
                "Chat on %s, port %d%s, until Ctrl-C"
                        .formatted(
                                options.host, tcp.port(), options.isSecured() ? " with TLS" : ""));
        if (options.unix.isPresent()) {
            var unix = Stream.serveUnix(room::welcome, options.unix.get(), lines);
            doors.add(() -> unix.serveUntilCancelled(GRACE));
            news.add("Chat on " + options.unix.get());
        }
        if (options.discovery > 0) {
            var questions = DatagramStream.bind(options.whereToListen(), options.discovery);
            doors.add(() -> answer(questions, tcp.port()));
            news.add("Who asks on UDP port %d is told".formatted(options.discovery));
        }
        news.forEach(IO::println);
        TaskGroup.run(
                group -> {
                    doors.forEach(group::createTask);
                    try {
                        getRunningLoop().createFuture().await(); // for ever
                    } finally {
                        room.close();
                    }
                });
    } catch (IOException failure) {
        throw new UncheckedIOException(failure);
    }
}

/** Tells those who ask at which port the chat is. The host is the one that the answer is from. */
void answer(DatagramStream questions, int port) {
    try (questions) {
        while (true) {
            try {
                var datagram = questions.receive().orElseThrow();
                if (datagram.text().equals(QUESTION)) {
                    questions.sendTo((ANSWER + port).getBytes(UTF_8), datagram.sender());
                }
            } catch (IOException refused) {
                IO.println("An answer was not taken: " + refused.getMessage());
            }
        }
    }
}

/** Those who are there. What one says goes to all others, and nobody waits for anybody. */
static class Room {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_UNREAD = 100;

    private final Map<String, Member> members = new LinkedHashMap<>();

    /** A connection with a name, and the lines that are on their way to it. */
    record Member(String name, Stream stream, Queue<String> unread) {}

    /** Serves a connection: asks for a name, then passes on lines until it ends. */
    void welcome(Stream stream) throws IOException {
        stream.write("Your name?\n");
        String name;
        try {
            name = timeout(PATIENCE, () -> hear(stream)).orElse("").strip();
        } catch (TimeoutException silent) {
            return;
        }
        if (!NAME.matcher(name).matches()) {
            stream.write("A name has 1 to 20 letters or digits.\n");
        } else if (members.containsKey(name)) {
            stream.write("The name %s is taken.\n".formatted(name));
        } else if (members.size() >= MAX_MEMBERS) {
            stream.write("The room is full.\n");
        } else {
            stay(new Member(name, stream, new Queue<>(MAX_UNREAD)));
        }
    }

    private void stay(Member member) {
        say(member.name + " has come");
        members.put(member.name, member);
        member.unread.putNowait("Here are: " + String.join(", ", members.keySet()));
        TaskGroup.run(
                group -> {
                    group.createTask(() -> write(member));
                    try {
                        converse(member);
                    } finally {
                        member.unread.shutdown(); // what is in there is still written
                        if (members.remove(member.name, member)) {
                            say(member.name + " has left");
                        }
                    }
                });
    }

    private void converse(Member member) {
        try {
            for (var line = hear(member.stream); line.isPresent(); line = hear(member.stream)) {
                if (line.get().equals(LEAVING)) {
                    return;
                }
                if (!line.get().isBlank()) {
                    say(member.name + ": " + line.get());
                }
            }
        } catch (IOException broken) {
            IO.println("(%s: %s)".formatted(member.name, broken.getMessage()));
        }
    }

    /** Reads a line, without what could play tricks on a terminal. Empty at the end. */
    private static Optional<String> hear(Stream stream) throws IOException {
        try {
            return stream.readLine().map(line -> line.replaceAll("\\p{Cntrl}", "?"));
        } catch (LimitOverrunException tooLong) {
            return Optional.of("(a line that was too long)");
        }
    }

    /** Puts a line into everybody's queue. A member whose queue is full is shown the door. */
    private void say(String line) {
        IO.println(line);
        for (var member : List.copyOf(members.values())) {
            if (!member.unread.isFull()) {
                member.unread.putNowait(line);
            } else {
                members.remove(member.name);
                member.stream.abort();
                say(member.name + " does not read and was shown the door");
            }
        }
    }

    /** Writes to a member what is in its queue, until the queue is shut down. */
    private static void write(Member member) {
        try {
            for (var line : member.unread) {
                timeout(PATIENCE, () -> member.stream.write(line + "\n"));
            }
            member.stream.close(); // so reading ends, too
        } catch (Exception gone) { // the connection, or our patience with it
            member.stream.abort();
        }
    }

    void close() {
        say("The server ends.");
        members.values().forEach(member -> member.unread.shutdown());
    }
}

// ---- the client

/** Says what is typed, and prints what others say. */
void join(Options options, String name) {
    try (var stream = connect(options)) {
        stream.write(name + "\n");
        var typing = createTask(() -> type(Streams.stdin(), stream));
        for (var line = stream.readLine(); line.isPresent(); line = stream.readLine()) {
            IO.println(line.get());
        }
        typing.cancel();
    } catch (IOException failure) {
        throw new UncheckedIOException(failure);
    }
}

void type(StreamReader keyboard, Stream stream) throws IOException {
    for (byte[] line : keyboard) {
        stream.write(line);
    }
    stream.write(LEAVING + "\n");
}

Stream connect(Options options) throws IOException {
    if (options.unix.isPresent()) {
        return Stream.connectUnix(options.unix.get());
    }
    var secured = options.secured();
    if (options.hasPlace || options.discovery == 0) {
        return Stream.connect(options.host, options.port, secured);
    }
    var server = discover(options);
    IO.println("Found a chat on %s, port %d".formatted(server.getHostString(), server.getPort()));
    return Stream.connect(server.getHostString(), server.getPort(), secured);
}

/** Asks several times, since datagrams may be lost. */
InetSocketAddress discover(Options options) throws IOException {
    var asked = NameResolution.getAddrInfo(options.ask, options.discovery).getFirst();
    var broadcasting = DatagramOptions.DEFAULT.withFamily(StandardProtocolFamily.INET);
    try (var asking = DatagramStream.open(broadcasting.withBroadcast(true))) {
        for (int attempt = 0; attempt < 10; attempt++) {
            asking.sendTo(QUESTION.getBytes(UTF_8), asked);
            try {
                var answer = timeout(Duration.ofMillis(300), asking::receive).orElseThrow();
                var port = Pattern.compile(ANSWER + "([1-9]\\d{0,4})").matcher(answer.text());
                if (port.matches() && answer.sender() instanceof InetSocketAddress server) {
                    int number = Math.min(65_535, Integer.parseInt(port.group(1)));
                    return new InetSocketAddress(server.getAddress(), number);
                }
            } catch (TimeoutException silence) {
                // asks again
            }
        }
    }
    throw new IOException(
            "no chat answers on UDP port %d of %s; name one with --host and --port"
                    .formatted(options.discovery, options.ask));
}

/** What the user asked for. */
static final class Options {
    String host = "127.0.0.1";
    int port = 8889;
    boolean hasPlace;
    int discovery = 8890;
    String ask = "127.0.0.1";
    Optional<Path> unix = Optional.empty();
    Optional<String> name = Optional.empty();
    Optional<Path> cert = Optional.empty();
    Optional<Path> key = Optional.empty();
    Optional<Path> trust = Optional.empty();

    Options(String[] args) {
        for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "-h", "--help" -> {
                    IO.print(HELP);
                    throw new SystemExit(0);
                }
                case "--host" -> {
                    host = valueOf(word, rest);
                    hasPlace = true;
                }
                case "--port" -> {
                    port = port(word, rest);
                    hasPlace = true;
                }
                case "--unix" -> unix = Optional.of(Path.of(valueOf(word, rest)));
                case "--discovery" -> discovery = port(word, rest);
                case "--cert" -> cert = Optional.of(Path.of(valueOf(word, rest)));
                case "--key" -> key = Optional.of(Path.of(valueOf(word, rest)));
                case "--trust" -> trust = Optional.of(Path.of(valueOf(word, rest)));
                case "--ask" -> ask = valueOf(word, rest);
                case "join" -> name = Optional.of(valueOf(word, rest));
                default -> refuse("unknown word: " + word);
            }
        }
        if (cert.isPresent() != key.isPresent()) {
            refuse("--cert and --key go together");
        }
    }

    boolean isSecured() {
        return cert.isPresent();
    }

    ServerTls identity() throws IOException {
        return ServerTls.of(TlsIdentity.pem(cert.orElseThrow(), key.orElseThrow()));
    }

    /** How to connect. An answer from the network does not decide whether there is TLS. */
    ConnectOptions secured() throws IOException {
        return trust.isPresent()
                ? ConnectOptions.DEFAULT.withTls(
                        ClientTls.DEFAULT.withTrust(TlsTrust.pem(trust.get())))
                : ConnectOptions.DEFAULT;
    }

    /** A server for this machine is found from this machine; others hear broadcasts. */
    String whereToListen() {
        return host.startsWith("127.") || host.equals("localhost") ? "127.0.0.1" : "0.0.0.0";
    }

    private static String valueOf(String option, Iterator<String> rest) {
        var value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank()) {
            refuse(option + " needs a value");
        }
        return value;
    }

    private static int port(String option, Iterator<String> rest) {
        var text = valueOf(option, rest);
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            refuse(option + " needs a port from 0 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static void refuse(String mistake) {
        System.err.println("ChatServer: " + mistake + "; see --help");
        throw new SystemExit(2);
    }
}
