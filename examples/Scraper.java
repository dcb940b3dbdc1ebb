import static io.asyncio4j.Asyncio.*;

import module java.net.http;

import io.asyncio4j.SystemExit;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.queues.Queue;

static final String HELP =
        """
        Usage: ./asyncio4j run examples/Scraper.java [OPTION...] [URL...]

        Fetches pages, many at a time, and prints a table of them. Without a URL it serves the
        current directory with the JDK's jwebserver, and begins with its README.md.

          --depth N      follow links within the site, N steps far (0; without a URL 2)
          --workers N    fetch N pages at the same time (8; with 1, one by one)
          --timeout N    give a request up after N seconds (10)
          --retries N    repeat a request that failed for the moment, N times at most (2)

        On a terminal, a line shows the progress. Ctrl-C stops, and still prints the table.
        The exit status is 0 if all pages were fetched, 1 if one was not, 2 if the arguments are
        wrong, and 130 after Ctrl-C.
        """;

void main(String[] args) {
    var options = new Options(args);
    var crawl = new Crawl(options);
    run(() -> crawl.scrape(options.urls.isEmpty() ? List.of(serveReadme()) : options.urls));
    if (crawl.hasFailures()) {
        throw new SystemExit(1);
    }
}

/** The pages still to fetch, the pages fetched, and the tasks that turn the one into the other. */
static class Crawl {
    private static final Duration BACKOFF = Duration.ofMillis(100);

    private final Options options;
    private final Fetcher fetcher;
    private final Screen screen = Screen.here();

    private final Queue<Page> queue = new Queue<>();
    private final Set<URI> known = new HashSet<>();
    private final Set<String> sites = new HashSet<>();
    private final List<Row> rows = new ArrayList<>();
    private int found;

    Crawl(Options options) {
        this.options = options;
        this.fetcher = new Fetcher(Duration.ofSeconds(options.timeout));
    }

    /** Fetches everything. If Ctrl-C cancels that, the table shows how far it came. */
    void scrape(List<URI> start) {
        var begin = getRunningLoop().time();
        for (var uri : start) {
            sites.add(Links.site(uri));
            enqueue(uri, 0);
        }
        try {
            TaskGroup.run(group -> fetchAll(group, begin));
        } finally {
            screen.rewrite("");
            new Report(rows, screen).print(queue.size(), since(begin));
        }
    }

    boolean hasFailures() {
        return rows.stream().anyMatch(row -> row.answer().isFailure());
    }

    private void fetchAll(TaskGroup group, Instant begin) {
        var progress = group.createTask(() -> showProgress(begin));
        for (int i = 0; i < options.workers; i++) {
            group.createTask(this::work);
        }
        queue.join(); // until all pages are done, also those found meanwhile
        queue.shutdown(); // ends the loops of the workers
        progress.cancel();
    }

    private void work() {
        for (Page page : queue) {
            var answer = fetch(page);
            known.add(answer.uri()); // where redirects led
            if (page.depth() == 0) {
                sites.add(Links.site(answer.uri())); // often the one with https or www
            }
            answer.links().stream()
                    .filter(link -> sites.contains(Links.site(link)))
                    .forEach(link -> enqueue(link, page.depth() + 1));
            queue.taskDone();
        }
    }

    private void enqueue(URI uri, int depth) {
        if (depth <= options.depth && known.add(uri)) {
            queue.putNowait(new Page(++found, uri, depth));
        }
    }

    /** Fetches a page, again if that may help. It gets a row even if Ctrl-C comes in between. */
    private Answer fetch(Page page) {
        var begin = getRunningLoop().time();
        var answer = Answer.none(page.uri(), "interrupted");
        int attempts = 1;
        try {
            answer = fetcher.fetch(page.uri());
            while (answer.isTransient() && attempts <= options.retries) {
                sleep(BACKOFF.multipliedBy((long) attempts * attempts));
                attempts++;
                answer = fetcher.fetch(page.uri());
            }
            return answer;
        } finally {
            rows.add(new Row(page, answer, attempts, since(begin)));
        }
    }

    private void showProgress(Instant begin) {
        while (true) {
            int done = rows.size();
            int underWay = found - done - queue.size();
            var bar = "=".repeat(20 * done / found);
            screen.rewrite(
                    "[%-20s] %d of %d pages, %d under way, %s"
                            .formatted(bar, done, found, underWay, time(since(begin))));
            sleep(Duration.ofMillis(100));
        }
    }
}

