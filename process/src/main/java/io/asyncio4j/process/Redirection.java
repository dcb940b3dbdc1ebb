package io.asyncio4j.process;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a standard stream of a child leads: asyncio's {@code PIPE}, {@code STDOUT} and {@code
 * DEVNULL}, an inherited stream, or a file.
 *
 * <p>Immutable.
 */
public final class Redirection {
    /** A pipe to the parent, read or written through the child's object. */
    public static final Redirection PIPE = new Redirection(Kind.PIPE, Redirect.PIPE);

    /** The same stream of the parent, as if the child were part of it. */
    public static final Redirection INHERIT = new Redirection(Kind.INHERIT, Redirect.INHERIT);

    /** Nothing to read, and nowhere to write. */
    public static final Redirection DEVNULL = new Redirection(Kind.DEVNULL, Redirect.DISCARD);

    /** For the error stream only: wherever the output goes, in the order of writing. */
    public static final Redirection STDOUT = new Redirection(Kind.STDOUT, Redirect.PIPE);

    private static final boolean IS_WINDOWS = File.separatorChar == '\\';
    private static final Redirect NOTHING =
            Redirect.from(new File(IS_WINDOWS ? "NUL" : "/dev/null"));

    private enum Kind {
        PIPE,
        INHERIT,
        DEVNULL,
        STDOUT,
        FROM_FILE,
        TO_FILE
    }

    private final Kind kind;
    private final Redirect redirect;

    private Redirection(Kind kind, Redirect redirect) {
        this.kind = kind;
        this.redirect = redirect;
    }

    /**
     * A file to read, for the input.
     *
     * @param file the file, which must exist when the child starts
     */
    public static Redirection fromFile(Path file) {
        return new Redirection(Kind.FROM_FILE, Redirect.from(file.toFile()));
    }

    /**
     * A file to write, for the output and the errors; it is emptied first, or made.
     *
     * @param file the file
     */
    public static Redirection toFile(Path file) {
        return new Redirection(Kind.TO_FILE, Redirect.to(file.toFile()));
    }

    /**
     * A file to write behind what it holds, for the output and the errors.
     *
     * @param file the file, which is made if need be
     */
    public static Redirection appendToFile(Path file) {
        return new Redirection(Kind.TO_FILE, Redirect.appendTo(file.toFile()));
    }

    boolean isPipe() {
        return kind == Kind.PIPE;
    }

    boolean isStdout() {
        return kind == Kind.STDOUT;
    }

    Redirect asInput() {
        return kind == Kind.DEVNULL ? NOTHING : redirect;
    }

    Redirect asOutput() {
        return redirect;
    }

    /** Refuses what makes no sense for the input. */
    Redirection requireInput() {
        if (kind == Kind.STDOUT || kind == Kind.TO_FILE) {
            throw new IllegalArgumentException(
                    "stdin cannot be " + this + "; use PIPE, DEVNULL, INHERIT or fromFile");
        }
        return this;
    }

    /** Refuses what makes no sense for the output. */
    Redirection requireOutput() {
        if (kind == Kind.STDOUT || kind == Kind.FROM_FILE) {
            throw new IllegalArgumentException(
                    "stdout cannot be "
                            + this
                            + "; use PIPE, DEVNULL, INHERIT, toFile or appendToFile");
        }
        return this;
    }

    /** Refuses what makes no sense for the errors. */
    Redirection requireErrors() {
        if (kind == Kind.FROM_FILE) {
            throw new IllegalArgumentException(
                    "stderr cannot be "
                            + this
                            + "; use PIPE, STDOUT, DEVNULL, INHERIT, toFile or appendToFile");
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redirection that
                && kind == that.kind
                && redirect.equals(that.redirect);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, redirect);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FROM_FILE, TO_FILE -> "Redirection[" + redirect + "]";
            default -> "Redirection[" + kind + "]";
        };
    }
}
