package io.asyncio4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the script {@code asyncio4j} as a process of its own: what it printed, how it ended. */
record Command(int status, String output, String errors) {
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    /** Runs the repository's own script in {@code directory}. */
    static Command asyncio4j(Path directory, String... arguments) throws Exception {
        return finish(start(REPOSITORY.resolve("asyncio4j"), directory, arguments));
    }

    static Running start(Path script, Path directory, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var errors = Files.createTempFile(directory, "errors", ".txt");
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectError(errors.toFile())
                        .start();
        return new Running(process, errors);
    }

    static Command finish(Running running) throws Exception {
        var output = running.process().getInputStream().readAllBytes();
        var status = running.process().waitFor();
        return new Command(
                status,
                new String(output, StandardCharsets.UTF_8),
                Files.readString(running.errors()));
    }

    record Running(Process process, Path errors) {}
}
