"""Lock, event, condition, semaphore and barrier."""
import asyncio

from .harness import attempt, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


@scenario
def lock_waiters_cancelled_in_every_position():
    async def w(lock, tag):
        try:
            async with lock:
                log('in', tag, now())
                await asyncio.sleep(1)
        except asyncio.CancelledError:
            log('CE', tag)
            raise

    async def main():
        for victim in range(3):
            lock = asyncio.Lock()
            await lock.acquire()
            ts = [asyncio.create_task(w(lock, i)) for i in range(3)]
            await asyncio.sleep(0)
            ts[victim].cancel()
            lock.release()
            await asyncio.wait(ts)
            log('victim', victim, lock.locked(), now())
    vrun(main())


@scenario
def lock_freed_while_its_only_waiter_is_cancelled():
    async def main():
        lock = asyncio.Lock()
        await lock.acquire()
        t = asyncio.create_task(lock.acquire())
        await asyncio.sleep(0)
        t.cancel()
        lock.release()
        log(lock.locked(), await outcome(t))
        await asyncio.wait_for(lock.acquire(), 1)
        log(lock.locked(), now())
    vrun(main())


@scenario
def lock_taken_in_passing():
    async def w(lock, tag):
        async with lock:
            log('in', tag)

    async def main():
        lock = asyncio.Lock()
        loop().call_soon(log, 'soon')
        await w(lock, 'main')
        async with lock:
            ts = [asyncio.create_task(w(lock, tag)) for tag in 'ab']
            await asyncio.sleep(0)
        late = asyncio.create_task(w(lock, 'late'))
        await w(lock, 'main again')
        await asyncio.wait(ts + [late])
    vrun(main())


@scenario
def lock_held_when_the_body_fails():
    async def main():
        lock = asyncio.Lock()
        try:
            async with lock:
                raise ValueError('x')
        except ValueError:
            log(lock.locked())
        log(await outcome(hold_too_long(lock)), lock.locked(), now())

    async def hold_too_long(lock):
        async with asyncio.timeout(1):
            async with lock:
                await asyncio.sleep(9)
    vrun(main())


@scenario
def event_set_and_cleared_before_its_waiters_run():
    async def w(event, tag):
        await event.wait()
        log(tag, event.is_set())

    async def main():
        event = asyncio.Event()
        ts = [asyncio.create_task(w(event, tag)) for tag in 'ab']
        await asyncio.sleep(0)
        event.set()
        event.clear()
        late = asyncio.create_task(w(event, 'late'))
        await asyncio.wait(ts)
        log('late', late.done())
        event.set()
        await late
        loop().call_soon(log, 'soon')
        await event.wait()
        log(event.is_set())
        await asyncio.sleep(0)
    vrun(main())


@scenario
def event_waiter_cancelled():
    async def w(event, tag):
        await event.wait()
        log(tag)

    async def main():
        event = asyncio.Event()
        a = asyncio.create_task(w(event, 'a'))
        b = asyncio.create_task(w(event, 'b'))
        await asyncio.sleep(0)
        event.set()
        a.cancel()
        log(await outcome(a), await outcome(b))
        event.clear()
        log(await outcome(asyncio.wait_for(event.wait(), 1)), now())
    vrun(main())


@scenario
def condition_notifies_in_order():
    async def w(condition, tag):
        async with condition:
            await condition.wait()
            log(tag, now())
            await asyncio.sleep(1)

    async def main():
        condition = asyncio.Condition()
        ts = [asyncio.create_task(w(condition, tag)) for tag in 'abcd']
        await asyncio.sleep(0)
        async with condition:
            condition.notify(2)
            condition.notify()
            log('notified', condition.locked())
        await asyncio.sleep(5)
        async with condition:
            condition.notify_all()
            condition.notify_all()
        await asyncio.wait(ts)
        log(condition.locked(), now())
    vrun(main())


@scenario
def condition_without_its_lock():
    async def main():
        condition = asyncio.Condition()
        log(attempt(condition.notify), attempt(condition.notify_all), await outcome(condition.wait()))
        log(attempt(condition.release))
        async with condition:
            condition.notify(5)
        log(condition.locked())
    vrun(main())


@scenario
def condition_waits_for_a_predicate():
    async def main():
        condition = asyncio.Condition()
        state = {'n': 0}

        async def w(limit):
            async with condition:
                await condition.wait_for(lambda: state['n'] >= limit)
                log(limit, now())
        ts = [asyncio.create_task(w(limit)) for limit in (2, 1, 0)]
        for _ in range(2):
            await asyncio.sleep(1)
            async with condition:
                state['n'] += 1
                condition.notify_all()
        await asyncio.wait(ts)
    vrun(main())


@scenario
def condition_waiter_cancelled_takes_the_lock_first():
    async def w(condition):
        async with condition:
            try:
                await condition.wait_for(lambda: False)
            finally:
                log('out', condition.locked(), now(), me().cancelling())

    async def main():
        condition = asyncio.Condition()
        t = asyncio.create_task(w(condition))
        await asyncio.sleep(0)
        async with condition:
            t.cancel()
            await asyncio.sleep(2)
            log('main leaves', t.done())
        log(await outcome(t), condition.locked(), now())
    vrun(main())


