package io.asyncio4j.conformance.fuzz;

import static io.asyncio4j.conformance.fuzz.Journal.halves;

import static java.util.stream.Collectors.joining;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Context;
import io.asyncio4j.ContextVar;
import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.Timeout;
import io.asyncio4j.conformance.fuzz.Op.Caught;
import io.asyncio4j.conformance.fuzz.Slots.Named;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a program on asyncio4j, under virtual time. Its twin {@code oracle.py} does the same with
 * asyncio; whoever changes one changes the other.
 *
 * <p>When the program has had time enough to end, all its tasks are cancelled, again and again,
 * until they have ended, so every program does.
 *
 * <p>Confined to the loop.
 */
final class Interpreter {
    private static final int HORIZON_HALVES = 400;
    private static final int ROUNDS = 300;
    private static final int ROUND_HALVES = 20;

    private final EventLoop loop;
    private final Journal journal;
    private final Slots slots;
    private final SharedState shared;
    private final ContextVar<String> variable = ContextVar.of("variable", "-");

    /** What the last setting of the variable answered; null before. */
    private ContextVar.Token<String> token;

    private final Map<Integer, Timeout> limits = new HashMap<>();
    private final Map<Integer, TaskGroup> groups = new HashMap<>();

    private Interpreter(Program program, EventLoop loop) {
        this.loop = loop;
        journal = new Journal(loop);
        slots = new Slots(loop, journal, this);
        shared = new SharedState(program);
    }

    /** Runs a program to its end and answers its trace. */
    static List<String> run(Program program) {
        try (EventLoop loop = Asyncio.newEventLoop(LoopOptions.defaults().withVirtualTime())) {
            Interpreter interpreter = new Interpreter(program, loop);
            interpreter.runToTheEnd(loop.createTask(() -> interpreter.root(program)));
            return interpreter.journal.lines();
        }
    }

    /** Runs the loop again whenever the program has stopped it. */
    private void runToTheEnd(Task<?> root) {
        while (true) {
            try {
                loop.runUntilComplete(root);
                return;
            } catch (SystemExit exit) {
                journal.note("loop", "exit");
            } catch (IllegalStateException stopped) {
                if (root.isDone()) {
                    throw stopped;
                }
                journal.note("loop", "stopped");
            }
        }
    }

    private void root(Program program) {
        loop.setExceptionHandler(
                (at, report) -> {
                    if (report.keys().contains("handle")) {
                        journal.note("handler", Rendering.of(report.exception().orElse(null)));
                    }
                });
        slots.spawn(new Op.Spawn(0, false, false, program.body()));
        Asyncio.sleep(halves(HORIZON_HALVES));
        int round = 0;
        while (!slots.liveTasks().isEmpty() && round++ < ROUNDS) {
            List<Named> live = slots.liveTasks();
            journal.note("root", "cancels " + live.stream().map(Named::name).collect(joining(",")));
            shared.releaseLocks();
            live.forEach(each -> each.task().cancel());
            Asyncio.sleep(halves(ROUND_HALVES));
        }
        for (Named each : slots.tasks()) {
            journal.note("root", each.name() + " " + Rendering.stateOf(each.task()));
        }
        journal.note("root", shared.look());
    }

    /** Carries out the statements one after the other, in the name of a task or callback. */
    void run(List<Op> ops, String who) throws Exception {
        for (Op op : ops) {
            String name = op.getClass().getSimpleName();
            String done;
            try {
                done = perform(op, who);
            } catch (Throwable failure) {
                journal.note(who, name + " ! " + Rendering.of(failure) + reasonOf(op, failure));
                if (isMinor(op)) {
                    continue;
                }
                throw failure;
            }
            if (done != null) {
                journal.note(who, name + " " + done);
            }
        }
    }

    /**
     * The reason of a cancellation, where the task was reached by it. CPython forgets it on the way
     * through futures: only the first who asks a cancelled one is told.
     */
    private static String reasonOf(Op op, Throwable failure) {
        return switch (op) {
            case Op.Tick tick -> Rendering.reasonOf(failure);
            case Op.Sleep sleep -> Rendering.reasonOf(failure);
            case Op.Wait several -> Rendering.reasonOf(failure);
            default -> "";
        };
    }

