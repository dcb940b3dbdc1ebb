package io.asyncio4j.conformance.fuzz;

import io.asyncio4j.conformance.fuzz.Menu.Feature;
import io.asyncio4j.conformance.fuzz.Menu.Taste;
import io.asyncio4j.conformance.fuzz.Op.Caught;
import io.asyncio4j.conformance.fuzz.Op.Resource;
import io.asyncio4j.conformance.fuzz.Op.Verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Makes random programs, the same one for the same seed: some tasks, and a main task that drives
 * them on.
 *
 * <p>No task awaits itself through others: every future has a rank, and code of one rank awaits
 * futures of higher ranks only. CPython ends such a circle with a stack overflow when it is
 * cancelled.
 *
 * <p>Not in the language are barriers, whose rounds differ from CPython's when a task in them is
 * cancelled, see {@link io.asyncio4j.sync.Barrier}, and what waits for other threads.
 *
 * <p>Confined to one thread.
 */
final class ProgramGenerator {
    private enum Kind {
        TASK,
        PROMISE,
        COMBINED
    }

    private record Slot(int number, Kind kind, double rank) {}

    private enum Role {
        /** Moves the others along and never waits for long. */
        DRIVER,
        TASK,
        /** Cannot wait. */
        CALLBACK
    }

    /** Where a statement stands: in which task, and in how many blocks. */
    private record Scope(int self, double rank, int depth, Role role, boolean holdsCondition) {
        Scope(Slot slot, int depth, Role role) {
            this(slot.number, slot.rank, depth, role, false);
        }

        Scope in(Role other) {
            return new Scope(self, rank, depth + 1, other, holdsCondition);
        }

        Scope withCondition() {
            return new Scope(self, rank, depth, role, true);
        }
    }

    private static final int DEEPEST = 5;

    private final Random random;
    private final Taste taste;
    private final List<Slot> slots = new ArrayList<>();
    private int limits;

    /** The rank of the task around each group; its children do not await that one. */
    private final List<Double> groups = new ArrayList<>();

    private int handles;
    private int callbacks;
    private int names;

    /** How many statements the current part of the program may still have. */
    private int budget;

    private ProgramGenerator(long seed) {
        random = new Random(seed);
        random.nextInt(); // the first numbers of close seeds are close
        taste = Taste.of(random);
    }

    static Program of(long seed) {
        return new ProgramGenerator(seed).program();
    }

    private Program program() {
        Slot main = declareAt(Kind.TASK, 0);
        List<Slot> tasks = new ArrayList<>();
        int size = random.nextInt(6) == 0 ? 4 : 1;
        for (int rest = 1 + random.nextInt(4 * size); rest > 0; rest--) {
            tasks.add(declare(Kind.TASK, 0));
        }
        Scope driver = new Scope(main, 0, Role.DRIVER);
        List<Op> body = new ArrayList<>();
        for (Slot task : tasks) {
            List<Op> todo = statements(2 + random.nextInt(12), new Scope(task, 1, Role.TASK));
            body.add(spawn(task, todo));
            body.addAll(statements(1, driver));
        }
        body.addAll(statements(random.nextInt(20 * size), driver));
        return new Program(random.nextInt(3), random.nextInt(3), body);
    }

    private Slot declare(Kind kind, double above) {
        return declareAt(kind, above + (1 - above) * random.nextDouble());
    }

    private Slot declareAt(Kind kind, double rank) {
        Slot slot = new Slot(slots.size(), kind, rank);
        slots.add(slot);
        return slot;
    }

    private List<Op> statements(int size, Scope scope) {
        budget = size;
        List<Op> ops = new ArrayList<>();
        while (budget > 0) {
            ops.addAll(body(scope));
        }
        return ops;
    }

