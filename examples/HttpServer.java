import static io.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.SystemExit;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.IncompleteReadException;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentity;

import java.nio.channels.FileChannel;

static final String HELP =
        """
        Usage: ./asyncio4j run examples/HttpServer.java [OPTION...] [DIRECTORY]

        Serves the files of a directory (the current one) over HTTP/1.1: a small server, made of
        streams, to read. Try it with "curl -i http://127.0.0.1:8080/".

          --host HOST   listen on an address of this machine (127.0.0.1)
          --port N      the port (8080); 0 lets the system choose one
          --wait N      give a client up that says or takes nothing for N seconds (15)
          --cert FILE   serve HTTPS with this certificate, and those that vouch for it, in PEM
          --key FILE    the private key of the certificate, in PEM

        Links are followed, but not out of the directory: what is there is not found.

        Ctrl-C ends it, after the answers under way. The exit status is 130 then, 1 if it cannot
        serve, and 2 if the arguments are wrong.
        """;

static final int MAX_HEAD_BYTES = 16 * 1024;
static final int PIECE_BYTES = 256 * 1024;
static final Duration GRACE = Duration.ofSeconds(5);

void main(String[] args) {
    var options = new Options(args);
    run(() -> serve(options));
}

void serve(Options options) throws IOException {
    var site = new Site(options.directory);
    var guests = new Guests();
    Stream.Handler handler = stream -> new Conversation(stream, site, guests, options.wait).hold();
    try (var server =
            Stream.serve(handler, List.of(options.host), options.port, options.listening())) {
        IO.println(
                "Serving %s on %s://%s:%d/ until Ctrl-C"
                        .formatted(
                                site.root(),
                                options.cert.isPresent() ? "https" : "http",
                                options.host,
                                server.port()));
        try {
            getRunningLoop().createFuture().await(); // for ever
        } finally {
            server.close();
            guests.end();
            server.shutdown(GRACE);
        }
    } catch (IOException impossible) {
        System.err.println("HttpServer: " + impossible.getMessage());
        throw new SystemExit(1);
    }
}

/** The connections on which nothing happens. At the end they can be closed at once. */
static class Guests {
    private final Set<Stream> waiting = new HashSet<>();
    private boolean isEnding;

    void end() {
        isEnding = true;
        waiting.forEach(Stream::abort);
    }
}

/** The requests and answers of one connection. */
static class Conversation {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(ISO_8859_1);

    private final Stream stream;
    private final Site site;
    private final Guests guests;
    private final Duration patience;
    private boolean isSending;

    Conversation(Stream stream, Site site, Guests guests, Duration patience) {
        this.stream = stream;
        this.site = site;
        this.guests = guests;
        this.patience = patience;
    }

    /** Answers one request after the other, until either side has had enough. */
    void hold() throws IOException {
        try {
            while (answerNext()) {}
        } catch (IncompleteReadException _) {
            // the client has left, between requests or within one: nobody to answer
        } catch (LimitOverrunException _) {
            refuse(431, "the head of a request may have %d bytes".formatted(MAX_HEAD_BYTES));
        } catch (BadRequest bad) {
            refuse(bad.status, bad.getMessage());
        } catch (TimeoutException late) {
            if (isSending) {
                IO.println("(a client did not take its answer)");
                stream.abort();
            } else {
                refuse(408, "nothing came for %d seconds".formatted(patience.toSeconds()));
            }
        }
    }

    private boolean answerNext() throws IOException {
        isSending = false;
        byte[] head = readHead();
        var request = Request.of(new String(head, ISO_8859_1));
        var found = toThread(() -> site.find(request.target()));
        isSending = true;
        switch (found) {
            case Found.Text(int status, String html) -> {
                byte[] body = html.getBytes(UTF_8);
                var type = "Content-Type: text/html; charset=utf-8";
                send(request, head(status, type, body.length, request));
                if (!request.isHead()) {
                    timeout(patience, () -> stream.write(body));
                }
            }
            case Found.Moved(String location) -> {
                var moved = "Location: %s\r\n".formatted(location);
                send(request, head(301, moved + "Content-Type: text/html", 0, request));
            }
            case Found.File(Path path, String type) -> {
                try (var file = FileChannel.open(path)) {
                    long size = file.size();
                    send(request, head(200, "Content-Type: " + type, size, request));
                    sendFile(file, request.isHead() ? 0 : size);
                }
            }
        }
        return request.isKeptAlive() && !guests.isEnding;
    }

