"""gather, wait, as_completed and shield."""
import asyncio

from .harness import attempt, failing, future, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


def names(futures):
    return sorted(t.get_name() for t in futures)


@scenario
def gather_of_nothing():
    async def main():
        g = asyncio.gather()
        loop().call_soon(log, 'soon')
        log(g.done(), await g, await asyncio.gather(return_exceptions=True))
        await asyncio.sleep(0)
        log('end')
    vrun(main())


@scenario
def gather_of_duplicates():
    async def main():
        a = asyncio.create_task(sleeper('a', 1, 'A'))
        b = asyncio.create_task(sleeper('b', 2, 'B'))
        log(await asyncio.gather(a, b, a), now())
        f = loop().create_future()
        g = asyncio.gather(f, f)
        f.set_result(1)
        log(await g)
    vrun(main())


@scenario
def gather_of_what_is_done_does_not_wait():
    async def main():
        loop().call_soon(log, 'soon')
        g = asyncio.gather(future('a'), future('b'))
        log(g.done())
        log(await g)
        g = asyncio.gather(future('c'), future(error=ValueError('x')), future(cancelled=True))
        log(g.done(), await outcome(g))
        g = asyncio.gather(future(cancelled=True), future(error=ValueError('x')))
        log(g.done(), await outcome(g))
        g = asyncio.gather(future('d'), future(cancelled=True), return_exceptions=True)
        log(g.done(), [name(x) for x in await g])
        await asyncio.sleep(0)
        log('end')
    vrun(main())


@scenario
def gather_looks_first_at_what_is_done():
    async def main():
        f = loop().create_future()
        loop().call_soon(f.set_exception, ValueError('later'))
        g = asyncio.gather(f, future(error=KeyError('first')))
        log(g.done())
        log(await outcome(g), f.done())
        await ticks(2)
        f = loop().create_future()
        g = asyncio.gather(future('a'), f, future('c'))
        log(g.done())
        f.set_result('b')
        log(g.done())
        log(await g)
    vrun(main())


@scenario
def gather_nested():
    async def main():
        log(await asyncio.gather(asyncio.gather(sleeper('a', 1, 'A'), sleeper('b', 2, 'B')), sleeper('c', 1, 'C')), now())
        t = asyncio.create_task(sleeper('d', 9, 'D'))
        try:
            await asyncio.gather(asyncio.gather(t, failing(1, 'x')), sleeper('e', 3))
        except ValueError as e:
            log(e, t.done(), now())
        t.cancel()
        await asyncio.sleep(5)
    vrun(main())


@scenario
def gather_tells_every_outcome():
    async def main():
        k = asyncio.create_task(sleeper('k'))
        loop().call_later(1, k.cancel)
        results = await asyncio.gather(sleeper('a', 2, 'A'), failing(1, 'x'), k, failing(3, 'y'), return_exceptions=True)
        log(*[name(x) if isinstance(x, BaseException) else x for x in results], now())
    vrun(main())


@scenario
def gather_cancelled_before_its_parts_begin():
    async def main():
        f = loop().create_future()
        g = asyncio.gather(sleeper('a'), f)
        log(g.cancel(), g.done(), f.cancelled())
        log(await outcome(g), g.cancelled(), g.cancel())
    vrun(main())


@scenario
def gather_cancelled_when_its_parts_are_done():
    async def main():
        f = loop().create_future()
        g = asyncio.gather(f)
        f.set_result(1)
        log(g.done(), g.cancel())
        log(await g)
    vrun(main())


@scenario
def gather_cancelled_with_a_stubborn_part():
    async def stubborn():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return 'S'

    async def main():
        for settled in (False, True):
            g = asyncio.gather(stubborn(), stubborn(), return_exceptions=settled)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            log(g.cancel('why'))
            log(await outcome(g), g.cancelled())
    vrun(main())


@scenario
def gather_keeps_later_failures_to_itself():
    # asyncio4j differs on purpose, see deliberate.txt
    async def main():
        loop().set_exception_handler(lambda _, context: log('handler', name(context['exception']), now()))
        log(await outcome(asyncio.gather(failing(1, 'x'), failing(2, 'y'), sleeper('z', 3))), now())
        await asyncio.sleep(5)
        log('quiet')
    vrun(main())


@scenario
def gather_part_cancelled_alone():
    async def main():
        k = asyncio.create_task(sleeper('k'))
        g = asyncio.gather(sleeper('a', 3), k)
        loop().call_later(1, k.cancel)
        log(await outcome(g), now(), g.cancelled(), me().cancelling())
        await asyncio.sleep(5)
    vrun(main())


@scenario
def wait_for_the_first_failure():
    async def main():
        def start(*bodies):
            return [asyncio.create_task(body, name=str(i)) for i, body in enumerate(bodies)]
        ts = start(sleeper('a', 1), sleeper('b', 9), failing(3, 'x'), failing(5, 'y'))
        loop().call_later(2, ts[1].cancel)
        done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
        log(names(done), names(pending), now())
        ts = start(sleeper('c', 1), sleeper('d', 9))
        ts[1].cancel()
        done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
        log(names(done), names(pending), now())
        await asyncio.sleep(5)
    vrun(main())


