package io.asyncio4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program {@code jwebserver} of the JDK, serving a directory on a free port. */
final class JdkWebServer implements AutoCloseable {
    private final Process process;
    private final String url;

    JdkWebServer(Path directory) throws IOException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        var command = List.of(program, "-b", "127.0.0.1", "-p", "0", "-o", "none");
        process = Run.start(command, directory, Map.of());
        var output = process.inputReader();
        output.readLine(); // what it serves
        url = output.readLine().replaceFirst("URL ", "");
    }

    /** The address of the directory, ending with a slash. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
