package io.asyncio4j.process;

import io.asyncio4j.net.transport.ConnectOptions;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How to start a program.
 *
 * {@snippet :
 * var options = ProcessOptions.DEFAULT.withStdout(Redirection.PIPE).withDirectory(Path.of("/"));
 * var child = Subprocess.createSubprocessExec(options, "ls", "-l");
 * }
 *
 * <p>Immutable.
 *
 * @param stdin where the child's input comes from
 * @param stdout where its output goes
 * @param stderr where its errors go
 * @param environment the variables it gets; empty for those of the parent
 * @param directory where it runs; empty for the directory of the parent
 * @param limitBytes the limit of its readers: the longest line, and half of what they buffer
 */
public record ProcessOptions(
        Redirection stdin,
        Redirection stdout,
        Redirection stderr,
        Optional<Map<String, String>> environment,
        Optional<Path> directory,
        int limitBytes) {

    /** As in asyncio: all streams are the parent's. */
    public static final ProcessOptions DEFAULT = ofAll(Redirection.INHERIT);

    /** All streams are pipes. */
    public static final ProcessOptions PIPED = ofAll(Redirection.PIPE);

    /**
     * Checks the values and copies the variables.
     *
     * @throws IllegalArgumentException if a stream cannot lead there, the limit is not positive, or
     *     a variable has a name or value that the system does not allow
     */
    public ProcessOptions {
        stdin.requireInput();
        stdout.requireOutput();
        stderr.requireErrors();
        environment = environment.map(Map::copyOf);
        environment.ifPresent(ProcessOptions::check);
        Objects.requireNonNull(directory, "directory");
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("limitBytes must be positive, not " + limitBytes);
        }
    }

    private static ProcessOptions ofAll(Redirection redirection) {
        return new ProcessOptions(
                redirection,
                redirection,
                redirection,
                Optional.empty(),
                Optional.empty(),
                ConnectOptions.DEFAULT_LIMIT_BYTES);
    }

    private static void check(Map<String, String> variables) {
        variables.forEach(
                (name, value) -> {
                    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                        throw new IllegalArgumentException(
                                "\""
                                        + name.replace("\0", "\\0")
                                        + "\" cannot name a variable: it must not be empty nor"
                                        + " hold '=' or NUL");
                    }
                    if (value.indexOf('\0') >= 0) {
                        throw new IllegalArgumentException(
                                "the value of variable " + name + " must not hold NUL");
                    }
                });
    }

    /**
     * The same options with another input.
     *
     * @param redirection where it comes from
     * @throws IllegalArgumentException if it cannot come from there
     */
    public ProcessOptions withStdin(Redirection redirection) {
        return new ProcessOptions(redirection, stdout, stderr, environment, directory, limitBytes);
    }

    /**
     * The same options with another output.
     *
     * @param redirection where it goes
     * @throws IllegalArgumentException if it cannot go there
     */
    public ProcessOptions withStdout(Redirection redirection) {
        return new ProcessOptions(stdin, redirection, stderr, environment, directory, limitBytes);
    }

    /**
     * The same options with another stream of errors.
     *
     * @param redirection where it goes
     * @throws IllegalArgumentException if it cannot go there
     */
    public ProcessOptions withStderr(Redirection redirection) {
        return new ProcessOptions(stdin, stdout, redirection, environment, directory, limitBytes);
    }

    /**
     * The same options with these variables, and no others. The program itself is looked up in the
     * parent's {@code PATH} all the same.
     *
     * @param variables all that the child gets
     * @throws IllegalArgumentException if a name or value is not allowed
     */
    public ProcessOptions withEnvironment(Map<String, String> variables) {
        return new ProcessOptions(
                stdin, stdout, stderr, Optional.of(variables), directory, limitBytes);
    }

    /**
     * The same options with one more variable, or another value for it.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException if the name or value is not allowed
     */
    public ProcessOptions withVariable(String name, String value) {
        Map<String, String> variables = new HashMap<>(environment.orElseGet(System::getenv));
        variables.put(name, value);
        return withEnvironment(variables);
    }

    /**
     * The same options with another directory.
     *
     * @param path where the child runs
     */
    public ProcessOptions withDirectory(Path path) {
        return new ProcessOptions(
                stdin, stdout, stderr, environment, Optional.of(path), limitBytes);
    }

    /**
     * The same options with another limit of the readers.
     *
     * @param bytes the longest line, and half of what a reader buffers
     * @throws IllegalArgumentException if it is not positive
     */
    public ProcessOptions withLimitBytes(int bytes) {
        return new ProcessOptions(stdin, stdout, stderr, environment, directory, bytes);
    }
}
