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
    private static final double KIBIBYTES_PER_GIBIBYTE = 1024 * 1024;

    private Machine() {}

    /** Its processors, its memory and its system. */
    static List<String> describe() {
        return List.of(
                "%d x %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                valueOf("/proc/cpuinfo", "model name")),
                memory(valueOf("/proc/meminfo", "MemTotal")),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
    }

    /** What Linux tells in kilobytes, in the unit that people know. */
    private static String memory(String kilobytes) {
        return kilobytes.endsWith(" kB")
                ? "%d GiB".formatted(Math.round(kibibytes(kilobytes) / KIBIBYTES_PER_GIBIBYTE))
                : kilobytes;
    }

    private static double kibibytes(String kilobytes) {
        return Double.parseDouble(kilobytes.substring(0, kilobytes.indexOf(' ')));
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
