"""What asyncio does in the benchmarks: python3 work.py [--uvloop] WORK SIZE [FORM].

See ../README.md for the words that are spoken with the harness.
"""

import asyncio
import os
import random
import ssl
import sys
import threading
import time

HOUR = 3600


# ---- callbacks

class Countdown:
    """A callback that completes a future when it has run so many times."""

    def __init__(self, left):
        self.loop = asyncio.get_running_loop()
        self.over = self.loop.create_future()
        self.left = left

    def __call__(self):
        self.left -= 1
        if self.left == 0:
            self.over.set_result(None)


async def call_soon(size):
    async def work(times):
        for _ in range(times):
            countdown = Countdown(size)
            for _ in range(size):
                countdown.loop.call_soon(countdown)
            await countdown.over
        return times * size
    return work


async def one_pass(size):
    async def work(times):
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        left = times * size

        def again():
            nonlocal left
            left -= 1
            if left > 0:
                loop.call_soon(again)
            else:
                over.set_result(None)

        loop.call_soon(again)
        await over
        return times * size
    return work


async def timers(size):
    chance = random.Random(size)
    delays = [chance.random() * 0.05 for _ in range(size)]

    async def work(times):
        for _ in range(times):
            countdown = Countdown(size - size // 2)
            handles = [countdown.loop.call_later(delay, countdown) for delay in delays]
            for handle in handles[1::2]:
                handle.cancel()
            await countdown.over
        return times * size
    return work


async def call_soon_threadsafe(size):
    async def work(times):
        for _ in range(times):
            countdown = Countdown(size)

            def call_all():
                for _ in range(size):
                    countdown.loop.call_soon_threadsafe(countdown)

            await asyncio.to_thread(call_all)
            await countdown.over
        return times * size
    return work


async def wake_up(size):
    async def work(times):
        loop = asyncio.get_running_loop()
        answered = threading.Semaphore(0)

        def wake():
            for _ in range(times * size):
                loop.call_soon_threadsafe(answered.release)
                answered.acquire()

        await asyncio.to_thread(wake)
        return times * size
    return work


# ---- tasks

async def nothing():
    pass


async def take_turns_forever():
    while True:
        await asyncio.sleep(0)


async def switch(size):
    switch.others = [asyncio.create_task(take_turns_forever()) for _ in range(size - 1)]

    async def work(times):
        for _ in range(times):
            await asyncio.sleep(0)
        return times * size
    return work


async def create(size):
    async def work(times):
        for _ in range(times):
            for _ in range(size - 1):
                asyncio.create_task(nothing())
            await asyncio.create_task(nothing())
        return times * size
    return work


async def gather(size):
    async def work(times):
        for _ in range(times):
            await asyncio.gather(*[nothing() for _ in range(size)])
        return times * size
    return work


async def group(size):
    async def work(times):
        for _ in range(times):
            async with asyncio.TaskGroup() as tasks:
                for _ in range(size):
                    tasks.create_task(nothing())
        return times * size
    return work


async def descend(depth):
    if depth > 1:
        await descend(depth - 1)
    else:
        await asyncio.sleep(0)


async def deep(size):
    async def work(times):
        for _ in range(times):
            await descend(size)
        return times
    return work


async def cancel(size):
    async def work(times):
        for _ in range(times):
            sleepers = [asyncio.create_task(asyncio.sleep(HOUR)) for _ in range(size)]
            await asyncio.sleep(0)
            for sleeper in sleepers:
                sleeper.cancel()
            await asyncio.gather(*sleepers, return_exceptions=True)
        return times * size
    return work


# ---- locks and queues

async def lock(size):
    mutex = asyncio.Lock()

    async def work(times):
        async def hold_in_turn():
            for _ in range(times):
                async with mutex:
                    await asyncio.sleep(0)

        await asyncio.gather(*[hold_in_turn() for _ in range(size)])
        return times * size
    return work


async def queue(size):
    items = asyncio.Queue(size)

    async def work(times):
        async def produce():
            for _ in range(times * size):
                await items.put(1)

        producer = asyncio.create_task(produce())
        for _ in range(times * size):
            await items.get()
        await producer
        return times * size
    return work


# ---- processes and memory

async def spawn(size):
    async def work(times):
        for _ in range(times * size):
            process = await asyncio.create_subprocess_exec("true")
            await process.wait()
        return times * size
    return work


async def sleepers(size):
    async def work(times):
        sleepers.all = [asyncio.create_task(asyncio.sleep(HOUR)) for _ in range(times * size)]
        await asyncio.sleep(0)
        return times * size
    return work


# ---- servers

class EchoProtocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class EchoDatagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data, address)


async def echo_stream(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def echo_lines(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


def tls():
    """TLS with the certificate of the harness."""
    directory = os.environ["BENCH_WORK"] + "/tls/"
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(directory + "certificate.pem", directory + "key.pem")
    return context


async def listen(work, form):
    """The port of a server."""
    loop = asyncio.get_running_loop()
    if work == "udp":
        transport, _ = await loop.create_datagram_endpoint(EchoDatagrams, ("127.0.0.1", 0))
        listen.open = transport
        return transport.get_extra_info("sockname")[1]
    context = tls() if work == "tls" else None
    if form == "protocols":
        server = await loop.create_server(EchoProtocol, "127.0.0.1", 0, backlog=1024, ssl=context)
    else:
        handler = echo_lines if work == "lines" else echo_stream
        server = await asyncio.start_server(handler, "127.0.0.1", 0, backlog=1024, ssl=context)
    listen.open = server
    return server.sockets[0].getsockname()[1]


# ---- the conversation

WORK = {
    "call-soon": call_soon, "pass": one_pass, "timers": timers,
    "call-soon-threadsafe": call_soon_threadsafe, "wake-up": wake_up,
    "switch": switch, "create": create, "gather": gather, "group": group, "deep": deep, "cancel": cancel,
    "lock": lock, "queue": queue, "spawn": spawn, "sleepers": sleepers,
}
SERVERS = ["echo streams", "echo protocols", "lines streams", "tls streams", "tls protocols", "udp"]


async def serve(work, form):
    print("port", await listen(work, form), flush=True)
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    loop.add_reader(sys.stdin.fileno(), lambda: os.read(sys.stdin.fileno(), 64) or over.set_result(None))
    await over


def main(factory, work, size, form=""):
    with asyncio.Runner(loop_factory=factory) as runner:
        if work not in WORK:
            runner.run(serve(work, form))
            return
        do = runner.run(WORK[work](int(size)))
        print("ready", flush=True)
        for line in sys.stdin:
            start = time.perf_counter_ns()
            operations = runner.run(do(int(line)))
            print(f"done operations={operations} nanos={time.perf_counter_ns() - start}", flush=True)
        os._exit(0)  # without cancelling what may be a million tasks


if __name__ == "__main__":
    arguments = sys.argv[1:]
    loop_factory = None
    if arguments[0] == "--uvloop":
        import uvloop
        loop_factory = uvloop.new_event_loop
        arguments.pop(0)
    if arguments == ["list"]:
        print("\n".join(["warm", *WORK, *SERVERS]))
    else:
        main(loop_factory, *arguments)
