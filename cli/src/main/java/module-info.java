/**
 * Runs a single-file program, as {@code python file.py} does. The shell script {@code asyncio4j}
 * starts {@link io.asyncio4j.cli.Launcher} and tells it in the system property {@code
 * asyncio4j.programs} where compiled programs are kept (a directory; no default).
 */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.cli {
    requires io.asyncio4j;
    requires jdk.compiler;
    requires static org.jspecify;

    exports io.asyncio4j.cli;
}
