"""Requests to cancel: when they arrive, how they are counted, and what stops them."""
import asyncio

from .harness import attempt, failing, future, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


@scenario
def cancel_again_during_cleanup():
    async def w():
        try:
            await asyncio.sleep(9)
        finally:
            try:
                log('cleanup', me().cancelling())
                await asyncio.sleep(5)
                log('not reached')
            finally:
                log('interrupted', now(), me().cancelling())
                await asyncio.sleep(1)
                log('done', now())

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        log(t.cancel())
        await asyncio.sleep(1)
        log(t.cancel(), t.cancelled())
        await asyncio.wait([t])
        log(t.cancelled(), t.cancelling())
    vrun(main())


@scenario
def cancel_swallowed_once_and_heeded_later():
    async def w():
        for i in range(3):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                log('swallowed', i, me().cancelling(), now())
        return 'end'

    async def main():
        t = asyncio.create_task(w())
        for _ in range(2):
            await asyncio.sleep(1)
            t.cancel()
        log(await t, t.cancelled(), t.cancelling(), now(), t.cancel())
    vrun(main())


@scenario
def cancel_is_uncancelled_too_often():
    async def main():
        log(me().uncancel(), me().cancelling())
        me().cancel()
        me().cancel()
        log(me().uncancel())
        log(await outcome(asyncio.sleep(0)))
        log(me().cancelling(), me().uncancel(), me().uncancel())
        log(await outcome(asyncio.sleep(0, 'fine')))
    vrun(main())


@scenario
def cancel_uncancelled_after_it_reached_the_awaited_future():
    async def w(f):
        try:
            log(await f)
        except asyncio.CancelledError:
            log('CE', me().cancelling())

    async def main():
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        t.cancel()
        log(t.uncancel(), f.cancelled())
        await t
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        f.set_result('kept')
        t.cancel()
        log(t.uncancel(), f.cancelled())
        await t
    vrun(main())


@scenario
def cancel_messages():
    async def w(awaitable):
        try:
            await awaitable
        except asyncio.CancelledError as e:
            log(*e.args)
            raise

    async def main():
        t = asyncio.create_task(w(asyncio.sleep(9)))
        await asyncio.sleep(0)
        t.cancel('waiting')
        await asyncio.wait([t])
        t = asyncio.create_task(asyncio.sleep(9))
        t.cancel('first')
        t.cancel('second')
        await outcome(w(t))
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        f.set_result(1)
        t.cancel('result was there')
        await asyncio.wait([t])
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        f.cancel('future')
        await asyncio.wait([t])
        t = asyncio.create_task(w(asyncio.sleep(0)))
        await asyncio.sleep(0)
        t.cancel('tick')
        await asyncio.wait([t])
    vrun(main())


@scenario
def cancel_goes_down_a_chain_of_tasks():
    async def w(tag, inner):
        try:
            await inner
        finally:
            log('fin', tag)
            await asyncio.sleep(1)
            log('end', tag, now())

    async def main():
        c = asyncio.create_task(w('c', asyncio.sleep(9)))
        b = asyncio.create_task(w('b', c))
        a = asyncio.create_task(w('a', b))
        await ticks(3)
        log(a.cancel(), a.cancelling(), b.cancelling(), c.cancelling())
        await asyncio.wait([a])
        log(a.cancelled(), b.cancelled(), c.cancelled(), a.cancel(), c.cancelling())
    vrun(main())


@scenario
def cancel_turned_into_another_outcome():
    async def fails():
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError('cleanup')

    async def answers():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return 'answer'

    async def answers_after_a_while():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            await asyncio.sleep(3)
            return now()

    async def main():
        for body in (fails, answers, answers_after_a_while):
            t = asyncio.create_task(body())
            await asyncio.sleep(0)
            t.cancel()
            log(await outcome(t), t.cancelled(), t.cancelling(), t.cancel())
    vrun(main())


@scenario
def cancel_thrown_by_the_task_itself():
    async def w():
        raise asyncio.CancelledError('own')

    async def main():
        t = asyncio.create_task(w())
        try:
            await t
        except asyncio.CancelledError as e:
            log('CE', *e.args, t.cancelled(), t.cancelling(), me().cancelling())
        log(attempt(t.result), attempt(t.exception))
    vrun(main())


@scenario
def cancel_of_one_waiter_reaches_the_other_through_the_task():
    async def w(tag, t):
        try:
            await t
        except asyncio.CancelledError:
            log(tag, me().cancelling())
            raise

    async def main():
        t = asyncio.create_task(sleeper('t'))
        a = asyncio.create_task(w('a', t))
        b = asyncio.create_task(w('b', t))
        await ticks(2)
        a.cancel()
        await asyncio.wait([a, b])
        log(a.cancelled(), b.cancelled(), t.cancelled(), t.cancelling())
    vrun(main())


@scenario
def cancel_beats_a_failure_that_was_there():
    async def w(f):
        await f

    async def main():
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        f.set_exception(ValueError('lost'))
        t.cancel()
        log(await outcome(t), t.cancelled(), name(f.exception()))
    vrun(main())