    private byte[] readHead() throws IOException {
        guests.waiting.add(stream);
        try {
            return timeout(patience, () -> stream.readUntil(END_OF_HEAD));
        } finally {
            guests.waiting.remove(stream);
        }
    }

    /** Sends a file in pieces, so that a large one may take its time, but none of its pieces. */
    private void sendFile(FileChannel file, long size) throws IOException {
        for (long sent = 0; sent < size; ) {
            long offset = sent;
            long count = Math.min(PIECE_BYTES, size - sent);
            long piece = timeout(patience, () -> stream.sendFile(file, offset, count));
            if (piece == 0) {
                throw new IOException("the file was cut short while it was being sent");
            }
            sent += piece;
        }
    }

    private void send(Request request, String head) throws IOException {
        IO.println(request.method() + " " + request.target() + " " + head.substring(9, 12));
        timeout(patience, () -> stream.write(head));
    }

    /** Answers what cannot be understood. After that, nothing of the client makes sense. */
    private void refuse(int status, String reason) throws IOException {
        IO.println("(" + reason + ") " + status);
        var text = reason + "\n";
        var allow = status == 405 ? "Allow: GET, HEAD\r\n" : "";
        stream.write(
                "HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\nContent-Length: %d\r\n"
                                .formatted(Status.line(status), allow, text.length())
                        + "Connection: close\r\n\r\n"
                        + text);
        linger();
    }

    /** Lets the client read the refusal: what it is still sending must not reset it. */
    private void linger() throws IOException {
        if (!stream.transport().canWriteEof()) { // TLS ends both directions at once
            return;
        }
        stream.writeEof();
        try {
            timeout(
                    Duration.ofSeconds(1),
                    () -> {
                        while (stream.read(PIECE_BYTES).isPresent()) {}
                    });
        } catch (TimeoutException _) {
            stream.abort();
        }
    }

    private static String head(int status, String fields, long length, Request request) {
        return "HTTP/1.1 %s\r\n%s\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n"
                .formatted(
                        Status.line(status),
                        fields,
                        length,
                        request.isKeptAlive() ? "keep-alive" : "close");
    }
}

/** What a client asks for. */
record Request(String method, String target, boolean isKeptAlive) {
    private static final Pattern LINE = Pattern.compile("([A-Z]+) ([!-~]+) HTTP/1\\.([01])");
    private static final Pattern FIELD =
            Pattern.compile("([-!#$%&'*+.^_`|~0-9A-Za-z]+):[ \t]*([^\0\r\n]*?)[ \t]*");

    boolean isHead() {
        return method.equals("HEAD");
    }

    static Request of(String head) {
        var lines = List.of(head.strip().split("\r\n", -1));
        var line = LINE.matcher(lines.getFirst());
        if (!line.matches()) {
            throw new BadRequest(400, "the first line is not that of a request in HTTP/1");
        }
        var fields = new HashMap<String, String>();
        for (var each : lines.subList(1, lines.size())) {
            var field = FIELD.matcher(each);
            if (!field.matches()) {
                throw new BadRequest(400, "a header field is not well formed");
            }
            fields.merge(
                    field.group(1).toLowerCase(Locale.ROOT),
                    field.group(2),
                    (a, b) -> a + ", " + b);
        }
        boolean isNew = line.group(3).equals("1");
        if (isNew && (!fields.containsKey("host") || fields.get("host").contains(","))) {
            throw new BadRequest(400, "HTTP/1.1 wants one Host field");
        }
        if (!List.of("GET", "HEAD").contains(line.group(1))) {
            throw new BadRequest(405, "there is only GET and HEAD here");
        }
        if (fields.containsKey("transfer-encoding")
                || !fields.getOrDefault("content-length", "0").equals("0")) {
            throw new BadRequest(413, "requests with a body are not taken here");
        }
        var connection = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean isKeptAlive =
                isNew ? !connection.contains("close") : connection.contains("keep-alive");
        return new Request(line.group(1), line.group(2), isKeptAlive);
    }
}

/** A request that cannot be answered as it is. */
static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequest(int status, String reason) {
        super(reason);
        this.status = status;
    }
}

/** What there is for a request. */
sealed interface Found {
    record File(Path path, String type) implements Found {}

    record Text(int status, String html) implements Found {}

    /** A directory whose name lacks the slash, without which its links would lead elsewhere. */
    record Moved(String location) implements Found {}
}

/** The files that may be read: those of a directory, and of no other. */
record Site(Path root) {
    private static final Found NOT_FOUND = new Found.Text(404, "<h1>Not found</h1>\n");

