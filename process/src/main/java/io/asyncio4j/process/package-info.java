/**
 * Subprocesses: asyncio's {@code asyncio.subprocess}, and the loop's methods for processes with
 * protocols.
 *
 * <p>Start with {@link io.asyncio4j.process.Subprocess}, which starts programs. It gives a {@link
 * io.asyncio4j.process.ChildProcess} with a reader and a writer for each pipe, or a {@link
 * io.asyncio4j.process.SubprocessTransport} with a {@link io.asyncio4j.process.SubprocessProtocol}
 * of your own. {@link io.asyncio4j.process.ProcessOptions} say where the child's streams lead, and
 * in which environment and directory it runs.
 *
 * <p>The machinery: {@code Launch} starts a program outside the loop, so that a cancelled start
 * leaves nothing behind, and {@code LaunchFailures} explains why it could not. {@code ChildStreams}
 * are the parent's ends of a child's pipes, which are {@code PosixPipe}s where the program may call
 * the C library and the JDK's own otherwise. {@code Child} is a running program: its end, its
 * signals, and the guard that ends it with the loop. {@code ProcessTree} ends a program with all
 * that it has started, and {@code Kill} sends the signals that the JDK cannot. {@code OffLoop} is
 * where all of them block.
 *
 * <p>Not here: how a loop reads and writes a pipe is in {@link
 * io.asyncio4j.net.Pipes#connectReadPipe} and {@link io.asyncio4j.net.Pipes#connectWritePipe}.
 * Windows has no signals but the end of a process; everything else works there too.
 */
package io.asyncio4j.process;
