"""Deadlines: nested, moved, met at the same instant as something else; wait_for."""
import asyncio

from .harness import attempt, failing, future, log, loop, me, name, now, outcome, scenario, show, sleeper, ticks, vrun


@scenario
def timeout_nested_with_equal_deadlines():
    async def main():
        outer = inner = None
        try:
            async with asyncio.timeout(1) as outer:
                try:
                    async with asyncio.timeout(1) as inner:
                        await asyncio.sleep(9)
                except TimeoutError:
                    log('inner TO')
                finally:
                    log('between', me().cancelling())
        except TimeoutError:
            log('outer TO', now())
        log(outer.expired(), inner.expired(), me().cancelling())
    vrun(main())


@scenario
def timeout_of_a_body_that_fails_when_cancelled():
    async def main():
        try:
            async with asyncio.timeout(1) as t:
                try:
                    await asyncio.sleep(9)
                finally:
                    raise ValueError('cleanup')
        except Exception as e:
            log(name(e), e, t.expired(), me().cancelling())
        await asyncio.sleep(0)
        log('fine')
    vrun(main())


@scenario
def timeout_of_a_body_that_swallows_it():
    async def main():
        async with asyncio.timeout(1) as t:
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                log('swallowed', me().cancelling())
            await asyncio.sleep(2)
            log('goes on', now())
        log(t.expired(), me().cancelling())
        await asyncio.sleep(0)
        log('fine')
    vrun(main())


@scenario
def timeout_moved():
    async def main():
        async with asyncio.timeout(1) as t:
            log(t.when(), t.expired())
            t.reschedule(4)
            await asyncio.sleep(3)
            t.reschedule(None)
            log(t.when())
            await asyncio.sleep(3)
            log(now())
        log(t.expired())
        for when in (7.0, 6.0, 5.0):
            try:
                async with asyncio.timeout(60) as t:
                    t.reschedule(when)
                    log('until', t.when())
                    await asyncio.sleep(9)
            except TimeoutError:
                log('TO', now(), t.when(), t.expired())
    vrun(main())


@scenario
def timeout_moved_by_another_task_and_by_a_timer():
    async def main():
        try:
            async with asyncio.timeout(10) as t:
                loop().call_later(1, lambda: t.reschedule(loop().time() + 1))
                loop().call_later(1.5, lambda: t.reschedule(5))
                await asyncio.sleep(9)
        except TimeoutError:
            log('TO', now())
    vrun(main())


@scenario
def timeout_used_wrongly():
    async def main():
        t = asyncio.timeout(1)
        log(attempt(lambda: t.reschedule(5)))
        async with t:
            pass
        log(t.expired(), attempt(lambda: t.reschedule(5)))
        try:
            async with t:
                log('not reached')
        except RuntimeError as e:
            log(name(e))
    vrun(main())


@scenario
def timeout_in_the_past():
    async def main():
        await asyncio.sleep(5)
        for make in (lambda: asyncio.timeout_at(1.0), lambda: asyncio.timeout(-1), lambda: asyncio.timeout_at(5.0)):
            loop().call_soon(log, 'soon')
            try:
                async with make() as t:
                    log(t.when(), t.expired())
                    await asyncio.sleep(1)
                    log('not reached')
            except TimeoutError:
                log('TO', now(), t.expired())
    vrun(main())


@scenario
def timeout_passes_during_the_cleanup_of_a_cancellation():
    async def w():
        try:
            async with asyncio.timeout(2) as t:
                try:
                    await asyncio.sleep(9)
                finally:
                    log('cleanup', now(), me().cancelling())
                    try:
                        await asyncio.sleep(9)
                    finally:
                        log('interrupted', now(), me().cancelling(), t.expired())
        except TimeoutError:
            log('TO')

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling(), now())
    vrun(main())


@scenario
def timeout_in_a_task_that_is_being_cancelled():
    async def w():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            try:
                async with asyncio.timeout(1):
                    await asyncio.sleep(9)
            except TimeoutError:
                log('TO', now(), me().cancelling())
            async with asyncio.timeout(1):
                await asyncio.sleep(0)
                log('in time')
            raise

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling())
    vrun(main())


@scenario
def timeout_around_a_group():
    async def child(tag, cleanup):
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(cleanup)
            log('clean', tag, now())

    async def main():
        try:
            async with asyncio.timeout(1):
                async with asyncio.TaskGroup() as g:
                    g.create_task(child('a', 1))
                    g.create_task(child('b', 3))
                    await asyncio.sleep(9)
        except TimeoutError as e:
            log('TO', now(), name(e.__cause__), me().cancelling())
        try:
            async with asyncio.timeout(1):
                async with asyncio.TaskGroup() as g:
                    g.create_task(child('c', 1))
        except TimeoutError:
            log('TO', now(), me().cancelling())
    vrun(main())