/** Makes requests. Whatever goes wrong with one of them is an answer, too. */
record Fetcher(Duration limit) {
    private static final int MAX_BYTES = 8 << 20;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    /** Fetches a page. Only a cancellation gets out of here: it is an Error, not an Exception. */
    Answer fetch(URI uri) {
        try {
            return timeout(limit, () -> request(uri));
        } catch (TimeoutException late) {
            return Answer.none(uri, "timed out after " + limit.toSeconds() + " s");
        } catch (Exception failure) {
            return Answer.none(uri, reason(failure));
        }
    }

    private static Answer request(URI uri) {
        var request = HttpRequest.newBuilder(uri).header("User-Agent", "asyncio4j").build();
        var whole = HttpResponse.BodyHandlers.ofByteArray();
        var limited = HttpResponse.BodyHandlers.limiting(whole, MAX_BYTES);
        var response = await(CLIENT.sendAsync(request, limited));
        int status = response.statusCode();
        int bytes = response.body().length;
        return new Answer(response.uri(), status, bytes, Links.in(response), problem(status));
    }

    private static Optional<String> problem(int status) {
        return switch (status / 100) {
            case 2 -> Optional.empty();
            case 3 -> Optional.of("redirected too often");
            case 4 -> Optional.of(status == 404 ? "not found" : "refused by the server");
            default -> Optional.of("failed on the server");
        };
    }

    private static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case UnresolvedAddressException _ -> "no such host";
            case ClosedChannelException _ -> "connection refused";
            case EOFException _ -> "answer cut short";
            default -> String.valueOf(root.getMessage()).replaceAll("\\p{Cntrl}", "?");
        };
    }
}

/** Finds the addresses to which a page links. */
static class Links {
    private static final Pattern HTML = Pattern.compile("(?i)<a\\s[^>]*?href=[\"']([^\"']+)");
    private static final Pattern MARKDOWN = Pattern.compile("\\]\\(([^()\\s]+)");

    static List<URI> in(HttpResponse<byte[]> page) {
        var type = page.headers().firstValue("content-type").orElse("");
        if (page.statusCode() >= 300 || !type.matches("text/(html|markdown).*")) {
            return List.of();
        }
        var text = new String(page.body(), StandardCharsets.UTF_8);
        return (type.contains("html") ? HTML : MARKDOWN)
                .matcher(text)
                .results()
                .flatMap(link -> resolve(page.uri(), link.group(1).replace("&amp;", "&")).stream())
                .distinct()
                .toList();
    }

