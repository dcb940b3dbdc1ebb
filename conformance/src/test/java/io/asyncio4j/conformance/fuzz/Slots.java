package io.asyncio4j.conformance.fuzz;

import static io.asyncio4j.conformance.fuzz.Journal.halves;

import static java.util.stream.Collectors.joining;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Handle;
import io.asyncio4j.Promise;
import io.asyncio4j.ReturnWhen;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;
import io.asyncio4j.TaskOptions.Start;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.Waited;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The futures, handles and callbacks of a program, and the statements about them.
 *
 * <p>Confined to the loop.
 */
final class Slots {
    /** A task with the name that a trace calls it by. */
    record Named(String name, Task<?> task) {}

    private final EventLoop loop;
    private final Journal journal;
    private final Interpreter interpreter;

    /** Every task, in the order of creation; {@link #futures} knows the last of a slot. */
    private final List<Named> tasks = new ArrayList<>();

    private final Map<Integer, Future<?>> futures = new HashMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final Map<Integer, Consumer<Future<?>>> callbacks = new HashMap<>();

    /** Shared by the tasks that are made to share one. */
    private final Context context = Context.empty();

    Slots(EventLoop loop, Journal journal, Interpreter interpreter) {
        this.loop = loop;
        this.journal = journal;
        this.interpreter = interpreter;
    }

    List<Named> tasks() {
        return tasks;
    }

    List<Named> liveTasks() {
        return tasks.stream().filter(each -> !each.task.isDone()).toList();
    }

    /** The task that runs, and how many there are. */
    String whoRuns() {
        String running =
                loop.currentTask()
                        .flatMap(now -> tasks.stream().filter(each -> each.task == now).findFirst())
                        .map(Named::name)
                        .orElse("nobody");
        return running + " of " + loop.allTasks().size();
    }

    String spawn(Op.Spawn child) {
        TaskOptions options = options(child.isEager());
        return keep(
                child.slot(),
                loop.createTask(
                        child.isShared() ? options.withContext(context) : options,
                        () -> runTask(child.slot(), child.body())));
    }

    String spawnIn(TaskGroup group, Op.GroupSpawn child) {
        int slot = child.slot();
        return keep(
                slot,
                group.createTask(options(child.isEager()), () -> runTask(slot, child.body())));
    }

    private static TaskOptions options(boolean isEager) {
        return TaskOptions.DEFAULT.withStart(isEager ? Start.EAGER : Start.LAZY);
    }

    private String runTask(int slot, List<Op> body) throws Exception {
        interpreter.run(body, "t" + slot);
        return "r" + slot;
    }

    private String keep(int slot, Task<?> task) {
        futures.put(slot, task);
        tasks.add(new Named("t" + slot, task));
        return "t" + slot;
    }

    /** Does what the statement says and answers what to note, or null for nothing. */
    String perform(Op op, String who) {
        return switch (op) {
            case Op.MakePromise(int slot) -> {
                futures.put(slot, loop.createFuture());
                yield null;
            }
            case Op.MakeGather(int slot, List<Integer> parts, boolean isSettled) -> {
                Collection<Future<Object>> given = all(parts);
                futures.put(slot, isSettled ? Asyncio.gatherSettled(given) : Asyncio.gather(given));
                yield Rendering.outcomeOf(futures.get(slot));
            }
            case Op.CallSoon(int handle, List<Op> body) -> {
                handles.put(handle, loop.callSoon(() -> interpreter.callBack(body, "c" + handle)));
                yield null;
            }
            case Op.CallLater(int handle, int count, List<Op> body) -> {
                handles.put(
                        handle,
                        loop.callLater(
                                halves(count), () -> interpreter.callBack(body, "c" + handle)));
                yield null;
            }
            case Op.CancelHandle(int handle) when handles.get(handle) != null -> {
                handles.get(handle).cancel();
                yield "";
            }
            case Op.Wait(List<Integer> parts, String returnWhen, int count) ->
                    waitForSome(parts, ReturnWhen.valueOf(returnWhen), count);
            case Op.AsCompleted(List<Integer> parts, int count) -> arrivals(parts, count, who);
            case Op.Await(int slot) when futures.get(slot) != null ->
                    Rendering.of(futures.get(slot).await());
            case Op.WaitFor(int slot, int count) when futures.get(slot) != null ->
                    Rendering.of(Asyncio.waitFor(futures.get(slot), halves(count)));
            case Op.MakeShield(int slot, int inner) when futures.get(inner) != null -> {
                futures.put(slot, Asyncio.shield(futures.get(inner)));
                yield null;
            }
            default -> performAtOnce(op);
        };
    }

