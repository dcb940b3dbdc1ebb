"""Failures that no caller receives, and failures that several do."""
import asyncio
import gc

from .harness import T, VLoop, failing, future, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


def record(tag='H'):
    """Logs what the exception handler is told."""
    loop().set_exception_handler(lambda _, context: log(tag, name(context['exception']), sorted(context)))


@scenario
def error_in_a_done_callback_lets_the_others_run():
    async def main():
        record()
        f = loop().create_future()

        def bad(_):
            raise ValueError('x')
        f.add_done_callback(lambda _: log('first'))
        f.add_done_callback(bad)
        f.add_done_callback(lambda _: log('third'))
        f.set_result(7)
        log(await f)
        await asyncio.sleep(0)
    vrun(main())


@scenario
def error_in_a_timer_lets_the_loop_go_on():
    async def main():
        record()

        def bad():
            raise ValueError('x')
        loop().call_later(1, bad)
        loop().call_later(1, log, 'next')
        await asyncio.sleep(2)
        log('main', now())
    vrun(main())


@scenario
def error_of_a_task_that_nobody_awaits():
    async def main():
        record()
        t = asyncio.create_task(failing(1, 'x'))
        await asyncio.sleep(2)
        del t
        gc.collect()
        await ticks(3)
        log('main')
        f = loop().create_future()
        f.set_exception(KeyError('k'))
        del f
        gc.collect()
        await ticks(3)
        log('main')
    vrun(main())


@scenario
def error_that_somebody_looked_at_is_not_reported():
    async def main():
        record()
        for look in (lambda t: t.exception(), lambda t: t.add_done_callback(lambda t: t.exception())):
            t = asyncio.create_task(failing(1, 'x'))
            await asyncio.wait([t])
            look(t)
            await asyncio.sleep(0)
            del t
        t = asyncio.create_task(failing(1, 'x'))
        log(await outcome(t))
        t = asyncio.create_task(sleeper('t'))
        t.cancel()
        await ticks(2)
        del t
        gc.collect()
        await ticks(3)
        log('quiet')
    vrun(main())


@scenario
def error_reported_by_hand():
    async def main():
        record()
        loop().call_exception_handler({'message': 'm', 'exception': ValueError('x'), 'transport': 't'})
        handler = loop().get_exception_handler()
        loop().set_exception_handler(lambda _, context: log('second', context['message'], 'exception' in context))
        loop().call_exception_handler({'message': 'only words'})
        log(loop().get_exception_handler() is handler)
    vrun(main())


@scenario
def error_raised_by_every_await():
    async def main():
        t = asyncio.create_task(failing(0, 'x'))
        seen = []
        for _ in range(2):
            try:
                await t
            except ValueError as e:
                seen.append(e)
        log(seen[0] is seen[1], seen[0] is t.exception())
        log(await asyncio.gather(outcome(t), outcome(t)))
    vrun(main())


@scenario
def error_in_the_handler_that_asks_to_exit():
    async def main():
        def handler(_, context):
            raise SystemExit(5)
        loop().set_exception_handler(handler)
        loop().call_soon(lambda: 1 / 0)
        loop().call_soon(log, 'next')
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            log('main cancelled')
            raise
    try:
        vrun(main())
    except SystemExit as e:
        log('exit', e.code)


@scenario
def error_in_a_callback_of_a_cancelled_promise():
    async def main():
        record()
        f = loop().create_future()
        f.add_done_callback(lambda f: f.result())
        f.cancel()
        await asyncio.sleep(0)
        log('alive')
    vrun(main())


@scenario
def error_in_a_handler_that_throws_what_it_was_told():
    async def main():
        def handler(_, context):
            log('handler', name(context['exception']))
            raise context['exception']
        loop().set_exception_handler(handler)
        loop().call_soon(lambda: 1 / 0)
        await ticks(2)
        log('alive')
    vrun(main())
