package io.asyncio4j.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program that was started, with the parent's ends of its pipes. The pipes are {@link PosixPipe}s
 * where these can be made, else the JDK's.
 *
 * <p>Immutable.
 *
 * @param process the program
 * @param stdin where to write its input, if that is a pipe, and so on
 * @param stdout where to read its output
 * @param stderr where to read its errors
 */
record ChildStreams(
        Process process,
        Optional<OutputStream> stdin,
        Optional<InputStream> stdout,
        Optional<InputStream> stderr) {

    /** Starts a program. Blocks. */
    static ChildStreams start(ProcessBuilder builder, ProcessOptions options) throws IOException {
        builder.redirectInput(options.stdin().asInput());
        builder.redirectOutput(options.stdout().asOutput());
        if (options.stderr().isStdout()) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(options.stderr().asOutput());
        }
        if (PosixPipe.isAvailable()) {
            return startWithPipes(builder, options);
        }
        Process process = builder.start();
        return new ChildStreams(
                process,
                options.stdin().isPipe()
                        ? Optional.of(process.getOutputStream())
                        : Optional.empty(),
                options.stdout().isPipe()
                        ? Optional.of(process.getInputStream())
                        : Optional.empty(),
                options.stderr().isPipe()
                        ? Optional.of(process.getErrorStream())
                        : Optional.empty());
    }

    private static ChildStreams startWithPipes(ProcessBuilder builder, ProcessOptions options)
            throws IOException {
        List<PosixPipe> pipes = new ArrayList<>();
        List<Closeable> opened = new ArrayList<>();
        try {
            Optional<OutputStream> stdin = Optional.empty();
            if (options.stdin().isPipe()) {
                PosixPipe pipe = open(pipes);
                FileChannel channel = FileChannel.open(pipe.writeEnd(), StandardOpenOption.WRITE);
                opened.add(channel);
                stdin = Optional.of(Channels.newOutputStream(channel));
                builder.redirectInput(Redirect.from(pipe.readEnd().toFile()));
            }
            Optional<InputStream> stdout = Optional.empty();
            if (options.stdout().isPipe()) {
                PosixPipe pipe = open(pipes);
                stdout = Optional.of(reader(pipe, opened));
                builder.redirectOutput(Redirect.to(pipe.writeEnd().toFile()));
            }
            Optional<InputStream> stderr = Optional.empty();
            if (options.stderr().isPipe()) {
                PosixPipe pipe = open(pipes);
                stderr = Optional.of(reader(pipe, opened));
                builder.redirectError(Redirect.to(pipe.writeEnd().toFile()));
            }
            ChildStreams started = new ChildStreams(builder.start(), stdin, stdout, stderr);
            opened.clear();
            return started;
        } finally {
            pipes.forEach(PosixPipe::close);
            for (Closeable each : opened) {
                each.close();
            }
        }
    }

    private static PosixPipe open(List<PosixPipe> pipes) throws IOException {
        PosixPipe pipe = PosixPipe.open();
        pipes.add(pipe);
        return pipe;
    }

    private static InputStream reader(PosixPipe pipe, List<Closeable> opened) throws IOException {
        FileChannel channel = FileChannel.open(pipe.readEnd(), StandardOpenOption.READ);
        opened.add(channel);
        return Channels.newInputStream(channel);
    }

    /** Kills the program, waits for its end and closes the pipes. Blocks. */
    void end() {
        process.destroyForcibly(); // closes the JDK's pipes too
        boolean isInterrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        stdin.ifPresent(ChildStreams::close);
        stdout.ifPresent(ChildStreams::close);
        stderr.ifPresent(ChildStreams::close);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Closeable pipe) {
        try {
            pipe.close();
        } catch (IOException failure) {
            System.getLogger(ChildStreams.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a pipe failed", failure);
        }
    }
}