    /** A few statements; sometimes several at once, that is, with no wait between. */
    private List<Op> body(Scope scope) {
        List<Op> ops = new ArrayList<>();
        boolean isAtOnce = random.nextInt(4) == 0;
        for (int rest = 1 + random.nextInt(5); rest > 0 && budget > 0; rest--) {
            budget--;
            ops.add(op(isAtOnce ? scope.in(Role.CALLBACK) : scope));
        }
        return ops;
    }

    private Op op(Scope scope) {
        Menu menu = new Menu(taste);
        addPlain(menu, scope);
        addFutures(menu, scope);
        addVerbs(menu, scope);
        if (scope.role != Role.CALLBACK) {
            menu.add(Feature.CONDITION, 8, () -> signal(scope.in(Role.CALLBACK)));
            int weight = scope.role == Role.DRIVER ? 20 : 6;
            menu.add(weight, () -> new Op.Tick(1 + random.nextInt(3)));
            menu.add(weight / 2, () -> new Op.Sleep(halves()));
        }
        if (scope.role == Role.DRIVER) {
            menu.add(Feature.DEADLINE, 5, () -> trial(scope.in(Role.TASK)));
        }
        if (scope.role == Role.TASK) {
            menu.add(1, () -> new Op.Raise("e" + names++));
            addWaits(menu, scope);
            addWaitingVerbs(menu, scope);
        }
        if (scope.role == Role.TASK && scope.depth < DEEPEST) {
            addBlocks(menu, scope.in(Role.TASK));
        }
        return menu.choose(random);
    }

    private void addPlain(Menu menu, Scope scope) {
        menu.add(2, () -> new Op.Log("l" + names++))
                .add(2, () -> new Op.Look(anySlot()))
                .add(1, () -> new Op.Peek(anySlot()))
                .add(1, Op.Who::new)
                .add(Feature.CANCEL, 12, () -> new Op.Cancel(anySlot(), reason()))
                .add(Feature.CANCEL, 1, () -> new Op.Uncancel(anySlot()))
                .add(Feature.CONTEXT, 5, () -> new Op.SetVariable("v" + names++))
                .add(Feature.CONTEXT, 5, Op.GetVariable::new)
                .add(Feature.CONTEXT, 2, Op.ResetVariable::new)
                .add(Feature.CONTEXT, 2, () -> new Op.InContext(body(scope.in(Role.CALLBACK))))
                .add(Feature.EXIT, 1, Op.Stop::new);
        if (scope.role == Role.TASK) {
            menu.add(Feature.CANCEL, 2, () -> new Op.Cancel(scope.self, reason()))
                    .add(Feature.CANCEL, 2, () -> new Op.Uncancel(scope.self))
                    .add(Feature.CANCEL, 1, Op.RaiseCancelled::new)
                    .add(Feature.EXIT, 1, Op.Exit::new);
        }
    }

    private void addFutures(Menu menu, Scope scope) {
        Scope callback = scope.in(Role.CALLBACK);
        menu.add(scope.depth < DEEPEST ? 6 : 1, () -> spawn(scope))
                .add(Feature.EAGER, 2, () -> spawn(scope))
                .add(Feature.CALLBACK, 3, () -> new Op.CallSoon(handles++, body(callback)))
                .add(Feature.CALLBACK, 3, () -> callLater(callback))
                .add(Feature.CALLBACK, 1, () -> new Op.CancelHandle(below(handles)))
                .add(Feature.CALLBACK, 3, () -> onDone(callback))
                .add(Feature.CALLBACK, 1, () -> new Op.DropOnDone(anySlot(), below(callbacks)))
                .add(Feature.PROMISE, 4, () -> makePromise(scope))
                .add(Feature.PROMISE, 4, () -> new Op.SetResult(promise(), "v" + names++))
                .add(Feature.PROMISE, 2, () -> new Op.SetError(promise(), error()))
                .add(Feature.GATHER, 6, () -> gather(scope))
                .add(Feature.SHIELD, 6, () -> shield(scope));
        if (!groups.isEmpty()) {
            menu.add(Feature.GROUP, 10, () -> groupSpawn(scope));
        }
        menu.add(Feature.CANCEL, 6, this::race);
        if (scope.role == Role.CALLBACK) {
            menu.add(Feature.CALLBACK, 1, () -> new Op.Raise("e" + names++));
        }
    }

