"""Tasks that begin inside create_task, and factories of tasks."""
import asyncio

from .harness import failing, log, loop, me, name, now, outcome, scenario, show, sleeper, ticks, vrun


def eager(body, **options):
    return asyncio.Task(body, loop=loop(), eager_start=True, **options)


@scenario
def eager_current_task_when_nested():
    async def inner():
        log('inner', me().get_name())
        await asyncio.sleep(0)
        log('inner again', me().get_name())

    async def outer():
        log('outer', me().get_name())
        t = eager(inner(), name='I')
        log('back in', me().get_name(), t.done())
        await t
        log('outer again', me().get_name())

    async def main():
        me().set_name('M')
        t = eager(outer(), name='O')
        log('main', me().get_name(), t.done())
        await t
    vrun(main())


@scenario
def eager_task_that_never_waits():
    async def quick(result):
        log('runs')
        return result

    async def main():
        loop().call_soon(log, 'soon')
        t = eager(quick(7))
        log(t.done(), t.result(), t.cancel(), t in asyncio.all_tasks())
        t.add_done_callback(lambda _: log('callback'))
        log(await t)
        await asyncio.sleep(0)
    vrun(main())


@scenario
def eager_task_that_fails_at_once():
    async def bad():
        raise ValueError('x')

    async def main():
        t = eager(bad())
        log('created', t.done())
        log(await outcome(t))
        log(await outcome(asyncio.gather(eager(bad()), eager(sleeper('s', 1)))))
        await asyncio.sleep(2)
    vrun(main())


@scenario
def eager_task_cancelled_at_its_first_wait():
    async def main():
        t = eager(sleeper('t'))
        log(t.cancel(), t.done())
        log(await outcome(t), t.cancelled())
        t = eager(self_cancelling())
        log(t.done(), t.cancelling())
        log(await outcome(t), t.cancelled())

    async def self_cancelling():
        log(me().cancel())
        await sleeper('self')
    vrun(main())


@scenario
def eager_task_that_cancels_its_maker():
    async def main():
        async def child(parent):
            parent.cancel()
            log('child', parent.cancelling())
            await asyncio.sleep(1)
            log('child ends', now())

        async def parent():
            t = eager(child(me()))
            log('parent goes on', me().cancelling(), t.done())
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                log('CE', now())
                await t
                raise
        log(await outcome(asyncio.create_task(parent())), now())
    vrun(main())


@scenario
def eager_task_made_in_a_callback():
    async def w():
        log('begins', me() is not None)
        await asyncio.sleep(0)
        log('goes on', me().get_name())

    async def main():
        made = []

        def callback():
            log('callback', asyncio.current_task())
            made.append(eager(w(), name='W'))
            log('back', asyncio.current_task(), made[0].done())
        loop().call_soon(callback)
        loop().call_soon(log, 'soon')
        await asyncio.sleep(0)
        await made[0]
    vrun(main())


@scenario
def eager_steps_keep_their_place():
    async def w(tag):
        for i in range(3):
            log(tag, i)
            await asyncio.sleep(0)

    async def main():
        loop().call_soon(log, 'before')
        a = eager(w('a'))
        lazy = asyncio.create_task(w('lazy'))
        b = eager(w('b'))
        loop().call_soon(log, 'after')
        await asyncio.wait([a, lazy, b])
    vrun(main())


@scenario
def eager_gather_of_quick_tasks_does_not_wait():
    async def quick(tag):
        log(tag)
        return tag

    async def main():
        loop().set_task_factory(asyncio.eager_task_factory)
        loop().call_soon(log, 'soon')
        log(await asyncio.gather(quick('a'), quick('b')))
        log(await asyncio.gather(quick('c'), asyncio.sleep(0, 'd')))
    vrun(main())


@scenario
def eager_children_of_a_group():
    async def main():
        loop().set_task_factory(asyncio.eager_task_factory)
        async with asyncio.TaskGroup() as g:
            a = g.create_task(sleeper('a', 1, 'A'))
            b = g.create_task(asyncio.sleep(0, 'B'))
            log('body', a.done(), b.done())
        log(a.result(), b.result(), now())
        try:
            async with asyncio.TaskGroup() as g:
                g.create_task(sleeper('c'))
                g.create_task(bad('x'))
                g.create_task(bad('y'))
                log('body goes on', me().cancelling())
        except* ValueError as e:
            log(show(e), now(), me().cancelling())

    async def bad(message):
        raise ValueError(message)
    vrun(main())


@scenario
def eager_tasks_are_registered():
    async def w():
        log(len(asyncio.all_tasks()))
        await asyncio.sleep(0)

    async def main():
        t = eager(w())
        log(len(asyncio.all_tasks()), t in asyncio.all_tasks())
        await t
        log(len(asyncio.all_tasks()))
    vrun(main())


@scenario
def eager_chain_of_makers():
    async def w(depth):
        log('in', depth)
        if depth < 3:
            t = eager(w(depth + 1))
            log('made', depth + 1, t.done())
            await t
        else:
            await asyncio.sleep(1)
        log('out', depth, now())

    async def main():
        await eager(w(1))
    vrun(main())


@scenario
def factory_that_counts_and_names():
    async def main():
        made = []

        def factory(loop, body, **options):
            t = asyncio.Task(body, loop=loop, **options)
            t.set_name(f'made-{len(made)}')
            made.append(t)
            return t
        log(loop().get_task_factory())
        loop().set_task_factory(factory)
        a = asyncio.create_task(sleeper('a', 1, 'A'))
        log(a.get_name(), await asyncio.gather(sleeper('b', 2, 'B'), a))
        async with asyncio.TaskGroup() as g:
            g.create_task(sleeper('c', 1))
        await asyncio.wait_for(sleeper('inline', 1), 2)
        loop().set_task_factory(None)
        await asyncio.create_task(sleeper('d', 1))
        log(*[t.get_name() for t in made], loop().get_task_factory() is factory)
    vrun(main())


@scenario
def factory_that_wraps_the_body():
    async def main():
        def factory(loop, body, **options):
            async def wrapped():
                log('before')
                try:
                    return await body
                finally:
                    log('after', now())
            return asyncio.Task(wrapped(), loop=loop, **options)
        loop().set_task_factory(factory)
        log(await asyncio.create_task(sleeper('a', 1, 'A')))
        log(await outcome(asyncio.create_task(failing(1, 'x'))))
        loop().set_task_factory(None)
    vrun(main())