@scenario
def timeout_inside_a_child_of_a_group():
    async def child():
        async with asyncio.timeout(1):
            await asyncio.sleep(9)

    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(child())
                g.create_task(sleeper('sibling'))
        except ExceptionGroup as e:
            log(*[name(x) for x in e.exceptions], now(), me().cancelling())
    vrun(main())


@scenario
def timeout_and_failing_child_at_one_instant():
    async def main():
        try:
            async with asyncio.timeout(1) as t:
                async with asyncio.TaskGroup() as g:
                    c = g.create_task(failing(1, 'x'))
        except TimeoutError:
            log('TO', c.cancelled(), t.expired(), me().cancelling())
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(failing(1, 'y'))
                await asyncio.sleep(0)
                async with asyncio.timeout(1):
                    await asyncio.sleep(9)
        except ExceptionGroup as e:
            log(*[name(x) for x in e.exceptions], me().cancelling(), now())
    vrun(main())


@scenario
def timeout_around_a_group_that_fails_while_it_ends():
    async def bad():
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError('cleanup')

    async def main():
        try:
            async with asyncio.timeout(1) as t:
                async with asyncio.TaskGroup() as g:
                    g.create_task(bad())
                    await asyncio.sleep(9)
        except* ValueError as e:
            log(show(e), t.expired(), me().cancelling(), now())
        await asyncio.sleep(0)
        log('fine')
    vrun(main())


@scenario
def wait_for_what_is_done():
    async def main():
        for seconds in (1, 0, -1):
            for f in (future(7), future(error=ValueError('x')), future(cancelled=True)):
                log(seconds, await outcome(asyncio.wait_for(f, seconds)))
        log(now(), me().cancelling())
    vrun(main())


@scenario
def wait_for_cancels_a_future_that_is_late():
    async def main():
        f = loop().create_future()
        f.add_done_callback(lambda _: log('callback', now()))
        log(await outcome(asyncio.wait_for(f, 1)), f.cancelled(), now())
        f = loop().create_future()
        log(await outcome(asyncio.wait_for(f, 0)), f.cancelled(), now())
    vrun(main())


@scenario
def wait_for_waits_for_the_end_of_a_late_task():
    async def slow(tag, answer):
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            await asyncio.sleep(2)
            log('cleaned', tag, now())
            if answer:
                return answer
            raise

    async def main():
        for seconds in (1, 0):
            for answer in (None, 'saved'):
                t = asyncio.create_task(slow(seconds, answer))
                await asyncio.sleep(0)
                log(await outcome(asyncio.wait_for(t, seconds)), t.cancelled(), now())
    vrun(main())


@scenario
def wait_for_a_cleanup_that_fails():
    async def w():
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError('cleanup')

    async def main():
        log(await outcome(asyncio.wait_for(w(), 1)), now(), me().cancelling())
        t = asyncio.create_task(w())
        await asyncio.sleep(0)
        log(await outcome(asyncio.wait_for(t, 1)), now(), me().cancelling())
        t = asyncio.create_task(w())
        await asyncio.sleep(0)
        log(await outcome(asyncio.wait_for(t, 0)), now())
    vrun(main())


@scenario
def wait_for_passes_a_cancellation_on():
    async def main():
        inner = asyncio.create_task(sleeper('inner'))
        t = asyncio.create_task(asyncio.wait_for(inner, 5))
        await asyncio.sleep(1)
        t.cancel('why')
        log(await outcome(t), inner.cancelled(), now())
        t = asyncio.create_task(asyncio.wait_for(sleeper('inline'), 5))
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling(), now())
        inner = asyncio.create_task(sleeper('other'))
        t = asyncio.create_task(outcome(asyncio.wait_for(inner, 5)))
        await asyncio.sleep(1)
        inner.cancel()
        log(await t, t.cancelling())
    vrun(main())


@scenario
def wait_for_a_result_that_comes_at_the_deadline():
    async def main():
        f = loop().create_future()
        loop().call_later(1, f.set_result, 'first')
        log(await outcome(asyncio.wait_for(f, 1)), now(), me().cancelling())
        f = loop().create_future()
        t = asyncio.create_task(asyncio.wait_for(f, 1))
        await asyncio.sleep(0)
        loop().call_later(1, lambda: log(f.done()))
        log(await outcome(t), now())
    vrun(main())


@scenario
def wait_for_nested():
    async def main():
        log(await outcome(asyncio.wait_for(asyncio.wait_for(sleeper('a'), 2), 1)), now())
        log(await outcome(asyncio.wait_for(asyncio.wait_for(sleeper('b'), 1), 2)), now())
        log(await outcome(asyncio.wait_for(asyncio.wait_for(sleeper('c'), 1), 1)), now(), me().cancelling())
    vrun(main())


@scenario
def wait_for_a_shielded_task():
    async def main():
        t = asyncio.create_task(sleeper('t', 3, 'T'))
        log(await outcome(asyncio.wait_for(asyncio.shield(t), 1)), t.done(), now())
        log(await t, now())
    vrun(main())
