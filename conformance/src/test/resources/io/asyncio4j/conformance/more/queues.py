"""Queues: order, joining, cancellation and shutdown."""
import asyncio

from .harness import attempt, log, loop, me, name, now, outcome, scenario, sleeper, ticks, vrun


@scenario
def queue_orders():
    async def main():
        for q in (asyncio.Queue(), asyncio.LifoQueue(), asyncio.PriorityQueue()):
            for item in (3, 1, 2, 1):
                q.put_nowait(item)
            log(q.qsize(), *[q.get_nowait() for _ in range(4)], q.empty())
    vrun(main())


@scenario
def queue_of_priorities_with_waiting_getters():
    async def main():
        q = asyncio.PriorityQueue()

        async def get(tag):
            log(tag, await q.get())
        ts = [asyncio.create_task(get(tag)) for tag in 'abc']
        await asyncio.sleep(0)
        for item in (5, 3, 4):
            q.put_nowait(item)
        await asyncio.wait(ts)
        for item in (9, 7, 8):
            await q.put(item)
        log(await q.get(), await q.get(), q.qsize())
    vrun(main())


@scenario
def queue_bounds():
    async def main():
        q = asyncio.Queue(2)
        log(q.maxsize, q.full(), q.empty(), attempt(q.get_nowait))
        q.put_nowait('a')
        q.put_nowait('b')
        log(q.full(), attempt(lambda: q.put_nowait('c')), q.qsize())
        endless = asyncio.Queue()
        for i in range(100):
            endless.put_nowait(i)
        log(endless.full(), endless.qsize())
    vrun(main())


@scenario
def queue_putter_cancelled():
    async def main():
        q = asyncio.Queue(1)
        q.put_nowait('first')

        async def put(item):
            try:
                await q.put(item)
                log('put', item)
            except asyncio.CancelledError:
                log('CE', item)
                raise
        ts = [asyncio.create_task(put(item)) for item in 'abc']
        await asyncio.sleep(0)
        ts[0].cancel()
        log(await q.get())
        ts[1].cancel()
        await asyncio.wait(ts)
        log(await q.get(), q.qsize())
    vrun(main())


@scenario
def queue_woken_putter_cancelled():
    async def main():
        q = asyncio.Queue(1)
        q.put_nowait('first')
        a = asyncio.create_task(q.put('a'))
        b = asyncio.create_task(q.put('b'))
        await asyncio.sleep(0)
        log(q.get_nowait())
        a.cancel()
        await asyncio.wait([a, b])
        log(a.cancelled(), b.cancelled(), q.qsize(), q.get_nowait())
    vrun(main())


@scenario
def queue_getter_that_times_out_loses_nothing():
    async def main():
        q = asyncio.Queue()
        loop().call_later(1, q.put_nowait, 'late')
        log(await outcome(asyncio.wait_for(q.get(), 1)), q.qsize())
        log(await outcome(asyncio.wait_for(q.get(), 1)), q.qsize(), now())
        loop().call_later(0.5, q.put_nowait, 'early')
        log(await outcome(asyncio.wait_for(q.get(), 1)), now())
    vrun(main())


@scenario
def queue_item_taken_by_somebody_who_did_not_wait():
    async def main():
        q = asyncio.Queue()

        async def get(tag):
            log(tag, await q.get())
        a = asyncio.create_task(get('a'))
        await asyncio.sleep(0)
        q.put_nowait(1)
        log('thief', q.get_nowait())
        await asyncio.sleep(0)
        log(a.done())
        q.put_nowait(2)
        await a
    vrun(main())


@scenario
def queue_joined():
    async def main():
        q = asyncio.Queue()
        log(await outcome(q.join()))
        for item in range(2):
            q.put_nowait(item)

        async def work():
            while True:
                item = await q.get()
                await asyncio.sleep(1)
                log('done', item, now())
                q.task_done()

        async def join(tag):
            await q.join()
            log('joined', tag, now())
        worker = asyncio.create_task(work())
        j = asyncio.create_task(join('a'))
        k = asyncio.create_task(join('b'))
        await asyncio.sleep(0.5)
        k.cancel()
        await j
        log(k.cancelled(), attempt(q.task_done))
        worker.cancel()
        log(await outcome(worker))
    vrun(main())


@scenario
def queue_joined_while_items_are_added():
    async def main():
        q = asyncio.Queue()
        q.put_nowait('a')
        j = asyncio.create_task(q.join())
        await asyncio.sleep(0)
        q.get_nowait()
        q.task_done()
        q.put_nowait('b')
        await asyncio.sleep(0)
        log(j.done(), q.qsize())
        k = asyncio.create_task(q.join())
        await asyncio.sleep(0)
        q.get_nowait()
        log(k.done())
        q.task_done()
        await k
        log('joined')
    vrun(main())


@scenario
def queue_shut_down_while_getters_wait():
    if not hasattr(asyncio, 'QueueShutDown'):
        return

    async def main():
        for immediate in (False, True):
            q = asyncio.Queue()

            async def get(tag):
                log(tag, await outcome(q.get()))
            ts = [asyncio.create_task(get(tag)) for tag in 'ab']
            await asyncio.sleep(0)
            q.shutdown(immediate)
            log('called')
            await asyncio.wait(ts)
            log(attempt(q.get_nowait), attempt(lambda: q.put_nowait(1)), await outcome(q.put(1)))
    vrun(main())


@scenario
def queue_shut_down_with_an_item_and_its_woken_getter():
    if not hasattr(asyncio, 'QueueShutDown'):
        return

    async def main():
        for immediate in (False, True):
            q = asyncio.Queue()

            async def get(tag):
                log(tag, await outcome(q.get()))
            ts = [asyncio.create_task(get(tag)) for tag in 'ab']
            await asyncio.sleep(0)
            q.put_nowait('item')
            q.shutdown(immediate)
            await asyncio.wait(ts)
            log(q.qsize())
    vrun(main())


@scenario
def queue_shut_down_while_putters_wait():
    if not hasattr(asyncio, 'QueueShutDown'):
        return

    async def main():
        for immediate in (False, True):
            q = asyncio.Queue(1)
            q.put_nowait('first')

            async def put(item):
                log(item, await outcome(q.put(item)))
            ts = [asyncio.create_task(put(item)) for item in 'ab']
            await asyncio.sleep(0)
            q.shutdown(immediate)
            await asyncio.wait(ts)
            log(q.qsize(), await outcome(q.get()), await outcome(q.get()))
    vrun(main())


@scenario
def queue_shut_down_and_joined():
    if not hasattr(asyncio, 'QueueShutDown'):
        return

    async def main():
        q = asyncio.Queue()
        for item in 'abc':
            q.put_nowait(item)
        log(q.get_nowait())
        j = asyncio.create_task(q.join())
        await asyncio.sleep(0)
        q.shutdown()
        q.shutdown()
        await asyncio.sleep(0)
        log(j.done(), q.qsize())
        q.shutdown(immediate=True)
        await ticks(2)
        log(j.done(), q.qsize())
        q.task_done()
        await j
        log('joined', attempt(q.task_done))
    vrun(main())