    @SuppressWarnings("unchecked") // a promise of the program holds strings
    private String performAtOnce(Op op) {
        return switch (op) {
            case Op.SetResult(int slot, String value)
                    when futures.get(slot) instanceof Promise<?> promise -> {
                ((Promise<Object>) promise).setResult(value);
                yield "";
            }
            case Op.SetError(int slot, String name)
                    when futures.get(slot) instanceof Promise<?> promise -> {
                boolean isCancellation = name.equals(Op.CANCELLED);
                promise.setException(
                        isCancellation ? new CancelledError() : new Rendering.Named(name));
                yield "";
            }
            case Op.Cancel(int slot, String reason) when futures.get(slot) != null -> {
                Future<?> future = futures.get(slot);
                boolean taken = reason.isEmpty() ? future.cancel() : future.cancel(reason);
                yield "t" + slot + " " + Rendering.of(taken);
            }
            case Op.Uncancel(int slot) when futures.get(slot) instanceof Task<?> task ->
                    "t" + slot + " " + task.uncancel();
            case Op.Look(int slot) when futures.get(slot) != null ->
                    "t" + slot + " " + Rendering.stateOf(futures.get(slot));
            case Op.Peek(int slot) when futures.get(slot) != null ->
                    Rendering.of(futures.get(slot).result());
            case Op.OnDone(int slot, int callback, List<Op> body)
                    when futures.get(slot) != null -> {
                callbacks.put(callback, done -> onDone("d" + callback, done, body));
                futures.get(slot).addDoneCallback(callbacks.get(callback));
                yield null;
            }
            case Op.DropOnDone(int slot, int callback)
                    when futures.get(slot) != null && callbacks.get(callback) != null ->
                    "" + futures.get(slot).removeDoneCallback(callbacks.get(callback));
            default -> "none";
        };
    }

    private void onDone(String name, Future<?> done, List<Op> body) {
        journal.note(name, Rendering.outcomeOf(done));
        interpreter.callBack(body, name);
    }

    @SuppressWarnings("unchecked") // results are only rendered
    private List<Future<Object>> all(List<Integer> slots) {
        return slots.stream()
                .map(slot -> (Future<Object>) futures.get(slot))
                .filter(Objects::nonNull)
                .toList();
    }

    private String names(List<Integer> slots, Collection<? extends Future<?>> which) {
        return slots.stream()
                .filter(slot -> futures.get(slot) != null && which.contains(futures.get(slot)))
                .map(slot -> "t" + slot)
                .collect(joining(","));
    }

    private String waitForSome(List<Integer> parts, ReturnWhen returnWhen, int count) {
        Collection<Future<Object>> given = all(parts);
        if (given.isEmpty()) {
            return "none";
        }
        Waited<Object> waited =
                count == Op.NEVER
                        ? Asyncio.wait(given, returnWhen)
                        : Asyncio.wait(given, returnWhen, halves(count));
        return "done " + names(parts, waited.done()) + " pending " + names(parts, waited.pending());
    }

    /**
     * CPython hands out what is done before the call in no fixed order, so one of these is left.
     */
    private String arrivals(List<Integer> parts, int count, String who) {
        List<Future<Object>> given = new ArrayList<>();
        for (Future<Object> each : all(parts)) {
            if (!each.isDone() || given.stream().noneMatch(Future::isDone)) {
                given.add(each);
            }
        }
        Iterator<Future<Object>> arriving =
                (count == Op.NEVER
                                ? Asyncio.asCompleted(given)
                                : Asyncio.asCompleted(given, halves(count)))
                        .iterator();
        while (arriving.hasNext()) {
            try {
                Future<Object> next = arriving.next();
                journal.note(
                        who, "arrived " + names(parts, List.of(next)) + Rendering.outcomeOf(next));
            } catch (TimeoutException late) {
                journal.note(who, "late");
            }
        }
        return "all";
    }
}
