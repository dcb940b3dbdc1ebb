"""Groups of tasks: who is cancelled, what is raised, and what the count is afterwards."""
import asyncio

from .harness import attempt, failing, log, loop, me, name, now, outcome, scenario, show, sleeper, ticks, vrun


async def stubborn(tag, seconds):
    """Takes a while to end after it was cancelled."""
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        log('stubborn', tag, now())
        await asyncio.sleep(seconds)
        log('gives in', tag, now())


@scenario
def group_body_fails_alone():
    async def main():
        try:
            async with asyncio.TaskGroup():
                raise ValueError('body')
        except* ValueError as e:
            log(show(e), me().cancelling())
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(sleeper('a'))
                await asyncio.sleep(1)
                raise KeyError('k')
        except* KeyError as e:
            log(show(e), now())
    vrun(main())


@scenario
def group_body_fails_and_then_comes_a_cancellation():
    async def w():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(stubborn('a', 2))
                await asyncio.sleep(0)
                raise ValueError('body')
        except* ValueError as e:
            log(show(e), me().cancelling())
        log(await outcome(asyncio.sleep(0)))

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling(), now())
    vrun(main())


@scenario
def group_in_a_task_that_is_being_cancelled():
    async def w():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            try:
                async with asyncio.TaskGroup() as g:
                    g.create_task(sleeper('a', 1))
                log('cleanup', now(), me().cancelling())
                async with asyncio.TaskGroup() as g:
                    g.create_task(failing(1, 'x'))
            except* ValueError as e:
                log(show(e), me().cancelling(), now())
            log(await outcome(asyncio.sleep(1)), now())
            raise

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling())
    vrun(main())


@scenario
def group_turns_a_cancellation_into_a_failure():
    async def w():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(sleeper('a'))
                try:
                    await asyncio.sleep(9)
                except asyncio.CancelledError:
                    raise ValueError('turned')
        except* ValueError as e:
            log(show(e), me().cancelling())
        log(await outcome(asyncio.sleep(0)))

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling())
    vrun(main())


@scenario
def group_body_awaits_its_failing_child():
    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                t = g.create_task(failing(1, 'x'))
                log(await outcome(t), me().cancelling())
                await asyncio.sleep(0)
                log('goes on')
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
        try:
            async with asyncio.TaskGroup() as g:
                f = loop().create_future()
                for _ in range(2):
                    g.create_task(wait_on(f))
                await asyncio.sleep(1)
                f.set_exception(ValueError('shared'))
        except* ValueError as e:
            log(show(e), e.exceptions[0] is e.exceptions[1])

    async def wait_on(f):
        await f
    vrun(main())


@scenario
def group_child_cancelled_alone_is_no_failure():
    async def main():
        async with asyncio.TaskGroup() as g:
            a = g.create_task(sleeper('a'))
            b = g.create_task(sleeper('b', 2, 'B'))
            await asyncio.sleep(1)
            a.cancel()
        log(a.cancelled(), b.result(), now(), me().cancelling())
    vrun(main())


@scenario
def group_children_start_children():
    async def child(g, depth):
        await asyncio.sleep(1)
        log('depth', depth, now())
        if depth < 3:
            g.create_task(child(g, depth + 1))

    async def main():
        async with asyncio.TaskGroup() as g:
            g.create_task(child(g, 1))
        log('end', now())
    vrun(main())


@scenario
def group_refuses_tasks():
    async def late(g):
        try:
            await asyncio.sleep(9)
        finally:
            coroutine = sleeper('never')
            log(attempt(lambda: g.create_task(coroutine)))

    async def main():
        g = asyncio.TaskGroup()
        log(attempt(lambda: g.create_task(sleeper('never'))))
        try:
            async with g:
                g.create_task(late(g))
                await asyncio.sleep(1)
                raise ValueError('body')
        except* ValueError as e:
            log(show(e))
        log(attempt(lambda: g.create_task(sleeper('never'))))
        try:
            async with g:
                log('not reached')
        except RuntimeError as e:
            log(name(e))
    vrun(main())


@scenario
def group_body_that_swallows_the_cancellation():
    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(failing(1, 'x'))
                try:
                    await asyncio.sleep(9)
                except asyncio.CancelledError:
                    log('swallowed', now(), me().cancelling())
                await asyncio.sleep(3)
                log('body ends', now())
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
    vrun(main())


@scenario
def group_waits_for_stubborn_children():
    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(stubborn('a', 3))
                g.create_task(failing(1, 'x'))
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
    vrun(main())


@scenario
def group_cancelled_while_it_closes():
    async def w():
        async with asyncio.TaskGroup() as g:
            g.create_task(stubborn('a', 3))
        log('not reached')

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling(), now())
    vrun(main())


@scenario
def group_failure_and_cancellation_in_one_pass():
    async def w(f):
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(raise_when(f))
                await asyncio.sleep(9)
        except* ValueError as e:
            log(show(e), me().cancelling())
        log(await outcome(asyncio.sleep(0)), me().cancelling())

    async def raise_when(f):
        await f
        raise ValueError('x')

    async def main():
        for order in ('cancel first', 'failure first'):
            f = loop().create_future()
            t = asyncio.create_task(w(f))
            await ticks(2)
            log(order)
            if order == 'cancel first':
                t.cancel()
                f.set_result(None)
            else:
                f.set_result(None)
                await ticks(2)
                t.cancel()
            log(await outcome(t), t.cancelled(), t.cancelling())
    vrun(main())