    /** Looks for what a request names. Blocks while the disk does. */
    Found find(String target) throws IOException {
        try {
            var uri = new URI(target);
            var path = uri.getPath();
            var file = root.resolve("." + path).toRealPath(); // follows links, and dots
            if (!path.startsWith("/") || !file.startsWith(root)) {
                return NOT_FOUND;
            }
            if (Files.isDirectory(file)) {
                return path.endsWith("/") ? list(file, path) : new Found.Moved(withSlash(uri));
            }
            return Files.isRegularFile(file) && Files.isReadable(file)
                    ? new Found.File(file, type(file))
                    : NOT_FOUND;
        } catch (URISyntaxException | InvalidPathException | FileSystemException missing) {
            return NOT_FOUND;
        }
    }

    /** Relative, so that it cannot lead to another host. */
    private static String withSlash(URI uri) {
        var path = uri.getRawPath();
        return "./" + path.substring(path.lastIndexOf('/') + 1) + "/";
    }

    private boolean isWithin(Path file) {
        try {
            return file.toRealPath().startsWith(root);
        } catch (IOException missing) { // a link that leads nowhere
            return false;
        }
    }

    private Found list(Path directory, String path) throws IOException {
        var html = new StringBuilder("<h1>").append(escape(path)).append("</h1>\n<ul>\n");
        try (var files = Files.list(directory)) {
            for (var file : files.filter(this::isWithin).sorted().toList()) {
                var name = file.getFileName() + (Files.isDirectory(file) ? "/" : "");
                var link = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("%2F", "/");
                html.append("<li><a href=\"./%s\">%s</a>\n".formatted(link, escape(name)));
            }
        }
        return new Found.Text(200, html.append("</ul>\n").toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String type(Path file) throws IOException {
        var type = Files.probeContentType(file);
        return type == null ? "application/octet-stream" : type;
    }
}

/** The numbers and words for how a request went. */
static final class Status {
    static String line(int status) {
        var words =
                switch (status) {
                    case 200 -> "OK";
                    case 301 -> "Moved Permanently";
                    case 400 -> "Bad Request";
                    case 404 -> "Not Found";
                    case 405 -> "Method Not Allowed";
                    case 408 -> "Request Timeout";
                    case 413 -> "Content Too Large";
                    case 431 -> "Request Header Fields Too Large";
                    default -> throw new IllegalArgumentException("no words for " + status);
                };
        return status + " " + words;
    }
}

/** What the user asked for. */
static final class Options {
    String host = "127.0.0.1";
    int port = 8080;
    Duration wait = Duration.ofSeconds(15);
    Path directory = Path.of("");
    Optional<Path> cert = Optional.empty();
    Optional<Path> key = Optional.empty();

    Options(String[] args) {
        for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "-h", "--help" -> {
                    IO.print(HELP);
                    throw new SystemExit(0);
                }
                case "--host" -> host = valueOf(word, rest);
                case "--port" -> port = number(word, valueOf(word, rest), 0, 65_535);
                case "--cert" -> cert = Optional.of(Path.of(valueOf(word, rest)));
                case "--key" -> key = Optional.of(Path.of(valueOf(word, rest)));
                case "--wait" ->
                        wait = Duration.ofSeconds(number(word, valueOf(word, rest), 1, 86_400));
                default -> {
                    if (word.startsWith("-")) {
                        refuse("unknown option: " + word);
                    }
                    directory = Path.of(word);
                }
            }
        }
        try {
            directory = directory.toRealPath();
        } catch (IOException missing) {
            refuse("there is no directory " + directory);
        }
        if (!Files.isDirectory(directory)) {
            refuse(directory + " is no directory; name the one that it is in");
        }
        if (cert.isPresent() != key.isPresent()) {
            refuse("--cert and --key go together");
        }
    }

    ServerOptions listening() throws IOException {
        var listening = ServerOptions.DEFAULT.withLimitBytes(MAX_HEAD_BYTES);
        return cert.isPresent()
                ? listening.withTls(ServerTls.of(TlsIdentity.pem(cert.get(), key.get())))
                : listening;
    }

    private static String valueOf(String option, Iterator<String> rest) {
        var value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank()) {
            refuse(option + " needs a value");
        }
        return value;
    }

    private static int number(String option, String text, int least, int most) {
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            refuse("%s needs a number from %d to %d, not %s".formatted(option, least, most, text));
        }
        return number;
    }

    private static void refuse(String mistake) {
        System.err.println("HttpServer: " + mistake + "; see --help");
        throw new SystemExit(2);
    }
}