    private void addWaits(Menu menu, Scope scope) {
        menu.add(10, () -> await(scope))
                .add(Feature.WAIT_FOR, 8, () -> waitFor(scope))
                .add(Feature.WAIT, 8, () -> new Op.Wait(anySlots(), returnWhen(), limit()))
                .add(Feature.AS_COMPLETED, 8, () -> new Op.AsCompleted(anySlots(), limit()))
                .add(Feature.DEADLINE, 3, () -> new Op.Reschedule(below(limits), limit()));
    }

    private void addBlocks(Menu menu, Scope scope) {
        Scope inside = scope.withCondition();
        menu.add(12, () -> attempt(scope))
                .add(1, () -> new Op.Repeat(2 + bit(), body(scope)))
                .add(Feature.WAIT_FOR, 3, () -> new Op.WaitForBody(halves(), body(scope)))
                .add(Feature.DEADLINE, 8, () -> new Op.Deadline(limits++, limit(), body(scope)))
                .add(Feature.GROUP, 8, () -> group(scope))
                .add(Feature.LOCK, 6, () -> holding(Resource.LOCK, scope))
                .add(Feature.CONDITION, 4, () -> holding(Resource.CONDITION, inside))
                .add(Feature.CONDITION, 12, () -> awaitSignal(inside))
                .add(Feature.SEMAPHORE, 6, () -> holding(Resource.SEMAPHORE, scope));
    }

    private void addVerbs(Menu menu, Scope scope) {
        int often = scope.holdsCondition ? 8 : 2;
        menu.add(Feature.LOCK, 2, () -> sync(Verb.LOCK_RELEASE))
                .add(Feature.LOCK, 1, () -> sync(Verb.LOOK))
                .add(Feature.EVENT, 5, () -> sync(Verb.EVENT_SET))
                .add(Feature.EVENT, 5, () -> sync(Verb.EVENT_CLEAR))
                .add(Feature.CONDITION, often, () -> sync(Verb.CONDITION_NOTIFY))
                .add(Feature.CONDITION, often, () -> sync(Verb.CONDITION_NOTIFY_ALL))
                .add(Feature.SEMAPHORE, 4, () -> sync(Verb.SEMAPHORE_RELEASE))
                .add(Feature.SEMAPHORE, 1, () -> sync(Verb.LOOK))
                .add(Feature.QUEUE, 4, () -> sync(Verb.QUEUE_PUT_NOWAIT))
                .add(Feature.QUEUE, 4, () -> sync(Verb.QUEUE_GET_NOWAIT))
                .add(Feature.QUEUE, 3, () -> sync(Verb.QUEUE_TASK_DONE))
                .add(Feature.QUEUE, 1, () -> sync(Verb.LOOK))
                .add(Feature.QUEUE, 1, () -> rarely(Verb.QUEUE_SHUTDOWN, Verb.QUEUE_PUT_NOWAIT))
                .add(Feature.QUEUE, 1, () -> rarely(Verb.QUEUE_SHUTDOWN_NOW, Verb.LOOK));
    }

    private void addWaitingVerbs(Menu menu, Scope scope) {
        menu.add(Feature.LOCK, 3, () -> sync(Verb.LOCK_ACQUIRE))
                .add(Feature.EVENT, 7, () -> sync(Verb.EVENT_WAIT))
                .add(Feature.SEMAPHORE, 5, () -> sync(Verb.SEMAPHORE_ACQUIRE))
                .add(Feature.QUEUE, 6, () -> sync(Verb.QUEUE_PUT))
                .add(Feature.QUEUE, 6, () -> sync(Verb.QUEUE_GET))
                .add(Feature.QUEUE, 3, () -> sync(Verb.QUEUE_JOIN));
        if (scope.holdsCondition) {
            menu.add(Feature.CONDITION, 12, () -> sync(Verb.CONDITION_WAIT))
                    .add(Feature.CONDITION, 8, () -> sync(Verb.CONDITION_WAIT_UNTIL));
        }
    }

