"""The order of callbacks, timers and steps; stopping and closing."""
import asyncio

from .harness import T, VLoop, advance, attempt, future, log, loop, me, name, now, scenario, ticks, vrun


@scenario
def loop_past_deadlines_run_in_their_order():
    async def main():
        await asyncio.sleep(5)
        for when in (3, 1, 5):
            loop().call_at(when, log, 'at', when)
        loop().call_later(-1, log, 'minus one')
        loop().call_soon(log, 'soon')
        for _ in range(2):
            await asyncio.sleep(0)
            log('tick')
    vrun(main())


@scenario
def loop_equal_deadlines_keep_the_order_of_calls():
    async def main():
        for tag in 'ab':  # CPython's heap of timers keeps the order of two, and of no more
            loop().call_later(1, log, tag)
        await asyncio.sleep(2)
        log(now())
    vrun(main())


@scenario
def loop_timers_run_by_deadline():
    async def main():
        for when in (5, 2, 8, 1, 7, 3, 6, 4):
            loop().call_at(when, lambda when=when: log(when, now()))
        await asyncio.sleep(9)
    vrun(main())


@scenario
def loop_timer_made_by_a_timer_waits_for_the_next_pass():
    async def main():
        def first():
            log('first', now())
            loop().call_later(0, log, 'zero')
            loop().call_at(0, log, 'past')
            loop().call_soon(log, 'soon')
        loop().call_later(1, first)
        loop().call_later(1, log, 'second')
        await asyncio.sleep(2)
    vrun(main())


@scenario
def loop_clock_that_moves_inside_a_callback():
    async def main():
        def slow():
            log('slow', now())
            advance(5)
            loop().call_soon(log, 'queued by slow')
        loop().call_later(2, log, 'timer 2')
        loop().call_later(1, log, 'timer 1')
        loop().call_soon(slow)
        loop().call_soon(log, 'same batch')
        await ticks(3)
        log('main', now())
    vrun(main())


@scenario
def loop_due_timer_cancelled_before_its_turn():
    async def main():
        b = None

        def a():
            log('a')
            b.cancel()
        loop().call_later(1, a)
        b = loop().call_later(1, log, 'b')
        c = loop().call_later(1, log, 'c')
        await asyncio.sleep(2)
        d = loop().call_later(0, log, 'd')
        loop().call_soon(d.cancel)
        await ticks(2)
        log(b.cancelled(), c.cancelled(), d.cancelled())
    vrun(main())


@scenario
def loop_timers_and_sleepers_of_one_instant():
    async def main():
        async def w(tag):
            await asyncio.sleep(1)
            log('w', tag)
        a = asyncio.create_task(w('a'))
        await asyncio.sleep(0)
        loop().call_later(1, lambda: (log('T1'), loop().call_soon(log, 'from T1')))
        await a
        await asyncio.sleep(0)
        loop().call_later(1, lambda: (log('T2'), loop().call_soon(log, 'from T2')))
        await w('b')
    vrun(main())


@scenario
def loop_ticks_interleave_with_zero_timers():
    async def main():
        async def w(tag, n):
            for i in range(n):
                log(tag, i)
                loop().call_later(0, log, tag, 'timer', i)
                await asyncio.sleep(0)
        await asyncio.gather(w('a', 3), w('b', 2))
        await asyncio.sleep(0)
    vrun(main())


@scenario
def loop_promise_set_by_a_timer_wakes_after_the_other_timers():
    async def main():
        f = loop().create_future()
        f.add_done_callback(lambda _: log('done callback'))
        loop().call_later(1, lambda: (log('set'), f.set_result('v')))
        loop().call_later(1, log, 'other timer')
        log(await f, now())
    vrun(main())


@scenario
def loop_stop_in_a_timer_ends_after_the_batch():
    v = VLoop()
    v.call_later(1, lambda: (log('t1'), v.stop(), v.call_soon(log, 'queued')))
    v.call_later(1, log, 't2')
    v.call_later(2, log, 't3')
    v.run_forever()
    log('stopped', v.time())
    v.call_later(3, v.stop)
    v.run_forever()
    log('stopped', v.time())
    v.close()


@scenario
def loop_stop_before_run_runs_one_pass():
    v = VLoop()
    v.call_soon(lambda: (log('a'), v.call_soon(log, 'b')))
    v.call_later(0, log, 'due')
    v.call_later(1, log, 'late')
    v.stop()
    v.run_forever()
    log('one pass', v.time(), v.is_running(), v.is_closed())
    v.stop()
    v.run_forever()
    log('two', v.time())
    v.close()


@scenario
def loop_stopped_before_the_future_is_done():
    v = VLoop()
    f = v.create_future()
    v.call_soon(v.stop)
    log(attempt(lambda: v.run_until_complete(f)))
    v.call_later(1, f.set_result, 'late')
    log(v.run_until_complete(f), v.time())
    v.call_soon(log, 'one more pass')
    log(v.run_until_complete(f))
    v.close()


@scenario
def loop_stop_in_a_task_lets_tasks_go_on_later():
    v = VLoop()

    async def w(tag):
        for i in range(3):
            log(tag, i)
            if (tag, i) == ('a', 1):
                v.stop()
            await asyncio.sleep(0)
        return tag
    a = v.create_task(w('a'))
    b = v.create_task(w('b'))
    v.run_forever()
    log('stopped', a.done(), b.done())
    log(v.run_until_complete(b), a.done())
    v.close()


