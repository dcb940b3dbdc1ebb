"""Runs programs of the fuzzer on CPython's asyncio, as Interpreter.java does on asyncio4j.

Reads one program a line, as JSON, and answers each with the number of lines of its trace and the
trace. Whoever changes this file or the interpreter changes the other.
"""

import asyncio
import contextvars
import heapq
import json
import logging
import selectors
import sys

HORIZON_HALVES = 400
ROUNDS = 300
ROUND_HALVES = 20
NEVER = -1
CANCELLED = "CE"
WAITING_VERBS = {
    "LOCK_ACQUIRE",
    "EVENT_WAIT",
    "CONDITION_WAIT",
    "CONDITION_WAIT_UNTIL",
    "SEMAPHORE_ACQUIRE",
    "QUEUE_PUT",
    "QUEUE_GET",
    "QUEUE_JOIN",
}

CURRENT = sys.version_info >= (3, 14)


# ---- what CPython leaves open, fixed as asyncio4j fixes it


class OrderedTimer(asyncio.TimerHandle):
    """Equal deadlines run in the order of insertion; a heap of deadlines alone has no order."""

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class InsertionOrder(dict):
    """The part of a set that TaskGroup uses, so that it cancels in the order of creation."""

    def add(self, element):
        self[element] = None

    def discard(self, element):
        self.pop(element, None)


class JumpingSelector(selectors.DefaultSelector):
    """Moves the loop's clock instead of waiting."""

    now = 0.0

    def select(self, timeout=None):
        if timeout is None:
            raise SystemError("deadlock: nothing can run")
        self.now += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.clock = JumpingSelector()
        self.timers = 0
        super().__init__(self.clock)

    def time(self):
        return self.clock.now

    def call_at(self, when, callback, *args, context=None):
        timer = OrderedTimer(when, callback, args, self, context)
        timer.number = self.timers
        self.timers += 1
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer


# ---- known differences


