package io.asyncio4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sends signals by name, with the {@code kill} of the system's shell: the JDK itself knows only
 * TERM and KILL.
 *
 * <p>Thread-safe; sending blocks for the time it takes to start a program.
 */
final class Kill {
    private static final Set<String> NAMES =
            Set.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "CHLD", "CONT", "STOP", "TSTP", "TTIN",
                    "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "SYS");

    private Kill() {}

    /** The name without SIG, checked. */
    static String name(String signal) {
        String upper = signal.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "\""
                            + signal
                            + "\" is not the name of a signal; use a name such as INT, TERM or"
                            + " SIGHUP");
        }
        return name;
    }

    /** Sends a signal to those that live. Throws if the system refused all or some. */
    static void send(String name, Collection<ProcessHandle> targets) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$@\""));
        command.add(name);
        for (ProcessHandle target : targets) {
            if (target.isAlive()) { // compares the time of its start: the number may be another's
                command.add(Long.toString(target.pid()));
            }
        }
        if (command.size() == 4) {
            return;
        }
        Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
        kill.getOutputStream().close();
        String said = new String(kill.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("cannot send SIG" + name + " to " + targets + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while SIG" + name + " was sent", interrupted);
        }
    }
}