@scenario
def loop_exit_request_leaves_the_rest_of_the_batch():
    v = VLoop()

    def leave():
        raise SystemExit(3)
    v.call_soon(log, 'a')
    v.call_soon(leave)
    v.call_soon(log, 'b')
    v.call_later(0, log, 'timer')
    try:
        v.run_forever()
    except SystemExit as e:
        log('exit', e.code, v.is_running())
    v.call_soon(v.stop)
    v.run_forever()
    log('end')
    v.close()


@scenario
def loop_threadsafe_calls_keep_their_place():
    async def main():
        loop().call_soon(log, 'a')
        loop().call_soon_threadsafe(log, 'b')
        loop().call_soon(log, 'c')
        h = loop().call_soon_threadsafe(log, 'never')
        h.cancel()
        loop().call_soon_threadsafe(log, 'd')
        await asyncio.sleep(0)
        log('main', h.cancelled())
    vrun(main())


@scenario
def loop_closed_loop_refuses_work():
    v = VLoop()
    v.call_soon(log, 'never')
    v.call_later(0, log, 'never')
    f = v.create_future()
    v.close()
    v.close()
    log(v.is_closed(), v.is_running())
    for op in (lambda: v.call_soon(log), lambda: v.call_later(1, log), lambda: v.call_at(1, log),
               lambda: v.call_soon_threadsafe(log), v.run_forever, lambda: v.run_until_complete(f)):
        log(attempt(op))


@scenario
def loop_another_loop_may_not_run_inside():
    async def main():
        other = VLoop()
        f = other.create_future()
        log(attempt(other.run_forever), attempt(lambda: other.run_until_complete(f)))
        log(other.is_running(), loop().is_running())
        other.close()
        await asyncio.sleep(0)
        log('goes on')
    vrun(main())


@scenario
def loop_handles_tell_their_state():
    async def main():
        h = loop().call_soon(log, 'ran')
        log(h.cancelled())
        await asyncio.sleep(0)
        h.cancel()
        h.cancel()
        log(h.cancelled())
        t = loop().call_later(2.5, log, 'never')
        u = loop().call_at(1.25, log, 'at', 1.25)
        log(t.when(), u.when(), t.cancelled())
        t.cancel()
        await asyncio.sleep(3)
        log(t.cancelled(), t.when(), u.cancelled())
    vrun(main())


@scenario
def loop_no_task_is_current_in_callbacks():
    async def main():
        me().set_name('M')

        def show(tag):
            current = asyncio.current_task()
            log(tag, current and current.get_name())
        f = loop().create_future()
        f.add_done_callback(lambda _: show('done'))
        loop().call_soon(show, 'soon')
        loop().call_later(1, show, 'timer')
        f.set_result(None)
        await asyncio.sleep(2)
        show('main')
        t = asyncio.create_task(asyncio.sleep(0, show('arguments')), name='T')
        log(sorted(x.get_name() for x in asyncio.all_tasks()))
        await t
        log(sorted(x.get_name() for x in asyncio.all_tasks()))
    vrun(main())


@scenario
def loop_negative_and_zero_sleep_take_one_pass():
    async def main():
        for seconds in (0, -1, -0.5):
            loop().call_soon(log, 'soon')
            await asyncio.sleep(seconds)
            log('slept', now())
    vrun(main())


@scenario
def future_callbacks_that_change_the_callbacks():
    async def main():
        f = loop().create_future()

        def third(_):
            log('third')

        def first(_):
            log('first', f.remove_done_callback(third))
            f.add_done_callback(lambda _: log('added'))
        f.add_done_callback(first)
        f.add_done_callback(lambda _: log('second'))
        f.add_done_callback(third)
        f.set_result(1)
        loop().call_soon(log, 'soon')
        await ticks(2)
        log('main')
    vrun(main())


@scenario
def future_removed_callbacks_leave_gaps():
    async def main():
        f = loop().create_future()
        cbs = {tag: (lambda _, tag=tag: log(tag)) for tag in 'abc'}
        for tag in 'abcab':
            f.add_done_callback(cbs[tag])
        log(f.remove_done_callback(cbs['a']), f.remove_done_callback(cbs['a']))
        f.add_done_callback(cbs['a'])
        f.set_result(None)
        await asyncio.sleep(0)
    vrun(main())


@scenario
def future_failure_is_one_object_for_all_waiters():
    async def main():
        f = loop().create_future()
        seen = []

        async def w(tag):
            try:
                await f
            except ValueError as e:
                seen.append(e)
                log(tag, e)
        ws = [asyncio.create_task(w(tag)) for tag in 'ab']
        await asyncio.sleep(0)
        f.set_exception(ValueError('x'))
        await asyncio.wait(ws)
        try:
            f.result()
        except ValueError as e:
            seen.append(e)
        log(all(e is seen[0] for e in seen), f.exception() is seen[0])
    vrun(main())


@scenario
def future_states():
    async def main():
        for tag, f in (('ok', future(7)), ('bad', future(error=ValueError('x'))), ('gone', future(cancelled=True)),
                       ('new', loop().create_future())):
            log(tag, f.done(), f.cancelled(), attempt(f.result), attempt(lambda: name(f.exception())), f.cancel(), f.cancelled())
    vrun(main())


@scenario
def future_completed_twice():
    async def main():
        for first in ('set_result', 'set_exception', 'cancel'):
            f = loop().create_future()
            f.cancel() if first == 'cancel' else getattr(f, first)(ValueError('1') if first == 'set_exception' else 1)
            log(first, attempt(lambda: f.set_result(2)), attempt(lambda: f.set_exception(ValueError('2'))), f.cancel(),
                attempt(f.result))
    vrun(main())