@scenario
def wait_for_the_first_of_several():
    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds), name=tag) for tag, seconds in (('a', 2), ('b', 1), ('c', 1))]
        while ts:
            done, ts = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
            log(names(done), names(ts), now())
    vrun(main())


@scenario
def wait_always_suspends():
    async def main():
        ts = [future(1), future(2)]
        for when in (asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION):
            loop().call_soon(log, 'soon')
            done, pending = await asyncio.wait(ts, return_when=when)
            log(len(done), len(pending))
    vrun(main())


@scenario
def wait_for_a_limited_time():
    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds), name=tag) for tag, seconds in (('a', 1), ('b', 3))]
        for limit in (2, 0, -1, 1):
            done, pending = await asyncio.wait(ts, timeout=limit)
            log(names(done), names(pending), now())
        log(await outcome(asyncio.wait([])))
    vrun(main())


@scenario
def wait_for_duplicates():
    async def main():
        f = loop().create_future()
        loop().call_later(1, f.set_result, 1)
        done, pending = await asyncio.wait([f, f])
        log(len(done), len(pending), now())
    vrun(main())


@scenario
def as_completed_in_order_of_completion():
    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds, tag)) for tag, seconds in (('a', 3), ('b', 1), ('c', 2))]
        for each in asyncio.as_completed(ts + [future('done')]):
            log(await each, now())
        for each in asyncio.as_completed([]):
            log('not reached')
        for each in asyncio.as_completed([ts[0], ts[0], ts[1]]):
            log('result', (await each) in 'ab')
    vrun(main())


@scenario
def as_completed_passes_failures_on():
    async def main():
        t = asyncio.create_task(sleeper('t', 9))
        loop().call_later(2, t.cancel)
        for each in asyncio.as_completed([t, asyncio.create_task(failing(1, 'x'))]):
            log(await outcome(each), now(), me().cancelling())
    vrun(main())


@scenario
def as_completed_for_a_limited_time():
    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds, tag)) for tag, seconds in (('a', 1), ('b', 5), ('c', 4))]
        for each in asyncio.as_completed(ts, timeout=3):
            log(await outcome(each), now())
            await asyncio.sleep(1.5)
        await asyncio.sleep(5)
    vrun(main())


@scenario
def as_completed_left_early():
    async def main():
        ts = [asyncio.create_task(sleeper(tag, seconds, tag)) for tag, seconds in (('a', 2), ('b', 1))]
        for each in asyncio.as_completed(ts, timeout=9):
            log(await each)
            break
        log(*[t.done() for t in ts], now())
        log(await ts[0], now())
    vrun(main())


@scenario
def shield_of_a_shield():
    async def main():
        t = asyncio.create_task(sleeper('t', 3, 'T'))
        inner = asyncio.shield(t)
        outer = asyncio.shield(inner)
        log(outer.cancel(), outer.cancelled(), inner.cancelled())
        log(await inner, t.done(), now())
        t = asyncio.create_task(sleeper('u'))
        outer = asyncio.shield(asyncio.shield(t))
        await asyncio.sleep(1)
        t.cancel()
        log(await outcome(outer), outer.cancelled(), me().cancelling())
    vrun(main())


@scenario
def shield_of_what_is_done():
    async def main():
        loop().call_soon(log, 'soon')
        f = future(7)
        log(asyncio.shield(f) is f, await asyncio.shield(f), await outcome(asyncio.shield(future(error=ValueError('x')))))
        await asyncio.sleep(0)
        log('end')
    vrun(main())


@scenario
def shield_passes_failures_on():
    async def main():
        t = asyncio.create_task(failing(1, 'x'))
        log(await outcome(asyncio.shield(t)), now())
    vrun(main())


@scenario
def shield_cancelled_before_a_failure_that_nobody_sees():
    async def main():
        loop().set_exception_handler(lambda _, context: log('handler', name(context['exception']), now()))
        s = asyncio.shield(asyncio.create_task(failing(1, 'y')))
        s.cancel()
        log(await outcome(s), now())
        await asyncio.sleep(2)
    vrun(main())


@scenario
def shield_inside_gather():
    async def main():
        t = asyncio.create_task(sleeper('t', 3, 'T'))
        g = asyncio.gather(asyncio.shield(t), sleeper('a'))
        await asyncio.sleep(1)
        log(g.cancel())
        log(await outcome(g), t.done(), now())
        log(await t, now())
    vrun(main())


@scenario
def shield_cancelled_when_the_result_is_there():
    async def w(s):
        try:
            log(await s)
        except asyncio.CancelledError:
            log('CE', s.cancelled())

    async def main():
        f = loop().create_future()
        s = asyncio.shield(f)
        t = asyncio.create_task(w(s))
        await asyncio.sleep(0)
        f.set_result(1)
        log(s.done(), t.cancel())
        await t
        log(f.result())
    vrun(main())
