package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures were measured on.
 *
 * <p>Thread-safe.
 */
final class Machine {
    private Machine() {}

    /** Its processors, its memory and its system. */
    static List<String> describe() {
        return List.of(
                "%d x %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                valueOf("/proc/cpuinfo", "model name")),
                valueOf("/proc/meminfo", "MemTotal"),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
    }

    private static String valueOf(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
