package io.asyncio4j.conformance.fuzz;

import io.asyncio4j.conformance.fuzz.Op.Caught;
import io.asyncio4j.conformance.fuzz.Op.Resource;
import io.asyncio4j.conformance.fuzz.Op.Verb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes random programs, the same one for the same seed. Each program uses some of the features
 * only, so that these meet each other more often.
 *
 * <p>No task awaits itself through others: every future has a rank, and code of one rank awaits
 * futures of higher ranks only. CPython ends such a circle with a stack overflow when it is
 * cancelled.
 *
 * <p>Confined to one thread.
 */
final class ProgramGenerator {
    private enum Feature {
        CANCEL,
        CALLBACK,
        PROMISE,
        GATHER,
        SHIELD,
        WAIT,
        WAIT_FOR,
        AS_COMPLETED,
        DEADLINE,
        GROUP,
        EAGER,
        LOCK,
        EVENT,
        CONDITION,
        SEMAPHORE,
        QUEUE,
        CONTEXT,
        EXIT
    }

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

        Scope inner() {
            return in(Role.TASK);
        }

        Scope in(Role other) {
            return new Scope(self, rank, depth + 1, other, holdsCondition);
        }

        Scope withCondition() {
            return new Scope(self, rank, depth, role, true);
        }
    }

    private record Choice(int weight, Supplier<Op> op) {}

    private static final int DEEPEST = 5;

    private final Random random;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final List<Slot> slots = new ArrayList<>();
    private int limits;

    /** The rank of the task around each group; its children do not await that one. */
    private final List<Double> groups = new ArrayList<>();

    private int handles;
    private int callbacks;
    private int names;
    private int budget;

    private ProgramGenerator(long seed) {
        random = new Random(seed);
    }

    static Program of(long seed) {
        return new ProgramGenerator(seed).program();
    }

    private Program program() {
        random.nextInt(); // the first numbers of close seeds are close
        for (Feature feature : Feature.values()) {
            if (random.nextInt(100) < 35) {
                features.add(feature);
            }
        }
        int permits = random.nextInt(3);
        int room = random.nextInt(3);
        Slot main = declareAt(Kind.TASK, 0);
        List<Slot> tasks = new ArrayList<>();
        for (int rest = 1 + random.nextInt(4); rest > 0; rest--) {
            tasks.add(declare(Kind.TASK, 0));
        }
        List<Op> body = new ArrayList<>();
        Scope driver = new Scope(main, 0, Role.DRIVER);
        for (Slot task : tasks) {
            budget = 2 + random.nextInt(12);
            Scope inside = new Scope(task, 1, Role.TASK);
            List<Op> todo = new ArrayList<>();
            while (budget > 0) {
                todo.addAll(body(inside));
            }
            body.add(spawn(task, todo));
            budget = 1;
            body.addAll(body(driver));
        }
        budget = random.nextInt(20);
        while (budget > 0) {
            body.addAll(body(driver));
        }
        return new Program(permits, room, body);
    }

    private Slot declare(Kind kind, double above) {
        double rank = above + (1 - above) * random.nextDouble();
        return declareAt(kind, rank);
    }

    private Slot declareAt(Kind kind, double rank) {
        Slot slot = new Slot(slots.size(), kind, rank);
        slots.add(slot);
        return slot;
    }

    private List<Op> body(Scope scope) {
        List<Op> ops = new ArrayList<>();
        for (int rest = 1 + random.nextInt(5); rest > 0 && budget > 0; rest--) {
            budget--;
            ops.add(op(scope));
        }
        return ops;
    }

    private Op op(Scope scope) {
        List<Choice> menu = new ArrayList<>();
        addPlain(menu, scope);
        addFutures(menu, scope);
        addSync(menu, scope);
        if (scope.role == Role.DRIVER) {
            addSteps(menu, scope);
        } else if (scope.role == Role.TASK) {
            addSteps(menu, scope);
            addWaits(menu, scope);
            addSyncWaits(menu, scope);
            if (scope.depth < DEEPEST) {
                addBlocks(menu, scope.inner());
            }
        }
        int ticket = random.nextInt(menu.stream().mapToInt(Choice::weight).sum());
        for (Choice choice : menu) {
            ticket -= choice.weight;
            if (ticket < 0) {
                return choice.op.get();
            }
        }
        throw new AssertionError("the weights of the menu add up to less than their sum");
    }

    private boolean has(Feature feature) {
        return features.contains(feature);
    }

    private void addPlain(List<Choice> menu, Scope scope) {
        menu.add(new Choice(2, () -> new Op.Log("l" + names++)));
        menu.add(new Choice(1, () -> scope.role == Role.DRIVER ? new Op.Tick(2) : raise()));
        menu.add(new Choice(2, () -> new Op.Look(anySlot())));
        menu.add(new Choice(1, () -> new Op.Peek(anySlot())));
        menu.add(new Choice(1, Op.Who::new));
        if (has(Feature.EXIT)) {
            menu.add(new Choice(1, Op.Stop::new));
            menu.add(new Choice(scope.role == Role.DRIVER ? 0 : 1, Op.Exit::new));
        }
        if (has(Feature.CANCEL)) {
            menu.add(new Choice(12, () -> new Op.Cancel(anySlot(), reason())));
            menu.add(new Choice(1, () -> new Op.Uncancel(anySlot())));
            if (scope.role == Role.TASK) {
                menu.add(new Choice(2, () -> new Op.Cancel(scope.self, reason())));
                menu.add(new Choice(2, () -> new Op.Uncancel(scope.self)));
                menu.add(new Choice(1, Op.RaiseCancelled::new));
            }
        }
        if (has(Feature.CONTEXT)) {
            menu.add(new Choice(5, () -> new Op.SetVariable("v" + names++)));
            menu.add(new Choice(5, Op.GetVariable::new));
            menu.add(new Choice(2, Op.ResetVariable::new));
            Scope inside = scope.in(Role.CALLBACK);
            menu.add(new Choice(2, () -> new Op.InContext(body(inside))));
        }
    }

    private void addFutures(List<Choice> menu, Scope scope) {
        int spawns = scope.depth < DEEPEST ? 8 : 1;
        menu.add(new Choice(spawns, () -> spawn(scope)));
        if (has(Feature.CALLBACK)) {
            Scope inside = scope.in(Role.CALLBACK);
            menu.add(new Choice(3, () -> new Op.CallSoon(handles++, body(inside))));
            menu.add(new Choice(3, () -> new Op.CallLater(handles++, halves(), body(inside))));
            menu.add(new Choice(1, () -> new Op.CancelHandle(random.nextInt(handles + 1))));
            menu.add(new Choice(3, () -> new Op.OnDone(anySlot(), callbacks++, body(inside))));
            menu.add(
                    new Choice(
                            1, () -> new Op.DropOnDone(anySlot(), random.nextInt(callbacks + 1))));
        }
        if (has(Feature.PROMISE)) {
            menu.add(
                    new Choice(
                            4, () -> new Op.MakePromise(declare(Kind.PROMISE, scope.rank).number)));
            menu.add(new Choice(4, () -> new Op.SetResult(promise(), "v" + names++)));
            menu.add(new Choice(2, () -> new Op.SetError(promise(), error())));
        }
        if (has(Feature.GATHER)) {
            menu.add(new Choice(6, () -> gather(scope)));
        }
        if (has(Feature.SHIELD)) {
            menu.add(new Choice(6, () -> shield(scope)));
        }
        if (has(Feature.GROUP) && !groups.isEmpty()) {
            menu.add(new Choice(10, () -> groupSpawn(scope)));
        }
    }

    private void addSteps(List<Choice> menu, Scope scope) {
        int weight = scope.role == Role.DRIVER ? 20 : 6;
        menu.add(new Choice(weight, () -> new Op.Tick(1 + random.nextInt(3))));
        menu.add(new Choice(weight / 2, () -> new Op.Sleep(halves())));
        if (scope.role == Role.DRIVER && has(Feature.DEADLINE)) {
            menu.add(new Choice(10, () -> trial(scope.in(Role.TASK))));
        }
    }

    private void addWaits(List<Choice> menu, Scope scope) {
        menu.add(new Choice(10, () -> await(scope)));
        if (has(Feature.WAIT_FOR)) {
            menu.add(new Choice(8, () -> waitFor(scope)));
        }
        if (has(Feature.WAIT)) {
            menu.add(new Choice(8, () -> new Op.Wait(anySlots(), returnWhen(), limit())));
        }
        if (has(Feature.AS_COMPLETED)) {
            menu.add(new Choice(8, () -> new Op.AsCompleted(anySlots(), limit())));
        }
        if (has(Feature.DEADLINE)) {
            menu.add(new Choice(3, () -> new Op.Reschedule(random.nextInt(limits + 1), limit())));
        }
    }

    private void addBlocks(List<Choice> menu, Scope scope) {
        menu.add(new Choice(12, () -> attempt(scope)));
        menu.add(new Choice(1, () -> new Op.Repeat(2 + random.nextInt(2), body(scope))));
        if (has(Feature.WAIT_FOR)) {
            menu.add(new Choice(3, () -> new Op.WaitForBody(halves(), body(scope))));
        }
        if (has(Feature.DEADLINE)) {
            menu.add(new Choice(8, () -> new Op.Deadline(limits++, limit(), body(scope))));
        }
        if (has(Feature.GROUP)) {
            menu.add(new Choice(8, () -> group(scope)));
        }
        if (has(Feature.LOCK)) {
            menu.add(new Choice(6, () -> new Op.Holding(Resource.LOCK, bit(), body(scope))));
        }
        if (has(Feature.CONDITION)) {
            Scope inside = scope.withCondition();
            menu.add(new Choice(12, () -> new Op.Holding(Resource.CONDITION, bit(), body(inside))));
        }
        if (has(Feature.SEMAPHORE)) {
            menu.add(new Choice(6, () -> new Op.Holding(Resource.SEMAPHORE, bit(), body(scope))));
        }
    }

    private void addSync(List<Choice> menu, Scope scope) {
        addVerbs(menu, Feature.LOCK, 2, Verb.LOCK_RELEASE);
        addVerbs(menu, Feature.EVENT, 5, Verb.EVENT_SET, Verb.EVENT_CLEAR);
        int often = scope.holdsCondition ? 8 : 2;
        addVerbs(menu, Feature.CONDITION, often, Verb.CONDITION_NOTIFY, Verb.CONDITION_NOTIFY_ALL);
        addVerbs(menu, Feature.SEMAPHORE, 4, Verb.SEMAPHORE_RELEASE);
        addVerbs(menu, Feature.QUEUE, 3, Verb.QUEUE_PUT_NOWAIT, Verb.QUEUE_GET_NOWAIT);
        addVerbs(menu, Feature.QUEUE, 3, Verb.QUEUE_TASK_DONE);
        addVerbs(menu, Feature.QUEUE, 1, Verb.QUEUE_SHUTDOWN, Verb.QUEUE_SHUTDOWN_NOW);
        for (Feature any : List.of(Feature.LOCK, Feature.EVENT, Feature.CONDITION, Feature.QUEUE)) {
            addVerbs(menu, any, 1, Verb.LOOK);
        }
    }

    private void addSyncWaits(List<Choice> menu, Scope scope) {
        addVerbs(menu, Feature.LOCK, 3, Verb.LOCK_ACQUIRE);
        addVerbs(menu, Feature.EVENT, 7, Verb.EVENT_WAIT);
        int often = scope.holdsCondition ? 12 : 0;
        addVerbs(menu, Feature.CONDITION, often, Verb.CONDITION_WAIT, Verb.CONDITION_WAIT_UNTIL);
        addVerbs(menu, Feature.SEMAPHORE, 5, Verb.SEMAPHORE_ACQUIRE);
        addVerbs(menu, Feature.QUEUE, 6, Verb.QUEUE_PUT, Verb.QUEUE_GET);
        addVerbs(menu, Feature.QUEUE, 3, Verb.QUEUE_JOIN);
    }

    private void addVerbs(List<Choice> menu, Feature feature, int weight, Verb... verbs) {
        if (has(feature) && weight > 0) {
            for (Verb verb : verbs) {
                menu.add(new Choice(weight, () -> new Op.Sync(verb, random.nextInt(4))));
            }
        }
    }

    // ---- statements of several parts

    private boolean eager() {
        return has(Feature.EAGER) && random.nextBoolean();
    }

    /** CPython enters no context twice, as eager tasks that share one would. */
    private boolean shared(boolean isEager) {
        return has(Feature.CONTEXT) && !isEager && random.nextInt(4) == 0;
    }

    private Op spawn(Slot task, List<Op> body) {
        boolean isEager = eager();
        return new Op.Spawn(task.number, isEager, shared(isEager), body);
    }

    private Op spawn(Scope scope) {
        Slot child = declare(Kind.TASK, scope.rank);
        Scope inside = new Scope(child, scope.depth + 1, Role.TASK);
        return spawn(child, body(inside));
    }

    private Op groupSpawn(Scope scope) {
        int group = random.nextInt(groups.size());
        Slot child = declare(Kind.TASK, Math.max(scope.rank, groups.get(group)));
        Scope inside = new Scope(child, scope.depth + 1, Role.TASK);
        return new Op.GroupSpawn(group, child.number, eager(), body(inside));
    }

    private Op group(Scope scope) {
        int group = groups.size();
        groups.add(scope.rank);
        return new Op.Group(group, body(scope));
    }

    private Op raise() {
        return new Op.Raise("e" + names++);
    }

    /** What the driver does in its own task, but for a limited time and without failing. */
    private Op trial(Scope scope) {
        Op limited = new Op.Deadline(limits++, halves(), body(scope));
        return new Op.Try(List.of(limited), Caught.ANYTHING, List.of(), false, List.of());
    }

    private Op attempt(Scope scope) {
        Caught caught = Caught.values()[random.nextInt(Caught.values().length)];
        List<Op> body = body(scope);
        List<Op> handler = caught == Caught.NOTHING ? List.of() : body(scope);
        boolean cleansUp = caught == Caught.NOTHING || random.nextInt(4) == 0;
        List<Op> atLast = cleansUp ? body(scope) : List.of();
        return new Op.Try(body, caught, handler, random.nextInt(3) == 0, atLast);
    }

    private Op await(Scope scope) {
        List<Slot> higher = slots(slot -> slot.rank > scope.rank);
        return higher.isEmpty() ? new Op.Tick(1) : new Op.Await(pick(higher).number);
    }

    private Op waitFor(Scope scope) {
        List<Slot> higher = slots(slot -> slot.rank > scope.rank);
        return higher.isEmpty() ? new Op.Tick(1) : new Op.WaitFor(pick(higher).number, halves());
    }

    private Op gather(Scope scope) {
        List<Slot> higher = slots(slot -> slot.rank > scope.rank);
        List<Integer> parts = new ArrayList<>();
        double lowest = 1;
        for (int rest = random.nextInt(4); rest > 0 && !higher.isEmpty(); rest--) {
            Slot part = pick(higher);
            parts.add(part.number);
            lowest = Math.min(lowest, part.rank);
        }
        double rank = scope.rank + (lowest - scope.rank) * random.nextDouble();
        int slot = declareAt(Kind.COMBINED, rank).number;
        return new Op.MakeGather(slot, parts, random.nextBoolean());
    }

    private Op shield(Scope scope) {
        List<Slot> higher = slots(slot -> slot.rank > scope.rank);
        if (higher.isEmpty()) {
            return new Op.Log("l" + names++);
        }
        Slot inner = pick(higher);
        double rank = scope.rank + (inner.rank - scope.rank) * random.nextDouble();
        int slot = declareAt(Kind.COMBINED, rank).number;
        return new Op.MakeShield(slot, inner.number);
    }

    // ---- parts of statements

    private List<Slot> slots(Predicate<Slot> condition) {
        return slots.stream().filter(condition).toList();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
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
