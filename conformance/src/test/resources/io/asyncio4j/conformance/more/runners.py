"""run and Runner: several main tasks, what is left behind, and the order of the end."""
import asyncio

from .harness import T, VLoop, attempt, failing, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


def runner():
    return asyncio.Runner(loop_factory=VLoop)


@scenario
def runner_tasks_live_on_between_runs():
    async def first():
        t = asyncio.create_task(sleeper('t', 3, 'T'))
        await asyncio.sleep(1)
        return t

    async def second(t):
        log(t.done(), now())
        return await t
    with runner() as r:
        v = r.get_loop()
        t = r.run(first())
        log('between', v.is_running(), v.is_closed(), t.done())
        log(r.run(second(t)), v is r.get_loop(), v.time())
    log(v.is_closed())


@scenario
def runner_cancels_what_is_left():
    async def stubborn():
        try:
            await asyncio.sleep(9)
        finally:
            log('cleanup', now())
            await asyncio.sleep(2)
            log('cleaned', now())

    async def main():
        asyncio.create_task(stubborn())
        await asyncio.sleep(1)
        log('main ends')
        return 'M'
    log(vrun(main()))


@scenario
def runner_reports_failures_of_what_is_left():
    async def bad():
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError('cleanup')

    async def main():
        loop().set_exception_handler(lambda _, context: log(context['message'], name(context['exception']), sorted(context)))
        asyncio.create_task(bad())
        await asyncio.sleep(1)
        log('main ends')
    vrun(main())
    log('closed')


@scenario
def runner_main_fails_and_the_rest_is_cancelled():
    async def main():
        asyncio.create_task(sleeper('a'))
        await asyncio.sleep(1)
        try:
            raise ValueError('main')
        finally:
            log('main ends')
    try:
        vrun(main())
    except ValueError as e:
        log('out', e)


@scenario
def runner_goes_on_after_a_failure():
    with runner() as r:
        for body in (failing(1, 'x'), sleeper('a', 1, 'A')):
            try:
                log(r.run(body))
            except ValueError as e:
                log('out', e, r.get_loop().time())


@scenario
def runner_main_that_cancels_itself():
    async def main():
        me().cancel()
        await asyncio.sleep(1)

    async def swallows():
        me().cancel()
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return me().cancelling()
    with runner() as r:
        try:
            r.run(main())
        except asyncio.CancelledError:
            log('CE')
        log(r.run(swallows()))


@scenario
def runner_task_made_while_it_closes():
    async def late():
        log('late begins')
        await asyncio.sleep(5)
        log('not reached')

    async def left():
        try:
            await asyncio.sleep(9)
        finally:
            asyncio.create_task(late())
            await asyncio.sleep(1)
            log('left ends', now())

    async def main():
        asyncio.create_task(left())
        await asyncio.sleep(1)
    vrun(main())
    log('closed')


@scenario
def runner_used_wrongly():
    async def nothing():
        log('not reached')

    async def main():
        body = nothing()
        inner = asyncio.Runner(loop_factory=VLoop)
        log(attempt(lambda: inner.run(body)))
        body.close()
        await asyncio.sleep(0)
        log('goes on')
    vrun(main())
    with runner() as r:
        log(r.get_loop() is r.get_loop())
    r.close()
    body = nothing()
    log(attempt(lambda: r.run(body)), attempt(r.get_loop))
    body.close()


@scenario
def runner_main_asks_to_exit():
    async def main():
        asyncio.create_task(sleeper('left'))
        await asyncio.sleep(1)
        try:
            raise SystemExit(4)
        finally:
            log('main ends')
    try:
        vrun(main())
    except SystemExit as e:
        log('exit', e.code)


@scenario
def runner_timers_do_not_outlive_it():
    async def main():
        loop().call_later(1, log, 'in time')
        loop().call_later(3, log, 'never')
        await asyncio.sleep(2)
        loop().call_soon(log, 'while closing')
    vrun(main())
    log('closed')


@scenario
def runner_closed_before_its_first_use():
    r = runner()
    r.close()
    log(r.run(sleeper('a', 1, 'A')))
    r.close()
    log(attempt(r.get_loop))


@scenario
def runner_loop_stopped_by_its_main():
    async def main():
        loop().stop()
        await asyncio.sleep(1)
        log('not reached')

    async def again():
        log('again', len(asyncio.all_tasks()))
    with runner() as r:
        body = main()
        log(attempt(lambda: r.run(body)))
        r.run(again())
