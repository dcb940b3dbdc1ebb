import static io.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;
import io.asyncio4j.process.ProcessOptions;
import io.asyncio4j.process.Redirection;
import io.asyncio4j.process.Subprocess;

static final String HELP =
        """
        Usage: ./asyncio4j run examples/Tail.java [-n N] [FILE...] [-e COMMAND]...

        Follows files, as "tail -F" does, and the output of shell commands, all at once, and prints
        them as one stream of lines, each with the name of its source. Without files and commands
        it shows three small services at work, for a few seconds.

          -n N         begin with the last N lines of each file (10)
          -e COMMAND   run a command of the shell and follow its output and errors

        Ctrl-C ends all of it. The exit status is 0 if every source ended well, 1 if one did not, 2
        if the arguments are wrong, and 130 after Ctrl-C.
        """;

/** What is followed: the name to print, and the command that prints the lines. */
record Source(String name, List<String> command) {}

static final int CTRL_C = -2;

static final List<Source> SERVICES =
        List.of(
                service("web", "GET /page/$i 200", 0.2, 10),
                service("db", "query $i took ${i}0 ms", 0.3, 6),
                service("mail", "queue holds $i letters", 0.5, 4));

void main(String[] args) {
    var sources = parse(args);
    var failed = run(() -> follow(sources.isEmpty() ? SERVICES : sources));
    if (failed > 0) {
        throw new SystemExit(1);
    }
}

/** Follows all sources at once, and answers how many failed. */
int follow(List<Source> sources) throws IOException {
    int width = sources.stream().mapToInt(source -> source.name().length()).max().orElse(0);
    var out = Streams.stdout();
    var followers = new ArrayList<Task<Integer>>();
    try {
        TaskGroup.run(
                group -> {
                    for (var source : sources) {
                        followers.add(group.createTask(() -> followOne(source, width, out)));
                    }
                });
    } finally {
        out.close();
        out.waitClosed();
    }
    return followers.stream().mapToInt(Task::result).sum();
}

/** Follows one source to its end. If that is cancelled, the block ends the program. */
int followOne(Source source, int width, StreamWriter out) throws IOException {
    var prefix = source.name() + " ".repeat(width - source.name().length()) + " | ";
    var options =
            ProcessOptions.DEFAULT
                    .withStdin(Redirection.DEVNULL)
                    .withStdout(Redirection.PIPE)
                    .withStderr(Redirection.STDOUT);
    try (var child =
            Subprocess.createSubprocessExec(options, source.command().toArray(String[]::new))) {
        for (var line = read(child.stdout()); line.isPresent(); line = read(child.stdout())) {
            out.write(prefix + line.get() + "\n");
            out.drain(); // a slow terminal slows down the programs
        }
        int code = child.await();
        if (code != 0 && code != CTRL_C) { // a terminal sends Ctrl-C to the programs too
            out.write(prefix + "(ended with " + code + ")\n");
        }
        return code == 0 ? 0 : 1;
    } catch (IOException cannotStart) {
        out.write(prefix + "(" + cannotStart.getMessage() + ")\n");
        return 1;
    }
}

/** The next line without its end; empty at the end of the stream. */
Optional<String> read(StreamReader reader) throws IOException {
    try {
        byte[] line = reader.readLine();
        return line.length == 0
                ? Optional.empty()
                : Optional.of(new String(line, UTF_8).stripTrailing());
    } catch (LimitOverrunException tooLong) {
        return Optional.of("(a line of more than 64 KiB was left out)");
    }
}

/** A small service for those who have nothing to follow: prints a line now and then. */
static Source service(String name, String line, double pauseSeconds, int count) {
    return new Source(
            name,
            List.of(
                    "/bin/sh",
                    "-c",
                    "i=1; while [ $i -le %d ]; do echo \"%s\"; sleep %s; i=$((i + 1)); done"
                            .formatted(count, line, pauseSeconds)));
}

List<Source> parse(String[] args) {
    var files = new ArrayList<String>();
    var commands = new ArrayList<Source>();
    var lines = "10";
    for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
        var word = rest.next();
        switch (word) {
            case "-h", "--help" -> {
                IO.print(HELP);
                throw new SystemExit(0);
            }
            case "-n" -> lines = number(valueOf(word, rest));
            case "-e" -> {
                var command = valueOf(word, rest);
                commands.add(new Source(command, List.of("/bin/sh", "-c", command)));
            }
            default -> {
                if (word.startsWith("-")) {
                    refuse("unknown option: " + word);
                }
                files.add(word);
            }
        }
    }
    var sources = new ArrayList<Source>();
    for (var file : files) {
        sources.add(new Source(file, List.of("tail", "-n", lines, "-F", "--", file)));
    }
    sources.addAll(commands);
    return sources;
}

String valueOf(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
        refuse(option + " needs a value");
    }
    return rest.next();
}

String number(String text) {
    if (!text.matches("\\d{1,9}")) {
        refuse("-n needs a number of lines, not " + text);
    }
    return text;
}

void refuse(String mistake) {
    System.err.println("Tail: " + mistake + "; see --help");
    throw new SystemExit(2);
}
