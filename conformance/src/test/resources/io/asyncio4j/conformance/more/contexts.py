"""Context variables: what is copied, when, and what is shared."""
import asyncio
import contextvars

from .harness import VLoop, log, loop, me, now, scenario, sleeper, ticks, vrun

V = contextvars.ContextVar('V', default='none')


def put(value):
    V.set(value)


@scenario
def context_of_callbacks_is_copied_when_they_are_made():
    async def main():
        def show(tag):
            log(tag, V.get())
        f = loop().create_future()
        put('one')
        loop().call_soon(show, 'soon')
        loop().call_later(1, show, 'timer')
        f.add_done_callback(lambda _: show('done'))
        put('two')
        loop().call_soon(show, 'soon')
        loop().call_soon_threadsafe(show, 'threadsafe')
        f.add_done_callback(lambda _: show('done'))
        put('three')
        f.set_result(None)
        await asyncio.sleep(2)
        show('main')
    vrun(main())


@scenario
def context_changes_in_callbacks_stay_there():
    async def main():
        put('main')
        loop().call_soon(put, 'lost')
        loop().call_soon(lambda: log('next', V.get()))
        await asyncio.sleep(0)
        log('main', V.get())

        def chain():
            put('chained')
            loop().call_soon(lambda: log('inner', V.get()))
            loop().call_later(0, lambda: log('timer', V.get()))
        loop().call_soon(chain)
        await ticks(3)
        log('main', V.get())
    vrun(main())


@scenario
def context_given_to_callbacks_is_used_as_it_is():
    async def main():
        put('main')
        ctx = contextvars.copy_context()
        loop().call_soon(put, 'kept', context=ctx)
        loop().call_soon(lambda: log('same', V.get()), context=ctx)
        loop().call_soon(lambda: log('other', V.get()))
        f = loop().create_future()
        f.add_done_callback(lambda _: log('done', V.get()), context=ctx)
        f.set_result(None)
        await asyncio.sleep(0)
        log('main', V.get(), ctx[V])
    vrun(main())


@scenario
def context_of_tasks_is_copied_when_they_are_made():
    async def w(tag):
        log(tag, V.get())
        put(tag)
        await asyncio.sleep(0)
        log(tag, V.get())

    async def main():
        put('main')
        g = asyncio.gather(w('a'), w('b'))
        put('changed')
        await g
        async with asyncio.TaskGroup() as group:
            group.create_task(w('c'))
            put('in group')
            await asyncio.sleep(0)
            log('body', V.get())
        log('main', V.get())
    vrun(main())


@scenario
def context_given_to_tasks_is_shared():
    async def w(tag):
        log(tag, V.get())
        put(tag)
        await asyncio.sleep(0)
        log(tag, V.get())

    async def main():
        put('main')
        ctx = contextvars.copy_context()
        a = asyncio.create_task(w('a'), context=ctx)
        b = asyncio.create_task(w('b'), context=ctx)
        await asyncio.wait([a, b])
        log(ctx[V], V.get(), a.get_context() is ctx)
    vrun(main())


@scenario
def context_of_what_runs_in_the_same_task_is_shared():
    async def change(value):
        put(value)
        await asyncio.sleep(1)

    async def main():
        put('main')
        await asyncio.wait_for(change('wait_for'), 5)
        log(V.get())
        async with asyncio.timeout(5):
            await change('timeout')
        log(V.get())
        try:
            await asyncio.wait_for(change('late'), 0.5)
        except TimeoutError:
            log('TO', V.get())
        await asyncio.shield(asyncio.create_task(change('shield')))
        log(V.get())
    vrun(main())


@scenario
def context_tokens():
    async def main():
        log(V.get())
        first = V.set('one')
        second = V.set('two')
        log(V.get(), second.old_value)
        V.reset(second)
        log(V.get())
        V.reset(first)
        log(V.get())
        for attempt in (lambda: V.reset(first), lambda: contextvars.copy_context().run(V.reset, V.set('three'))):
            try:
                attempt()
            except (RuntimeError, ValueError) as e:
                log(type(e).__name__)
        log(V.get())
    vrun(main())


@scenario
def context_run_is_left_again():
    async def main():
        put('main')
        ctx = contextvars.copy_context()
        ctx.run(put, 'inside')
        log(V.get(), ctx[V])
        ctx.run(lambda: log('sees', V.get()))
        t = ctx.run(lambda: asyncio.create_task(show()))
        loop().call_soon(lambda: log('soon', V.get()))
        await t
        log('main', V.get())

    async def show():
        log('task', V.get())
        put('own')
    vrun(main())


@scenario
def context_of_eager_tasks_is_a_copy():
    async def w():
        log('begins', V.get())
        put('eager')
        await asyncio.sleep(0)
        log('goes on', V.get())

    async def main():
        put('main')
        t = asyncio.Task(w(), loop=loop(), eager_start=True)
        log('main', V.get())
        put('changed')
        await t
        log('main', V.get())
        ctx = contextvars.copy_context()
        t = asyncio.Task(w(), loop=loop(), eager_start=True, context=ctx)
        log('shared', ctx[V], V.get())
        await t
    vrun(main())


@scenario
def context_of_a_runner_is_kept_between_runs():
    async def show(tag, value):
        log(tag, V.get())
        put(value)

    async def read(tag):
        log(tag, V.get())
    put('outside')
    with asyncio.Runner(loop_factory=VLoop) as runner:
        runner.run(show('first', 'one'))
        put('changed outside')
        runner.run(show('second', 'two'))
        ctx = contextvars.copy_context()
        runner.run(show('own', 'three'), context=ctx)
        runner.run(read('third'))
        log(ctx[V], V.get())
    V.set('none')


@scenario
def context_of_the_code_that_wakes_a_task_is_not_seen():
    async def w(f):
        put('waiter')
        await f
        log('waiter', V.get())

    async def main():
        f = loop().create_future()
        t = asyncio.create_task(w(f))
        await asyncio.sleep(0)
        put('setter')
        f.set_result(None)
        await t
        log('main', V.get())
    vrun(main())
