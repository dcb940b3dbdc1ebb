package io.asyncio4j.process;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Starts programs: asyncio's {@code create_subprocess_exec} and {@code create_subprocess_shell},
 * and with protocols {@code loop.subprocess_exec} and {@code loop.subprocess_shell}.
 *
 * {@snippet :
 * var child = Subprocess.createSubprocessExec(ProcessOptions.PIPED, "sort", "-r");
 * String sorted = child.communicate("a\nb\n").stdoutText();
 * }
 *
 * <p>A child ends by itself, by a signal, or with its loop: one that still runs when {@link
 * io.asyncio4j.Asyncio#run} ends is killed, and that is reported to the exception handler. A
 * program that may go on afterwards is started with the JDK's {@link ProcessBuilder}.
 *
 * <p>Works on every loop, with a network or without. While a child runs the loop has external work,
 * so virtual time stands still.
 *
 * <p>Confined to the loop.
 */
public final class Subprocess {
    private Subprocess() {}

    /**
     * Starts a program whose streams are those of the parent. Suspends until it runs.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param command the program, and its arguments as it gets them: no shell looks at them
     * @throws IOException if it cannot be started; the message says why and what to do
     * @throws IllegalArgumentException if there is no program, or a word holds NUL
     */
    public static ChildProcess createSubprocessExec(String... command) throws IOException {
        return createSubprocessExec(ProcessOptions.DEFAULT, command);
    }

    /**
     * Starts a program. Suspends until it runs.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param options where its streams lead, and its environment and directory
     * @param command the program, and its arguments as it gets them: no shell looks at them
     * @throws IOException if it cannot be started; the message says why and what to do
     * @throws IllegalArgumentException if there is no program, or a word holds NUL
     */
    public static ChildProcess createSubprocessExec(ProcessOptions options, String... command)
            throws IOException {
        Objects.requireNonNull(options, "options");
        ChildStreams started = Launch.start(options, List.of(command));
        return new ChildProcess(started, command[0], options);
    }

    /**
     * Runs a command of the shell with the streams of the parent. Suspends until the shell runs.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param command a line for {@code /bin/sh}, or {@code cmd.exe} on Windows; never put words
     *     into it that came from elsewhere, but pass them through {@link #createSubprocessExec}
     * @throws IOException if the shell cannot be started
     * @throws IllegalArgumentException if the line holds NUL
     */
    public static ChildProcess createSubprocessShell(String command) throws IOException {
        return createSubprocessShell(ProcessOptions.DEFAULT, command);
    }

    /**
     * Runs a command of the shell. Suspends until the shell runs.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param options where its streams lead, and its environment and directory
     * @param command a line for {@code /bin/sh}, or {@code cmd.exe} on Windows; never put words
     *     into it that came from elsewhere, but pass them through {@link #createSubprocessExec}
     * @throws IOException if the shell cannot be started
     * @throws IllegalArgumentException if the line holds NUL
     */
    public static ChildProcess createSubprocessShell(ProcessOptions options, String command)
            throws IOException {
        return createSubprocessExec(options, shell(command));
    }

    /**
     * Starts a program and tells a protocol what happens to it. Suspends until it runs and {@link
     * SubprocessProtocol#connectionMade} has returned.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param protocols makes the protocol, once the program runs
     * @param options where its streams lead; the limit of readers is of no use here
     * @param command the program, and its arguments as it gets them
     * @param <P> the type of the protocol
     * @throws IOException if it cannot be started; the message says why and what to do
     * @throws IllegalArgumentException if there is no program, or a word holds NUL
     */
    public static <P extends SubprocessProtocol> SubprocessLink<P> subprocessExec(
            Supplier<P> protocols, ProcessOptions options, String... command) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Objects.requireNonNull(options, "options");
        ChildStreams started = Launch.start(options, List.of(command));
        SubprocessTransport transport = new SubprocessTransport(started.process(), command[0]);
        try {
            P protocol = protocols.get();
            transport.begin(protocol, started);
            return new SubprocessLink<>(transport, protocol);
        } catch (Throwable failure) {
            transport.close();
            throw failure;
        }
    }

    /**
     * Runs a command of the shell and tells a protocol what happens to it. Suspends until the shell
     * runs and {@link SubprocessProtocol#connectionMade} has returned.
     *
     * <p><b>On cancellation</b> no child is left: one that was started meanwhile is killed first.
     *
     * @param protocols makes the protocol, once the shell runs
     * @param options where its streams lead; the limit of readers is of no use here
     * @param command a line for {@code /bin/sh}, or {@code cmd.exe} on Windows
     * @param <P> the type of the protocol
     * @throws IOException if the shell cannot be started
     * @throws IllegalArgumentException if the line holds NUL
     */
    public static <P extends SubprocessProtocol> SubprocessLink<P> subprocessShell(
            Supplier<P> protocols, ProcessOptions options, String command) throws IOException {
        return subprocessExec(protocols, options, shell(command));
    }

    private static String[] shell(String command) {
        Objects.requireNonNull(command, "command");
        return File.separatorChar == '/'
                ? new String[] {"/bin/sh", "-c", command}
                : new String[] {"cmd.exe", "/c", command};
    }
}