    // ---- statements of several parts

    private Op sync(Verb verb) {
        return new Op.Sync(verb, random.nextInt(4));
    }

    private Op rarely(Verb verb, Verb other) {
        return sync(random.nextInt(3) == 0 ? verb : other);
    }

    private Op holding(Resource resource, Scope scope) {
        return new Op.Holding(resource, bit(), body(scope));
    }

    private boolean eager() {
        return taste.has(Feature.EAGER) && random.nextBoolean();
    }

    /** CPython enters no context twice, as eager tasks that share one would. */
    private boolean shared(boolean isEager) {
        return taste.has(Feature.CONTEXT) && !isEager && random.nextInt(4) == 0;
    }

    private Op spawn(Slot task, List<Op> body) {
        boolean isEager = eager();
        return new Op.Spawn(task.number, isEager, shared(isEager), body);
    }

    private Op spawn(Scope scope) {
        Slot child = declare(Kind.TASK, scope.rank);
        return spawn(child, body(new Scope(child, scope.depth + 1, Role.TASK)));
    }

    private Op groupSpawn(Scope scope) {
        int group = random.nextInt(groups.size());
        Slot child = declare(Kind.TASK, Math.max(scope.rank, groups.get(group)));
        List<Op> body = body(new Scope(child, scope.depth + 1, Role.TASK));
        return new Op.GroupSpawn(group, child.number, eager(), body);
    }

    private Op group(Scope scope) {
        int group = groups.size();
        groups.add(scope.rank);
        return new Op.Group(group, body(scope));
    }

    private Op callLater(Scope callback) {
        return new Op.CallLater(handles++, halves(), body(callback));
    }

    private Op onDone(Scope callback) {
        return new Op.OnDone(anySlot(), callbacks++, body(callback));
    }

    private Op makePromise(Scope scope) {
        return new Op.MakePromise(declare(Kind.PROMISE, scope.rank).number);
    }

    /** What the driver does in its own task, but for a limited time and without failing. */
    private Op trial(Scope scope) {
        Op limited = new Op.Deadline(limits++, halves(), body(scope));
        return new Op.Try(List.of(limited), Caught.ANYTHING, List.of(), false, List.of());
    }

    /** Wakes somebody and cancels one or two, who may be the same. */
    private Op race() {
        List<Op> ops = new ArrayList<>();
        List<Verb> waking =
                List.of(
                        Verb.LOCK_RELEASE,
                        Verb.EVENT_SET,
                        Verb.SEMAPHORE_RELEASE,
                        Verb.QUEUE_PUT_NOWAIT,
                        Verb.QUEUE_GET_NOWAIT,
                        Verb.QUEUE_TASK_DONE);
        ops.add(
                random.nextInt(3) == 0
                        ? new Op.SetResult(promise(), "v" + names++)
                        : sync(pick(waking)));
        for (int rest = 1 + bit(); rest > 0; rest--) {
            ops.add(new Op.Cancel(anySlot(), reason()));
        }
        return new Op.Repeat(1, ops);
    }

    private Op awaitSignal(Scope scope) {
        int which = bit();
        List<Op> inside = new ArrayList<>();
        Verb verb = random.nextBoolean() ? Verb.CONDITION_WAIT : Verb.CONDITION_WAIT_UNTIL;
        inside.add(new Op.Sync(verb, which));
        inside.addAll(body(scope));
        return new Op.Holding(Resource.CONDITION, which, inside);
    }