    /** The address as it is asked for, so without fragment; empty if it is not one of the web. */
    static Optional<URI> resolve(URI base, String link) {
        try {
            // java.net.URI follows an old standard, in which "?page=2" drops the end of the path.
            var target = link.startsWith("?") ? base.getRawPath() + link : link;
            var uri = base.resolve(target).normalize();
            if (uri.getHost() == null || !uri.getScheme().matches("(?i)https?")) {
                return Optional.empty();
            }
            var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return Optional.of(URI.create(site(uri) + path + query));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static String site(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}

/** What is printed at the end. */
record Report(List<Row> rows, Screen screen) {
    private static final String FIGURES = "%6s %9s %8s %5s  ";

    void print(int left, Duration took) {
        var sites = rows.stream().map(row -> Links.site(row.page().uri())).distinct().toList();
        var site = sites.size() == 1 ? sites.getFirst() : "";
        var header = FIGURES.formatted("STATUS", "SIZE", "TIME", "LINKS") + "PAGE ";
        IO.println(screen.paint(Screen.BOLD, screen.shorten(header + site)));
        rows.sort(Comparator.comparingInt(row -> row.page().number()));
        rows.forEach(row -> printRow(row, site));
        printSums(left, took);
    }

    private void printRow(Row row, String site) {
        var answer = row.answer();
        var status = answer.status() == 0 ? "-" : answer.status();
        var links = answer.isFailure() ? "-" : answer.links().size();
        var figures = FIGURES.formatted(status, size(answer.bytes()), time(row.took()), links);
        var line = screen.shorten(figures + row.page().uri().toString().substring(site.length()));
        IO.println(answer.isFailure() ? screen.paint(Screen.RED, line) : line);
        if (answer.isFailure()) {
            var problem = answer.problem().get() + ", attempt " + row.attempts();
            IO.println(screen.shorten(" ".repeat(figures.length()) + problem));
        }
    }

    private void printSums(int left, Duration took) {
        long failed = rows.stream().filter(row -> row.answer().isFailure()).count();
        long bytes = rows.stream().mapToLong(row -> row.answer().bytes()).sum();
        var inTurn = rows.stream().map(Row::took).reduce(Duration.ZERO, Duration::plus);
        double factor = (double) inTurn.toNanos() / took.toNanos();
        IO.println(
                "%d fetched, %d failed, %d left out; %s in %s"
                        .formatted(rows.size() - failed, failed, left, size(bytes), time(took)));
        if (factor >= 1.1) { // else nothing was gained, as with one worker
            IO.println(
                    "one by one it would have taken up to %s, %.1f times as long"
                            .formatted(time(inTurn), factor));
        }
    }
}

/** Where the output goes: a terminal, or a file or pipe, in which no line can be written again. */
record Screen(boolean isTerminal, int columns) {
    static final int BOLD = 1;
    static final int RED = 31;

    static Screen here() {
        boolean isTerminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        var columns = System.getenv().getOrDefault("COLUMNS", isTerminal ? askTerminal() : "");
        boolean isNumber = columns.matches("[1-9]\\d{1,3}");
        return new Screen(isTerminal, isNumber ? Integer.parseInt(columns) : Integer.MAX_VALUE);
    }

    private static String askTerminal() {
        try {
            var stty = new ProcessBuilder("stty", "size");
            var size = stty.redirectInput(ProcessBuilder.Redirect.INHERIT).start().inputReader();
            return size.readAllAsString().strip().replaceFirst(".* ", "");
        } catch (IOException thereIsNoSuchProgram) {
            return "80";
        }
    }

    void rewrite(String line) {
        if (isTerminal) {
            IO.print("\r" + shorten(line) + "\033[K");
        }
    }

    String shorten(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 4) + "...";
    }

    String paint(int style, String text) {
        boolean isPlain = !isTerminal || System.getenv("NO_COLOR") != null;
        return isPlain ? text : "\033[%dm%s\033[0m".formatted(style, text);
    }
}

/** A page to fetch: which one, where, and how many links away from the start. */
record Page(int number, URI uri, int depth) {}

/** How a request ended; without a status there was no answer. */
record Answer(URI uri, int status, int bytes, List<URI> links, Optional<String> problem) {
    static Answer none(URI uri, String problem) {
        return new Answer(uri, 0, 0, List.of(), Optional.of(problem));
    }

    boolean isFailure() {
        return problem.isPresent();
    }

    /** Whether another request may end better: not if the server knows what it does. */
    boolean isTransient() {
        return isFailure() && (status < 300 || status >= 500);
    }
}

/** A line of the table. */
record Row(Page page, Answer answer, int attempts, Duration took) {}

/** What the command line asks for. */
static class Options {
    final List<URI> urls = new ArrayList<>();
    int depth = -1;
    int workers = 8;
    int timeout = 10;
    int retries = 2;

    Options(String[] args) {
        for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
            var arg = rest.next();
            switch (arg) {
                case "--depth" -> depth = number(arg, rest, 0);
                case "--workers" -> workers = number(arg, rest, 1);
                case "--timeout" -> timeout = number(arg, rest, 1);
                case "--retries" -> retries = number(arg, rest, 0);
                case "-h", "--help" -> {
                    IO.print(HELP);
                    throw new SystemExit(0);
                }
                default -> urls.add(url(arg));
            }
        }
        if (depth < 0) {
            depth = urls.isEmpty() ? 2 : 0;
        }
    }

    private static int number(String option, Iterator<String> rest, int least) {
        var text = rest.hasNext() ? rest.next() : "nothing";
        int number = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        if (number < least) {
            throw refuse(option + " needs a number from " + least + " to 9999, not " + text);
        }
        return number;
    }

    private static URI url(String arg) {
        var kind = arg.startsWith("-") ? "option" : "address of a page";
        return Links.resolve(URI.create(""), arg).orElseThrow(() -> refuse(arg + " is no " + kind));
    }
}

/** Serves the current directory with a program of the JDK, until this one ends. */
static URI serveReadme() throws IOException {
    var jwebserver = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
    var here = Path.of("").toAbsolutePath().toString();
    var server =
            new ProcessBuilder(jwebserver, "-b", "127.0.0.1", "-p", "0", "-d", here, "-o", "none")
                    .redirectErrorStream(true)
                    .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    var output = toThread(() -> server.inputReader().lines().limit(2).toList());
    if (!output.getLast().startsWith("URL ")) {
        throw refuse("jwebserver says: " + output.getLast());
    }
    return URI.create(output.getLast().substring(4)).resolve("README.md");
}

static SystemExit refuse(String problem) {
    System.err.println("Scraper: " + problem + "; see --help");
    return new SystemExit(2);
}

static Duration since(Instant begin) {
    return Duration.between(begin, getRunningLoop().time());
}

static String time(Duration time) {
    return "%.3f s".formatted(time.toMillis() / 1000.0);
}

static String size(long bytes) {
    return bytes < 1024 ? bytes + " B" : "%.1f KiB".formatted(bytes / 1024.0);
}
