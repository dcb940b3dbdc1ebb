/** Runs a single-file program, as {@code python file.py} does. */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.cli {
    requires io.asyncio4j;
    requires java.compiler;
}