    /** Whether the program goes on after a failure of the statement, which never waits. */
    private static boolean isMinor(Op op) {
        return switch (op) {
            case Op.SetResult set -> true;
            case Op.SetError set -> true;
            case Op.Reschedule move -> true;
            case Op.ResetVariable reset -> true;
            case Op.Peek peek -> true;
            case Op.GroupSpawn spawn -> true;
            case Op.Sync sync -> !sync.verb().mayWait();
            default -> false;
        };
    }

    /** Does what the statement says and answers what to note, or null for nothing. */
    private String perform(Op op, String who) throws Exception {
        return switch (op) {
            case Op.Log(String text) -> text;
            case Op.Tick(int times) -> tick(times);
            case Op.Sleep(int count) -> {
                Asyncio.sleep(halves(count));
                yield "";
            }
            case Op.Repeat(int times, List<Op> body) -> {
                for (int i = 0; i < times; i++) {
                    run(body, who);
                }
                yield null;
            }
            case Op.Try guarded -> attempt(guarded, who);
            case Op.Raise(String name) -> throw new Rendering.Named(name);
            case Op.RaiseCancelled() -> throw new CancelledError("own");
            case Op.Exit() -> throw new SystemExit(1);
            case Op.Stop() -> {
                loop.stop();
                yield "";
            }
            case Op.Who() -> slots.whoRuns();
            case Op.Sync sync -> shared.perform(sync);
            case Op.Holding(Op.Resource resource, int argument, List<Op> body) -> {
                shared.holding(resource, argument, () -> run(body, who));
                yield "released";
            }
            case Op.SetVariable(String value) -> {
                token = variable.set(value);
                yield null;
            }
            case Op.ResetVariable() when token != null -> {
                variable.reset(token);
                yield "";
            }
            case Op.GetVariable() -> variable.get();
            case Op.InContext(List<Op> body) -> {
                Context.copy().run(() -> callBack(body, who));
                yield "left";
            }
            case Op.Deadline deadline -> limit(deadline, who);
            case Op.Reschedule(int limit, int count) -> {
                Timeout scope = limits.get(limit);
                if (scope == null) {
                    yield "none";
                }
                scope.reschedule(count == Op.NEVER ? Instant.MAX : loop.time().plus(halves(count)));
                yield "";
            }
            case Op.Group(int slot, List<Op> body) -> {
                TaskGroup group = new TaskGroup();
                groups.put(slot, group);
                group.enter(
                        () -> {
                            run(body, who);
                            return null;
                        });
                yield "left";
            }
            case Op.WaitForBody(int count, List<Op> body) -> {
                Asyncio.waitFor(() -> run(body, who), halves(count));
                yield "in time";
            }
            case Op.Spawn child -> slots.spawn(child);
            case Op.GroupSpawn child when groups.get(child.group()) != null ->
                    slots.spawnIn(groups.get(child.group()), child);
            default -> slots.perform(op, who);
        };
    }

    private String tick(int times) {
        for (int i = 0; i < times; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
        return "";
    }

    private String attempt(Op.Try guarded, String who) throws Exception {
        try {
            run(guarded.body(), who);
        } catch (Throwable failure) {
            if (!isCaught(guarded.caught(), failure)) {
                throw failure;
            }
            journal.note(who, "caught " + Rendering.of(failure));
            run(guarded.handler(), who);
            if (guarded.isRethrown()) {
                throw failure;
            }
        } finally {
            run(guarded.atLast(), who);
        }
        return null;
    }

    private static boolean isCaught(Caught caught, Throwable failure) {
        return switch (caught) {
            case NOTHING -> false;
            case CANCELLATION -> failure instanceof CancelledError;
            case FAILURE -> failure instanceof Exception;
            case ANYTHING -> true;
        };
    }

    /** Carries out the statements of a callback, which do not wait. */
    void callBack(List<Op> body, String who) {
        try {
            run(body, who);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError("a callback has no checked failure", impossible);
        }
    }

    private String limit(Op.Deadline deadline, String who) {
        Timeout scope =
                deadline.halves() == Op.NEVER
                        ? Timeout.never()
                        : Timeout.after(halves(deadline.halves()));
        limits.put(deadline.limit(), scope);
        try {
            Action body = () -> run(deadline.body(), who);
            scope.run(body);
        } finally {
            String when = scope.when().map(at -> "" + Journal.inHalves(at)).orElse("never");
            journal.note(
                    who, "Deadline of " + when + " expired " + Rendering.of(scope.isExpired()));
        }
        return null;
    }
}
