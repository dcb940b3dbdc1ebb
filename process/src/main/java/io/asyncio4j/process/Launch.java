package io.asyncio4j.process;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One start of a program, in a thread of its own because it blocks. The child belongs to the thread
 * until the loop takes it; a start that nobody waits for any more ends what it has started.
 *
 * <p>Confined to the loop, but for {@link #startBlocking}.
 */
final class Launch {
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final ProcessBuilder builder;
    private final ProcessOptions options;

    /** Guarded by this, as the next one. Set by the loop, for good. */
    private boolean isAbandoned;

    /** Set by the thread if the start was not abandoned before; the child to be taken. */
    private @Nullable ChildStreams started;

    private Launch(ProcessOptions options, List<String> command) {
        this.options = options;
        this.builder = new ProcessBuilder(command);
        options.directory().ifPresent(path -> builder.directory(path.toFile()));
        options.environment()
                .ifPresent(
                        variables -> {
                            Map<String, String> all = builder.environment();
                            all.clear();
                            all.putAll(variables);
                        });
    }

    /** Starts a program. Suspends until it runs or cannot. */
    static ChildStreams start(ProcessOptions options, List<String> command) throws IOException {
        check(command);
        return new Launch(options, List.copyOf(command)).start();
    }

    private static void check(List<String> command) {
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException(
                    "the command needs a program as its first word, but is " + command);
        }
        for (String word : command) {
            if (word.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "\""
                                + word.replace("\0", "\\0")
                                + "\" cannot be an argument of a program: it holds NUL, which ends"
                                + " a word; pass such data through stdin");
            }
        }
    }

    private ChildStreams start() throws IOException {
        Future<ChildStreams> starting = OffLoop.run(loop, "process-start", this::startBlocking);
        try {
            return Asyncio.shield(starting).await(IOException.class);
        } catch (CancelledError cancelled) {
            endWhatStarts(starting);
            throw cancelled;
        }
    }

    private ChildStreams startBlocking() throws IOException {
        ChildStreams child;
        try {
            child = ChildStreams.start(builder, options);
        } catch (IOException failure) {
            throw LaunchFailures.explain(
                    builder.command().getFirst(), options.directory(), failure);
        }
        synchronized (this) {
            if (!isAbandoned && !loop.isClosed()) {
                started = child;
                return child;
            }
        }
        child.end();
        return child;
    }

    /** Waits until there is no child any more; a second cancellation ends only the waiting. */
    private void endWhatStarts(Future<ChildStreams> starting) {
        Future<?> ending = starting; // its thread ends the child
        synchronized (this) {
            isAbandoned = true;
            ChildStreams child = started;
            if (child != null) {
                ending =
                        OffLoop.run(
                                loop,
                                "process-end",
                                () -> {
                                    child.end();
                                    return child;
                                });
            }
        }
        try {
            Asyncio.wait(List.of(ending));
        } catch (CancelledError again) {
            return; // the first one is thrown; the thread finishes alone
        }
        var _ = ending.exception(); // a program that did not start leaves nothing behind
    }
}
