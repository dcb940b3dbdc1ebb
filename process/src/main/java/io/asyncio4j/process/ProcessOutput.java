package io.asyncio4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a child has said and how it ended, as {@link ChildProcess#communicate()} returns it.
 *
 * <p>Immutable, but for the arrays, which belong to the caller.
 */
public final class ProcessOutput {
    private final byte[] stdout;
    private final byte[] stderr;
    private final int returncode;

    ProcessOutput(byte[] stdout, byte[] stderr, int returncode) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.returncode = returncode;
    }

    /** Its output; nothing if that was no pipe. */
    public byte[] stdout() {
        return stdout;
    }

    /** Its errors; nothing if these were no pipe. */
    public byte[] stderr() {
        return stderr;
    }

    /** Its output as text in UTF-8. */
    public String stdoutText() {
        return new String(stdout, UTF_8);
    }

    /** Its errors as text in UTF-8. */
    public String stderrText() {
        return new String(stderr, UTF_8);
    }

    /** How it ended, see {@link ChildProcess#returncode()}. */
    public int returncode() {
        return returncode;
    }

    @Override
    public String toString() {
        return "ProcessOutput[stdout "
                + stdout.length
                + " bytes, stderr "
                + stderr.length
                + " bytes, returncode "
                + returncode
                + "]";
    }
}
