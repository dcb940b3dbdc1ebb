"""Random programs of a task that feeds a StreamReader and one that reads it, one line of outcomes for each.

StreamReaderDifferenceTest does the same in Java, draw by draw.
"""

import asyncio

PROGRAMS = 2000
ALPHABET = b"ab\n\r"
SEPARATORS = [b"\n", b"ab", (b"\r\n", b"\n"), (b"b", b"ab"), b"aba", (b"a", b"ab", b"abb")]


class Draws:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % bound

    def piece(self):
        return bytes(ALPHABET[self.below(4)] for _ in range(1 + self.below(8)))


async def feed(reader, draws, outcomes):
    for _ in range(12):
        what = draws.below(10)
        if what < 5:
            reader.feed_data(draws.piece())
        elif what < 9:
            await asyncio.sleep(0)
        elif draws.below(12) == 0:
            # CPython's readexactly, woken by data, does not see an exception that was set before it ran.
            await asyncio.sleep(0)
            outcomes.append("broken")
            reader.set_exception(ConnectionError())
            return
    outcomes.append("end")
    reader.feed_eof()


async def read(reader, draws, outcomes):
    for _ in range(14):
        try:
            outcomes.append(await outcome(reader, draws))
        except asyncio.IncompleteReadError as e:
            outcomes.append(f"incomplete {e.partial.hex()} of {e.expected}")
        except asyncio.LimitOverrunError as e:
            outcomes.append(f"overrun after {e.consumed}")
        except ValueError:
            outcomes.append("line too long")
        except ConnectionError:
            outcomes.append("failed")


async def outcome(reader, draws):
    match draws.below(7):
        case 0:
            return "line " + (await reader.readline()).hex()
        case 1:
            return "exactly " + (await reader.readexactly(draws.below(9))).hex()
        case 2:
            return "some " + (await reader.read(draws.below(8))).hex()
        case 3:
            return "until " + (await reader.readuntil(SEPARATORS[draws.below(6)])).hex()
        case 4:
            return f"at end {reader.at_eof()}"
        case 5 if draws.below(6) == 0:
            return "all " + (await reader.read()).hex()
        case _:
            await asyncio.sleep(0)
            return "pass"


async def main():
    for seed in range(PROGRAMS):
        draws = Draws(seed)
        reader = asyncio.StreamReader(limit=1 + draws.below(16))
        outcomes = []
        reading = asyncio.create_task(read(reader, draws, outcomes))
        await feed(reader, Draws(seed + PROGRAMS), outcomes)
        await reading
        print("; ".join(outcomes))


asyncio.run(main())