@scenario
def condition_waiter_cancelled_twice():
    async def w(condition):
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError as e:
                log('CE', *e.args, now(), me().cancelling())
                raise

    async def main():
        condition = asyncio.Condition()
        t = asyncio.create_task(w(condition))
        await asyncio.sleep(0)
        async with condition:
            t.cancel('first')
            await asyncio.sleep(1)
            t.cancel('second')
            await asyncio.sleep(1)
            log('main leaves', t.done())
        log(await outcome(t), condition.locked(), now())
    vrun(main())


@scenario
def condition_cancelled_while_it_takes_the_lock_again():
    async def w(condition, tag):
        async with condition:
            try:
                await condition.wait()
                log('woken', tag)
            except asyncio.CancelledError:
                log('CE', tag, now())
                raise

    async def main():
        condition = asyncio.Condition()
        a = asyncio.create_task(w(condition, 'a'))
        b = asyncio.create_task(w(condition, 'b'))
        await asyncio.sleep(0)
        async with condition:
            condition.notify(1)
            await asyncio.sleep(1)
            a.cancel()
            await asyncio.sleep(1)
        log(await outcome(a), await outcome(b), now())
    vrun(main())


@scenario
def condition_with_a_shared_lock():
    async def main():
        lock = asyncio.Lock()
        one, two = asyncio.Condition(lock), asyncio.Condition(lock)

        async def w(condition, tag):
            async with condition:
                await condition.wait()
                log(tag, lock.locked())
        ts = [asyncio.create_task(w(one, 'one')), asyncio.create_task(w(two, 'two'))]
        await asyncio.sleep(0)
        async with lock:
            one.notify()
            two.notify()
        await asyncio.wait(ts)
        log(lock.locked())
    vrun(main())


@scenario
def semaphore_is_fair():
    async def main():
        s = asyncio.Semaphore(2)

        async def w(tag, seconds):
            async with s:
                log('in', tag, now())
                await asyncio.sleep(seconds)
        async with asyncio.TaskGroup() as g:
            for tag, seconds in (('a', 3), ('b', 1), ('c', 1), ('d', 1), ('e', 1)):
                g.create_task(w(tag, seconds))
        log(s.locked(), now())
    vrun(main())


@scenario
def semaphore_permit_of_a_cancelled_waiter_goes_on():
    async def main():
        s = asyncio.Semaphore(0)

        async def w(tag):
            try:
                await s.acquire()
                log('got', tag)
            except asyncio.CancelledError:
                log('CE', tag)
                raise
        ts = [asyncio.create_task(w(tag)) for tag in 'abc']
        await asyncio.sleep(0)
        s.release()
        s.release()
        ts[0].cancel()
        ts[1].cancel()
        await asyncio.wait(ts[:2])
        await ticks(3)
        log(ts[2].done(), s.locked())
        await s.acquire()
        log(s.locked())
    vrun(main())


@scenario
def semaphore_release_lets_nobody_barge_in():
    async def main():
        s = asyncio.Semaphore(1)
        await s.acquire()

        async def w(tag):
            await s.acquire()
            log('got', tag)
            s.release()
        t = asyncio.create_task(w('waiter'))
        await asyncio.sleep(0)
        s.release()
        await w('main')
        await t
        log(s.locked())
    vrun(main())


@scenario
def semaphore_used_wrongly():
    async def main():
        log(attempt(lambda: asyncio.Semaphore(-1)), attempt(lambda: asyncio.BoundedSemaphore(-1)))
        b = asyncio.BoundedSemaphore(2)
        await b.acquire()
        b.release()
        log(attempt(b.release), b.locked())
        s = asyncio.Semaphore(0)
        s.release()
        s.release()
        for _ in range(2):
            log(s.locked())
            await s.acquire()
        log(s.locked())
    vrun(main())


@scenario
def barrier_hands_out_places():
    async def main():
        barrier = asyncio.Barrier(3)

        async def w(tag, seconds):
            await asyncio.sleep(seconds)
            place = await barrier.wait()
            log(tag, place, now())
        for _ in range(2):
            async with asyncio.TaskGroup() as g:
                for tag, seconds in (('a', 2), ('b', 1), ('c', 3)):
                    g.create_task(w(tag, seconds))
        log(barrier.n_waiting, barrier.parties, barrier.broken)
    vrun(main())


@scenario
def barrier_aborted_and_reset():
    async def main():
        barrier = asyncio.Barrier(2)
        t = asyncio.create_task(outcome(barrier.wait()))
        await asyncio.sleep(0)
        log(barrier.n_waiting)
        await barrier.abort()
        log(await t, barrier.broken, await outcome(barrier.wait()))
        await barrier.reset()
        log(barrier.broken)
        t = asyncio.create_task(outcome(barrier.wait()))
        await asyncio.sleep(0)
        await barrier.reset()
        log(await t, barrier.broken, barrier.n_waiting)
        a = asyncio.create_task(barrier.wait())
        log(await barrier.wait(), await a)
    vrun(main())


@scenario
def barrier_waiter_cancelled():
    async def main():
        barrier = asyncio.Barrier(2)
        t = asyncio.create_task(barrier.wait())
        await asyncio.sleep(0)
        t.cancel()
        log(await outcome(t), barrier.broken, barrier.n_waiting)
        t = asyncio.create_task(barrier.wait())
        await asyncio.sleep(0)
        log(await barrier.wait(), await t, barrier.n_waiting)
        log(attempt(lambda: asyncio.Barrier(0)))
    vrun(main())
