package io.asyncio4j.cli;

import io.asyncio4j.KeyboardInterrupt;
import io.asyncio4j.SystemExit;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The entry point of {@code ./asyncio4j run FILE.java [argument...]}.
 *
 * <p>The exit status is that of the program: 0 when {@code main} returns, the status of a {@link
 * SystemExit}, {@value #INTERRUPTED} after Ctrl-C, and 1 when {@code main} throws, or the program
 * does not compile or has no {@code main}.
 *
 * <p>Thread-safe.
 */
public final class Launcher {
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    private Launcher() {}

    /**
     * Runs the program in the file that the first argument names, with the other arguments. Returns
     * only if its {@code main} returned; else the JVM exits with the status that the class
     * describes.
     *
     * @throws Throwable what the program's {@code main} threw, for the JVM to print as it does for
     *     any program
     */
    public static void main(String[] args) throws Throwable {
        var cache = new ProgramCache(Path.of(System.getProperty("asyncio4j.programs")));
        var program = cache.find(Path.of(args[0]));
        if (program.isEmpty()) {
            System.exit(FAILED);
        }
        try {
            if (!program.get().run(Arrays.copyOfRange(args, 1, args.length))) {
                System.err.println(
                        "asyncio4j: nothing to run in "
                                + args[0]
                                + ": its first class has no main; write void main() { ... } on its"
                                + " own, or public static void main(String[] args) in the class");
                System.exit(FAILED);
            }
        } catch (SystemExit exit) {
            System.exit(exit.status());
        } catch (KeyboardInterrupt interrupt) {
            System.exit(INTERRUPTED);
        }
    }
}
