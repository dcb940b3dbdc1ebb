package io.asyncio4j;

import io.asyncio4j.spi.VirtualTime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * Several loops in one program, each in a thread of its own, that begin and end together: the way
 * to use all processors.
 *
 * {@snippet :
 * Fleet.run(member -> {
 *     var shared = ServerOptions.DEFAULT.withReusePort(true);
 *     try (var server = Stream.serve(this::answer, List.of(), 8080, shared)) {
 *         server.serveUntilCancelled(Duration.ofSeconds(10));
 *     }
 * });
 * }
 *
 * <p>Each loop runs the same main task. Loops share nothing: between two awaits nothing else runs
 * on the same loop, but anything may run on the others. What they have to say to each other goes
 * through the door for other threads, {@link EventLoop#callSoonThreadsafe} or {@link
 * Asyncio#runCoroutineThreadsafe}, which works until all main tasks have ended.
 *
 * <p>When one main task fails, the others are cancelled, and the fleet fails with its failure.
 * Ctrl-C cancels all. The fleet ends when all loops are closed.
 *
 * <p>Thread-safe.
 */
public final class Fleet {

    /** The main task of each loop. Confined to the loop. */
    @FunctionalInterface
    public interface Main {
        /**
         * Runs on one of the loops. It may suspend.
         *
         * @param member which of the loops it is
         * @throws Exception ends the whole fleet
         */
        void run(Member member) throws Exception;
    }

    /**
     * One loop of a fleet, as its main task sees it.
     *
     * <p>Immutable.
     *
     * @param index which it is, from 0 on
     * @param loops the loops of all, this one among them
     */
    public record Member(int index, List<EventLoop> loops) {

        /** Takes a copy of the list. */
        public Member {
            loops = List.copyOf(Objects.requireNonNull(loops, "loops"));
        }

        /** The loop of this member. */
        public EventLoop loop() {
            return loops.get(index);
        }
    }

    /**
     * What is known of a member's main task; the fields are guarded by the fleet.
     *
     * <pre>
     *   both null: not begun, or ended
     *   task:      running
     *   both:      has returned, and waits for the others
     * </pre>
     */
    private static final class Seat {
        private @Nullable Task<?> task;
        private @Nullable Promise<@Nullable Void> end;

        /** Whether the fleet has cancelled the task, so that its cancellation is no failure. */
        private boolean isCancelled;
    }

    private final LoopOptions options;
    private final Main main;
    private final EventLoop[] loops;
    private final List<Seat> seats = new ArrayList<>();

    /** Counted down when a loop is made, or cannot be made. */
    private final CountDownLatch made;

    /** How many main tasks have not ended. Guarded by this. */
    private int runningCount;

    /** Set by the first failure. Guarded by this. */
    private boolean isEnding;

    /** What the fleet fails with. Guarded by this. */
    private @Nullable Throwable failure;

    private Fleet(int size, LoopOptions options, Main main) {
        this.options = options;
        this.main = main;
        this.loops = new EventLoop[size];
        this.made = new CountDownLatch(size);
        this.runningCount = size;
        for (int i = 0; i < size; i++) {
            seats.add(new Seat());
        }
    }

    /**
     * Runs a main task on as many loops as there are processors, and waits until all have ended.
     * The calling thread is that of the first.
     *
     * @param main the main task of each loop; each gets its own copy of the current context
     * @throws IllegalStateException if a loop runs on this thread
     * @throws KeyboardInterrupt if the user pressed Ctrl-C
     */
    public static void run(Main main) {
        run(Runtime.getRuntime().availableProcessors(), LoopOptions.defaults(), main);
    }

    /**
     * Runs a main task on several loops, as {@link #run(Main)} does.
     *
     * @param size how many loops
     * @param options how each is made
     * @param main the main task of each loop; each gets its own copy of the current context
     * @throws IllegalArgumentException if the size is not positive, or the time virtual
     * @throws IllegalStateException if a loop runs on this thread
     * @throws KeyboardInterrupt if the user pressed Ctrl-C
     */
    public static void run(int size, LoopOptions options, Main main) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(main, "main");
        if (size <= 0) {
            throw new IllegalArgumentException("size must be positive, not " + size);
        }
        if (size > 1 && options.clock() instanceof VirtualTime) {
            throw new IllegalArgumentException(
                    "virtual time belongs to one loop, and " + size + " cannot share it");
        }
        EventLoop running = RunningLoops.ofCurrentThread();
        if (running != null) {
            throw new IllegalStateException(
                    "a fleet cannot be run while "
                            + running
                            + " runs on this thread; run it in a thread of its own");
        }
        new Fleet(size, options, main).run();
    }

    private void run() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i < loops.length; i++) {
            int index = i;
            Context context = Context.copy();
            threads.add(
                    Thread.ofPlatform()
                            .name("asyncio4j-loop-" + index)
                            .start(() -> runMember(index, context)));
        }
        runMember(0, Context.copy());
        threads.forEach(this::join);
        Throwable thrown;
        synchronized (this) {
            thrown = failure;
        }
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
    }

    private void join(Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
                end(new CancelledError("the thread that waits for the fleet was interrupted"));
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- one member, on its thread

    private void runMember(int index, Context context) {
        try (Runner runner = new Runner(options)) {
            makeLoop(index, runner);
            runner.run(context, Coroutine.of(() -> runMain(index)));
        } catch (Throwable thrown) {
            ended(index, thrown);
        }
    }

    /** Makes a loop and waits until all have theirs: so all are there for the first main task. */
    private void makeLoop(int index, Runner runner) {
        try {
            loops[index] = runner.loop();
        } catch (Throwable thrown) {
            end(thrown);
            throw thrown;
        } finally {
            made.countDown();
        }
        boolean isInterrupted = false;
        while (made.getCount() > 0) {
            try {
                made.await();
            } catch (InterruptedException interrupted) { // nothing can hang here
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The main task, which stays until all main tasks have ended. */
    private void runMain(int index) throws Exception {
        Seat seat = seats.get(index);
        Promise<@Nullable Void> end = loops[index].createFuture("the end of the fleet");
        if (!begin(seat, end)) {
            return;
        }
        try {
            try {
                main.run(new Member(index, Arrays.asList(loops)));
            } finally {
                mainEnded();
            }
            if (!isEnding()) {
                end.await();
            }
        } finally {
            leave(seat);
        }
    }

    // ---- what all share

    private synchronized boolean begin(Seat seat, Promise<@Nullable Void> end) {
        if (isEnding) {
            return false;
        }
        seat.task = Asyncio.requireTask("Fleet");
        seat.end = end;
        return true;
    }

    private synchronized boolean isEnding() {
        return isEnding;
    }

    private synchronized void leave(Seat seat) {
        seat.task = null;
        seat.end = null;
    }

    private synchronized void mainEnded() {
        runningCount--;
        if (runningCount == 0) {
            for (Seat seat : seats) {
                Promise<@Nullable Void> end = seat.end;
                if (end != null) {
                    end.loop().callSoonThreadsafe(() -> finish(end));
                }
            }
        }
    }

    private static void finish(Promise<@Nullable Void> end) {
        if (!end.isDone()) {
            end.setResult(null);
        }
    }

    private void ended(int index, Throwable thrown) {
        synchronized (this) {
            if (thrown instanceof CancelledError && seats.get(index).isCancelled) {
                return; // as the fleet asked it to
            }
        }
        end(thrown);
    }

    /** Cancels all main tasks. The first cause is what the fleet fails with. */
    private synchronized void end(Throwable cause) {
        if (failure == null) {
            failure = cause;
        } else if (!failure.equals(cause)) {
            failure.addSuppressed(cause);
        }
        isEnding = true;
        for (Seat seat : seats) {
            Task<?> task = seat.task;
            if (task != null && !seat.isCancelled) {
                seat.isCancelled = true;
                task.loop().callSoonThreadsafe(task::cancel);
            }
        }
    }
}