@scenario
def cancel_at_the_first_wait_does_not_wait():
    async def w(wait):
        me().cancel()
        loop().call_soon(log, 'soon')
        try:
            await wait()
        except asyncio.CancelledError:
            log('CE', now())

    async def main():
        await asyncio.create_task(w(lambda: asyncio.sleep(5)))
        await asyncio.create_task(w(lambda: asyncio.sleep(0)))
        await asyncio.create_task(w(lambda: loop().create_future()))
        t = asyncio.create_task(sleeper('t'))
        await asyncio.create_task(w(lambda: t))
        log(t.cancelled())
    vrun(main())


@scenario
def cancel_of_a_task_in_the_same_batch():
    async def w(tag):
        for i in range(3):
            log(tag, i)
            await asyncio.sleep(0)

    async def main():
        a = asyncio.create_task(w('a'))
        b = asyncio.create_task(w('b'))
        loop().call_soon(lambda: log('cancel b', b.cancel()))
        await a
        log(a.cancelled(), b.cancelled(), b.done())
    vrun(main())


@scenario
def cancel_of_a_promise_that_tasks_await():
    async def w(tag, f):
        try:
            await f
        except asyncio.CancelledError:
            log(tag, me().cancelling())
            if tag == 'a':
                raise

    async def main():
        f = loop().create_future()
        f.add_done_callback(lambda f: log('callback', f.cancelled()))
        ts = [asyncio.create_task(w(tag, f)) for tag in 'ab']
        await asyncio.sleep(0)
        log(f.cancel(), f.cancel())
        await asyncio.wait(ts)
        log(*[t.cancelled() for t in ts])
    vrun(main())


@scenario
def cancel_from_a_done_callback():
    async def main():
        t = asyncio.create_task(sleeper('t'))
        first = asyncio.create_task(asyncio.sleep(1))
        first.add_done_callback(lambda _: log('callback', t.cancel(), first.cancel()))
        await asyncio.wait([t])
        log(now(), t.cancelled(), first.cancelled())
    vrun(main())


@scenario
def cancel_while_waiting_leaves_the_awaited_set_alone():
    async def w(ts):
        try:
            await asyncio.wait(ts)
        except asyncio.CancelledError:
            log('CE', *[t.done() for t in ts])
            raise

    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds, tag)) for tag, seconds in (('a', 2), ('b', 3))]
        t = asyncio.create_task(w(ts))
        await asyncio.sleep(1)
        t.cancel()
        await asyncio.wait([t])
        log(t.cancelled(), await asyncio.gather(*ts), now())
    vrun(main())


@scenario
def cancel_of_a_task_that_gathers():
    async def stubborn():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            log('stubborn')
            await asyncio.sleep(1)
            return 'S'

    async def w():
        try:
            await asyncio.gather(sleeper('a'), stubborn(), sleeper('b', 1, 'B'))
        except asyncio.CancelledError:
            log('CE gather', now(), me().cancelling())
            raise

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(2)
        t.cancel()
        await asyncio.wait([t])
        log(t.cancelled(), now())
        t = asyncio.create_task(stubborn_alone())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        t.cancel()
        log(await outcome(t), now())

    async def stubborn_alone():
        return await asyncio.gather(stubborn(), stubborn())
    vrun(main())


@scenario
def cancel_held_off_by_a_shielded_cleanup():
    async def cleanup():
        await asyncio.sleep(2)
        log('cleaned', now())

    async def w():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            c = asyncio.create_task(cleanup())
            while not c.done():
                try:
                    await asyncio.shield(c)
                except asyncio.CancelledError:
                    log('again', now(), me().cancelling())
            raise

    async def main():
        t = asyncio.create_task(w())
        for _ in range(3):
            await asyncio.sleep(1)
            log(t.cancel())
        log(await outcome(t), t.cancelled(), t.cancelling(), now())
    vrun(main())


@scenario
def cancel_of_a_task_that_is_done_does_nothing():
    async def main():
        t = asyncio.create_task(asyncio.sleep(0, 'r'))
        log(await t, t.cancel(), t.cancelling(), t.cancelled(), t.result())
        t = asyncio.create_task(failing(0, 'x'))
        log(await outcome(t), t.cancel(), t.cancelling(), t.uncancel())
    vrun(main())


@scenario
def cancel_of_a_task_that_awaits_a_cancelled_task():
    async def main():
        t = asyncio.create_task(sleeper('t'))
        t.cancel()
        a = asyncio.create_task(outcome(t))
        b = asyncio.create_task(sleeper('b'))
        await asyncio.sleep(0)
        b.cancel()
        log(t.done(), a.done(), b.done())
        log(await a, a.cancelling(), await outcome(b), b.cancelling())
    vrun(main())


@scenario
def cancel_set_as_the_exception_of_a_promise():
    async def main():
        f = loop().create_future()
        f.set_exception(asyncio.CancelledError('set'))
        log(f.cancelled(), f.done())

        async def w():
            await f
        t = asyncio.create_task(w())
        log(await outcome(t), t.cancelled(), t.cancelling())
    vrun(main())