    /** Tells the waiters of a condition, if its lock can be had within a while. */
    private Op signal(Scope scope) {
        int which = bit();
        List<Op> inside = new ArrayList<>();
        Verb verb = random.nextBoolean() ? Verb.CONDITION_NOTIFY : Verb.CONDITION_NOTIFY_ALL;
        inside.add(new Op.Sync(verb, which + 2 * bit()));
        inside.addAll(body(scope));
        Op holding = new Op.Holding(Resource.CONDITION, which, inside);
        Op limited = new Op.Deadline(limits++, halves(), List.of(holding));
        return new Op.Try(List.of(limited), Caught.FAILURE, List.of(), false, List.of());
    }

    private Op attempt(Scope scope) {
        Caught caught = pick(List.of(Caught.values()));
        List<Op> body = body(scope);
        List<Op> handler = caught == Caught.NOTHING ? List.of() : body(scope);
        boolean cleansUp = caught == Caught.NOTHING || random.nextInt(4) == 0;
        List<Op> atLast = cleansUp ? body(scope) : List.of();
        return new Op.Try(body, caught, handler, random.nextInt(3) == 0, atLast);
    }

    private Op await(Scope scope) {
        List<Slot> higher = above(scope);
        return higher.isEmpty() ? new Op.Tick(1) : new Op.Await(pick(higher).number);
    }

    private Op waitFor(Scope scope) {
        List<Slot> higher = above(scope);
        return higher.isEmpty() ? new Op.Tick(1) : new Op.WaitFor(pick(higher).number, halves());
    }

    private Op gather(Scope scope) {
        List<Slot> higher = above(scope);
        List<Integer> parts = new ArrayList<>();
        double lowest = 1;
        for (int rest = random.nextInt(4); rest > 0 && !higher.isEmpty(); rest--) {
            Slot part = pick(higher);
            parts.add(part.number);
            lowest = Math.min(lowest, part.rank);
        }
        int slot = declareBetween(scope.rank, lowest);
        return new Op.MakeGather(slot, parts, random.nextBoolean());
    }

    private Op shield(Scope scope) {
        List<Slot> higher = above(scope);
        if (higher.isEmpty()) {
            return new Op.Log("l" + names++);
        }
        Slot inner = pick(higher);
        return new Op.MakeShield(declareBetween(scope.rank, inner.rank), inner.number);
    }

    private int declareBetween(double low, double high) {
        return declareAt(Kind.COMBINED, low + (high - low) * random.nextDouble()).number;
    }

    // ---- parts of statements

    private List<Slot> slots(Predicate<Slot> condition) {
        return slots.stream().filter(condition).toList();
    }

    /** What code of this scope may await. */
    private List<Slot> above(Scope scope) {
        return slots(slot -> slot.rank > scope.rank);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A number that was given out, or now and then the next one. */
    private int below(int next) {
        return random.nextInt(next + 1);
    }

    private int anySlot() {
        return pick(slots).number;
    }

    private List<Integer> anySlots() {
        List<Integer> some = new ArrayList<>();
        for (int rest = 1 + random.nextInt(3); rest > 0; rest--) {
            some.add(anySlot());
        }
        return some.stream().distinct().toList();
    }

    private int promise() {
        List<Slot> promises = slots(slot -> slot.kind == Kind.PROMISE);
        return promises.isEmpty() ? Op.NO_SLOT : pick(promises).number;
    }

    private String error() {
        return random.nextInt(4) == 0 ? Op.CANCELLED : "e" + names++;
    }

    private String reason() {
        return random.nextInt(4) == 0 ? "m" + names++ : "";
    }

    private String returnWhen() {
        return pick(List.of("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"));
    }

    private int bit() {
        return random.nextInt(2);
    }

    private int halves() {
        return random.nextInt(6);
    }

    private int limit() {
        return random.nextInt(4) == 0 ? Op.NEVER : halves();
    }
}