class Group(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = InsertionOrder()

    # Deliberate: a group takes its request back even if a child asks the program to end.
    async def __aexit__(self, *error):
        try:
            return await super().__aexit__(*error)
        except SystemExit:
            if self._parent_cancel_requested:
                self._parent_task.uncancel()
            raise

    if not CURRENT:
        # Version: until 3.14 an eager child that fails in its first step aborts the group inside
        # create_task; since then the loop tells the group, as for any other child.
        def create_task(self, coro, *, eager_start):
            try:
                if self._exiting and not self._tasks:
                    raise RuntimeError("finished")
                if self._aborting:
                    raise RuntimeError("shutting down")
            except RuntimeError:
                coro.close()
                raise
            task = asyncio.Task(coro, loop=self._loop, eager_start=eager_start)
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
            return task


class Lock(asyncio.Lock):
    # Deliberate: a release wakes the first that still waits. asyncio wakes nobody if the first was
    # cancelled and has not run since, but leaves it to that one, so that the next runs later.
    def _wake_up_first(self):
        for waiter in self._waiters or ():
            if not waiter.cancelled():
                if not waiter.done():
                    waiter.set_result(True)
                return


class Condition(asyncio.Condition):
    # Deliberate: the lock is missed at once, not only when it turns out that one must wait.
    async def wait_for(self, predicate):
        if not self.locked():
            raise RuntimeError("not locked")
        return await super().wait_for(predicate)

    # Deliberate: who is cancelled before it was notified notifies nobody, and who was notified
    # passes that on at once. asyncio notifies in each case, after it got the lock again.
    async def wait(self):
        if not self.locked():
            raise RuntimeError("not locked")
        notified = asyncio.get_running_loop().create_future()
        self._waiters.append(notified)
        self.release()
        cancelled = None
        try:
            await notified
        except asyncio.CancelledError as error:
            cancelled = error
        self._waiters.remove(notified)
        has_notification = not notified.cancelled()
        if cancelled is not None and has_notification:
            self._notify(1)
            has_notification = False
        while True:
            try:
                await self.acquire()
                break
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            if has_notification:
                self._notify(1)
            raise cancelled
        return True


# ---- the interpreter


class Named(Exception):
    pass


def render(value):
    match value:
        case Named():
            return value.args[0]
        case asyncio.CancelledError():
            return "CE"
        case TimeoutError():
            return "TO"
        case BaseExceptionGroup():
            return "EG" + render(list(value.exceptions))
        case asyncio.InvalidStateError():
            return "IS"
        case asyncio.QueueEmpty():
            return "QE"
        case asyncio.QueueFull():
            return "QF"
        case asyncio.QueueShutDown():
            return "QSD"
        case RuntimeError() | ValueError():
            return "RT"
        case SystemExit():
            return "EXIT"
        case BaseException():
            return repr(value)
        case list():
            return "[" + ",".join(map(render, value)) + "]"
    return str(value)


def yes(truth):
    return "yes" if truth else "no"


def outcome(future):
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    return render(future.exception() or future.result())


def state(future):
    requests = f" asked {future.cancelling()}" if isinstance(future, asyncio.Task) else ""
    return outcome(future) + requests


def seconds(halves):
    return None if halves == NEVER else halves / 2


def reason(op, failure):
    """The reason of a cancellation, where the task was reached by it.

    CPython forgets it on the way through futures: only the first who asks a cancelled one is told.
    """
    is_reached = op["op"] in ("Tick", "Sleep", "Wait")
    if is_reached and isinstance(failure, asyncio.CancelledError) and failure.args:
        return f" {failure.args[0]}"
    return ""


def is_minor(op):
    """Whether the program goes on after a failure of the statement, which never waits."""
    if op["op"] == "Sync":
        return op["verb"] not in WAITING_VERBS
    return op["op"] in ("SetResult", "SetError", "Reschedule", "GroupSpawn", "ResetVariable", "Peek")


class Interpreter:
    def __init__(self, program, loop):
        self.program = program
        self.loop = loop
        self.trace = []
        self.tasks = []
        self.futures = {}
        self.handles = {}
        self.limits = {}
        self.groups = {}
        self.callbacks = {}
        self.variable = contextvars.ContextVar("variable", default="-")
        self.token = None
        self.context = contextvars.Context()
        self.locks = Lock(), Lock()
        self.events = asyncio.Event(), asyncio.Event()
        self.conditions = Condition(Lock()), Condition(self.locks[1])
        permits = program["permits"]
        self.semaphores = asyncio.Semaphore(permits), asyncio.BoundedSemaphore(permits)
        self.queues = asyncio.Queue(program["room"]), asyncio.LifoQueue(program["room"])

    def log(self, who, text):
        self.trace.append(f"{int(self.loop.time() * 2)}|{who} {text}")

    def report(self, loop, context):
        if "handle" in context:
            self.log("handler", render(context["exception"]))

    async def root(self):
        self.loop.set_exception_handler(self.report)
        self.spawn(0, False, False, self.program["body"])
        await asyncio.sleep(seconds(HORIZON_HALVES))
        rounds = 0
        while (live := [(n, t) for n, t in self.tasks if not t.done()]) and rounds < ROUNDS:
            rounds += 1
            self.log("root", "cancels " + ",".join(name for name, _ in live))
            for lock in *self.locks, self.conditions[0]:
                if lock.locked():
                    lock.release()
            for _, task in live:
                task.cancel()
            await asyncio.sleep(seconds(ROUND_HALVES))
        for name, task in self.tasks:
            self.log("root", f"{name} {state(task)}")
        self.log("root", self.look())

    async def run(self, ops, who):
        for op in ops:
            try:
                done = getattr(self, op["op"])(op, who)
                if asyncio.iscoroutine(done):
                    done = await done
            except BaseException as failure:
                self.log(who, f"{op['op']} ! {render(failure)}{reason(op, failure)}")
                if is_minor(op):
                    continue
                raise
            if done is not None:
                self.log(who, f"{op['op']} {done}")

    def call_back(self, ops, who):
        try:
            self.run(ops, who).send(None)
        except StopIteration:
            return
        raise SystemError("a callback cannot wait")

    # plain

    def Log(self, op, who):
        return op["text"]

    async def Tick(self, op, who):
        for _ in range(op["times"]):
            await asyncio.sleep(0)
        return ""

    async def Sleep(self, op, who):
        await asyncio.sleep(seconds(op["halves"]))
        return ""

    async def Repeat(self, op, who):
        for _ in range(op["times"]):
            await self.run(op["body"], who)

    async def Try(self, op, who):
        caught = {
            "NOTHING": (),
            "CANCELLATION": asyncio.CancelledError,
            "FAILURE": Exception,
            "ANYTHING": BaseException,
        }[op["caught"]]
        try:
            await self.run(op["body"], who)
        except caught as failure:
            self.log(who, f"caught {render(failure)}")
            await self.run(op["handler"], who)
            if op["isRethrown"]:
                raise
        finally:
            await self.run(op["atLast"], who)

    def Raise(self, op, who):
        raise Named(op["name"])

    def RaiseCancelled(self, op, who):
        raise asyncio.CancelledError("own")

    def Exit(self, op, who):
        raise SystemExit(1)

    def Stop(self, op, who):
        self.loop.stop()
        return ""

    def Who(self, op, who):
        now = asyncio.current_task()
        running = next((name for name, task in self.tasks if task is now), "nobody")
        return f"{running} of {len(asyncio.all_tasks())}"

    # futures

    async def body(self, slot, ops):
        await self.run(ops, f"t{slot}")
        return f"r{slot}"

    def keep(self, slot, task):
        self.futures[slot] = task
        self.tasks.append((f"t{slot}", task))
        return f"t{slot}"

    def spawn(self, slot, is_eager, is_shared, ops):
        context = self.context if is_shared else None
        body = self.body(slot, ops)
        task = asyncio.Task(body, loop=self.loop, context=context, eager_start=is_eager)
        return self.keep(slot, task)

    def Spawn(self, op, who):
        return self.spawn(op["slot"], op["isEager"], op["isShared"], op["body"])

    def MakePromise(self, op, who):
        self.futures[op["slot"]] = self.loop.create_future()

    def SetResult(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        self.futures[op["slot"]].set_result(op["value"])
        return ""

    def SetError(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        is_cancelled = op["name"] == CANCELLED
        error = asyncio.CancelledError() if is_cancelled else Named(op["name"])
        self.futures[op["slot"]].set_exception(error)
        return ""

    def all(self, slots):
        return [self.futures[slot] for slot in slots if slot in self.futures]

    def names(self, slots, which):
        return ",".join(f"t{slot}" for slot in slots if self.futures.get(slot) in which)

    def MakeGather(self, op, who):
        gathered = asyncio.gather(*self.all(op["parts"]), return_exceptions=op["isSettled"])
        self.futures[op["slot"]] = gathered
        return outcome(gathered)

    def MakeShield(self, op, who):
        if op["inner"] not in self.futures:
            return "none"
        self.futures[op["slot"]] = asyncio.shield(self.futures[op["inner"]])

    async def Await(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        return render(await self.futures[op["slot"]])

    def Cancel(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        taken = self.futures[op["slot"]].cancel(op["reason"] or None)
        return f"t{op['slot']} {yes(taken)}"

    def Uncancel(self, op, who):
        task = self.futures.get(op["slot"])
        return f"t{op['slot']} {task.uncancel()}" if isinstance(task, asyncio.Task) else "none"

    def Look(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        return f"t{op['slot']} {state(self.futures[op['slot']])}"

    def Peek(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        return render(self.futures[op["slot"]].result())

    def OnDone(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        name = f"d{op['callback']}"

        def callback(done):
            self.log(name, outcome(done))
            self.call_back(op["body"], name)

        self.callbacks[op["callback"]] = callback
        self.futures[op["slot"]].add_done_callback(callback)

    def DropOnDone(self, op, who):
        if op["slot"] not in self.futures or op["callback"] not in self.callbacks:
            return "none"
        return self.futures[op["slot"]].remove_done_callback(self.callbacks[op["callback"]])

    # callbacks

    def CallSoon(self, op, who):
        self.handles[op["handle"]] = self.loop.call_soon(
            self.call_back, op["body"], f"c{op['handle']}"
        )

    def CallLater(self, op, who):
        self.handles[op["handle"]] = self.loop.call_later(
            seconds(op["halves"]), self.call_back, op["body"], f"c{op['handle']}"
        )

    def CancelHandle(self, op, who):
        if op["handle"] not in self.handles:
            return "none"
        self.handles[op["handle"]].cancel()
        return ""

    # waiting for several, and deadlines

    async def WaitFor(self, op, who):
        if op["slot"] not in self.futures:
            return "none"
        return render(await asyncio.wait_for(self.futures[op["slot"]], seconds(op["halves"])))

    async def WaitForBody(self, op, who):
        await asyncio.wait_for(self.run(op["body"], who), seconds(op["halves"]))
        return "in time"

    async def Wait(self, op, who):
        given = self.all(op["parts"])
        if not given:
            return "none"
        done, pending = await asyncio.wait(
            given, timeout=seconds(op["halves"]), return_when=op["returnWhen"]
        )
        return f"done {self.names(op['parts'], done)} pending {self.names(op['parts'], pending)}"

    async def AsCompleted(self, op, who):
        # What is done before the call comes in no fixed order, so one of these is left.
        given = []
        for each in self.all(op["parts"]):
            if not each.done() or not any(other.done() for other in given):
                given.append(each)
        arriving = asyncio.as_completed(given, timeout=seconds(op["halves"]))
        while True:
            try:
                future = await anext(arriving)
                self.log(who, f"arrived {self.names(op['parts'], [future])}{outcome(future)}")
            except TimeoutError:
                self.log(who, "late")
            except StopAsyncIteration:
                return "all"

    async def Deadline(self, op, who):
        limit = asyncio.timeout(seconds(op["halves"]))
        self.limits[op["limit"]] = limit
        try:
            async with limit:
                await self.run(op["body"], who)
        finally:
            when = "never" if limit.when() is None else int(limit.when() * 2)
            self.log(who, f"Deadline of {when} expired {yes(limit.expired())}")

    def Reschedule(self, op, who):
        limit = self.limits.get(op["limit"])
        if limit is None:
            return "none"
        delay = seconds(op["halves"])
        limit.reschedule(None if delay is None else self.loop.time() + delay)
        return ""

    async def Group(self, op, who):
        group = Group()
        self.groups[op["group"]] = group
        async with group:
            await self.run(op["body"], who)
        return "left"

    def GroupSpawn(self, op, who):
        group = self.groups.get(op["group"])
        if group is None:
            return "none"
        task = group.create_task(self.body(op["slot"], op["body"]), eager_start=op["isEager"])
        return self.keep(op["slot"], task)

    # locks, queues, context

    async def Sync(self, op, who):
        argument = op["argument"]
        which = argument & 1
        condition, event, queue = self.conditions[which], self.events[which], self.queues[which]
        result = {
            "LOCK_ACQUIRE": self.locks[which].acquire,
            "LOCK_RELEASE": self.locks[which].release,
            "EVENT_WAIT": event.wait,
            "EVENT_SET": event.set,
            "EVENT_CLEAR": event.clear,
            "CONDITION_WAIT": condition.wait,
            "CONDITION_WAIT_UNTIL": lambda: condition.wait_for(event.is_set),
            "CONDITION_NOTIFY": lambda: condition.notify(argument),
            "CONDITION_NOTIFY_ALL": condition.notify_all,
            "SEMAPHORE_ACQUIRE": self.semaphores[which].acquire,
            "SEMAPHORE_RELEASE": self.semaphores[which].release,
            "QUEUE_PUT": lambda: queue.put(f"i{argument}"),
            "QUEUE_GET": queue.get,
            "QUEUE_PUT_NOWAIT": lambda: queue.put_nowait(f"i{argument}"),
            "QUEUE_GET_NOWAIT": queue.get_nowait,
            "QUEUE_TASK_DONE": queue.task_done,
            "QUEUE_JOIN": queue.join,
            "QUEUE_SHUTDOWN": queue.shutdown,
            "QUEUE_SHUTDOWN_NOW": lambda: queue.shutdown(immediate=True),
            "LOOK": self.look,
        }[op["verb"]]()
        if asyncio.iscoroutine(result):
            result = await result
        return f"{op['verb']} {result if isinstance(result, str) else ''}"

    async def Holding(self, op, who):
        resources = {
            "LOCK": self.locks,
            "CONDITION": self.conditions,
            "SEMAPHORE": self.semaphores,
        }[op["resource"]]
        async with resources[op["argument"] & 1]:
            await self.run(op["body"], who)
        return "released"

    def SetVariable(self, op, who):
        self.token = self.variable.set(op["value"])

    def ResetVariable(self, op, who):
        if self.token is None:
            return "none"
        self.variable.reset(self.token)
        return ""

    def GetVariable(self, op, who):
        return self.variable.get()

    def InContext(self, op, who):
        contextvars.copy_context().run(self.call_back, op["body"], who)
        return "left"

    def look(self):
        return " ".join(
            f"lock {yes(lock.locked())} event {yes(event.is_set())}"
            f" condition {yes(condition.locked())} semaphore {yes(semaphore.locked())}"
            f" queue {queue.qsize()}{yes(queue.full())}"
            for lock, event, condition, semaphore, queue in zip(
                self.locks, self.events, self.conditions, self.semaphores, self.queues
            )
        )


def trace_of(program):
    loop = VirtualLoop()
    interpreter = Interpreter(program, loop)
    root = asyncio.Task(interpreter.root(), loop=loop)
    try:
        while not root.done():
            try:
                loop.run_until_complete(root)
            except SystemExit:
                interpreter.log("loop", "exit")
            except RuntimeError:
                if root.done():
                    raise
                interpreter.log("loop", "stopped")
    except BaseException as failure:
        interpreter.trace.append(f"crash {failure!r}")
    finally:
        loop.close()
    return interpreter.trace


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        lines = trace_of(json.loads(line))
        print(len(lines), *lines, sep="\n", flush=True)