@scenario
def group_failure_while_it_closes_and_then_a_cancellation():
    async def w():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(stubborn('a', 3))
                g.create_task(failing(1, 'x'))
        except* ValueError as e:
            log(show(e), me().cancelling(), now())
        log(await outcome(asyncio.sleep(0)), me().cancelling())

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(2)
        t.cancel()
        log(await outcome(t), t.cancelled(), t.cancelling(), now())
    vrun(main())


@scenario
def group_inside_a_group_that_fails():
    async def inner():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(sleeper('grandchild'))
                await sleeper('inner body')
        finally:
            log('inner', me().cancelling())

    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                t = g.create_task(inner())
                g.create_task(failing(1, 'x'))
        except* ValueError as e:
            log(show(e), t.cancelled(), me().cancelling())
    vrun(main())


@scenario
def group_inside_the_body_of_a_group():
    async def main():
        try:
            async with asyncio.TaskGroup() as outer:
                outer.create_task(failing(1, 'outer'))
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(sleeper('inner'))
                log('not reached')
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
        try:
            async with asyncio.TaskGroup() as outer:
                outer.create_task(sleeper('outer'))
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(failing(1, 'inner'))
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
    vrun(main())


@scenario
def group_whose_both_levels_fail_at_once():
    async def main():
        try:
            async with asyncio.TaskGroup() as outer:
                outer.create_task(failing(1, 'outer'))
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(failing(1, 'inner'))
        except* ValueError as e:
            log(show(e), now(), me().cancelling())
        await asyncio.sleep(0)
        log('fine')
    vrun(main())


@scenario
def group_failures_in_the_order_of_their_ends():
    async def bad(tag, cleanup):
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(cleanup)
            raise ValueError(tag)

    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(bad('slow', 3))
                g.create_task(bad('quick', 1))
                g.create_task(failing(1, 'first'))
                try:
                    await asyncio.sleep(9)
                finally:
                    raise KeyError('body')
        except BaseException as e:
            log(show(e), now())
    vrun(main())


@scenario
def group_cancelled_by_what_its_body_awaits():
    async def main():
        async def w():
            async with asyncio.TaskGroup() as g:
                g.create_task(sleeper('child'))
                t = asyncio.create_task(sleeper('other'))
                loop().call_later(1, t.cancel)
                await t
        t = asyncio.create_task(w())
        log(await outcome(t), t.cancelled(), t.cancelling(), now())
    vrun(main())


@scenario
def group_of_a_program_that_exits():
    async def leave():
        await asyncio.sleep(1)
        raise SystemExit(3)

    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(leave())
                g.create_task(sleeper('a'))
                await asyncio.sleep(9)
        except BaseException as e:
            log('main', name(e), now())
            raise
    try:
        vrun(main())
    except SystemExit as e:
        log('exit', e.code)


@scenario
def group_children_have_names_and_results():
    async def main():
        async with asyncio.TaskGroup() as g:
            ts = [g.create_task(sleeper(tag, seconds, tag), name=tag) for tag, seconds in (('a', 2), ('b', 1))]
        log(*[(t.get_name(), t.result()) for t in ts], now())
    vrun(main())


@scenario
def group_cancel_from_a_child():
    if not hasattr(asyncio.TaskGroup, 'cancel'):
        return

    async def ends(g):
        await asyncio.sleep(1)
        g.cancel()
        log('called', me().cancelling())
        await sleeper('caller')

    async def main():
        async with asyncio.TaskGroup() as g:
            g.create_task(ends(g))
            g.create_task(stubborn('a', 2))
            await sleeper('body')
        log('out', now(), me().cancelling())
        async with asyncio.TaskGroup() as g:
            g.create_task(ends(g))
        log('out', now(), me().cancelling())
    vrun(main())


@scenario
def group_cancel_with_a_failing_cleanup():
    if not hasattr(asyncio.TaskGroup, 'cancel'):
        return

    async def bad():
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError('cleanup')

    async def main():
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(bad())
                await asyncio.sleep(1)
                g.cancel()
                await asyncio.sleep(9)
        except* ValueError as e:
            log(show(e), me().cancelling(), now())
    vrun(main())


@scenario
def group_cancel_and_a_cancellation_from_outside():
    if not hasattr(asyncio.TaskGroup, 'cancel'):
        return

    async def w():
        async with asyncio.TaskGroup() as g:
            g.create_task(stubborn('a', 2))
            await asyncio.sleep(1)
            g.cancel()
        log('not reached')

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(2)
        t.cancel()
        log(await outcome(t), t.cancelled(), t.cancelling(), now())
    vrun(main())


@scenario
def group_cancel_in_a_task_that_is_being_cancelled():
    # asyncio4j differs on purpose, see deliberate.txt
    if not hasattr(asyncio.TaskGroup, 'cancel'):
        return

    async def w():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            log(await outcome(group()), me().cancelling())
            log(await outcome(asyncio.sleep(1)))
            raise

    async def group():
        async with asyncio.TaskGroup() as g:
            g.create_task(sleeper('a'))
            await asyncio.sleep(1)
            g.cancel()
        return 'out'

    async def main():
        t = asyncio.create_task(w())
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(t), t.cancelling(), now())
    vrun(main())
