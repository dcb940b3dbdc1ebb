"""What the further scenarios share: their register, and the tools of the first forty."""
import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenarios import T, VLoop, log, now, show, ticks, vrun  # noqa: E402,F401

SCENARIOS = []


def scenario(function):
    SCENARIOS.append(function)
    return function


def advance(seconds):
    """Moves the virtual clock, as if the running code had taken that long."""
    asyncio.get_running_loop()._vt += seconds


def loop():
    return asyncio.get_running_loop()


def me():
    return asyncio.current_task()


def future(result=None, error=None, cancelled=False):
    """A future that is done already."""
    made = loop().create_future()
    if cancelled:
        made.cancel()
    elif error is not None:
        made.set_exception(error)
        made.exception()
    else:
        made.set_result(result)
    return made


def name(error):
    return type(error).__name__


def attempt(operation):
    """The result of an operation, or the name of what it raises."""
    try:
        return operation()
    except BaseException as error:
        return name(error)


async def outcome(awaitable):
    """The result of an awaitable, or the name of what it raises."""
    try:
        return await awaitable
    except BaseException as error:
        return name(error)


async def sleeper(tag, seconds=9, result=None):
    """Sleeps, and logs how that ended."""
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        log('CE', tag)
        raise
    log('slept', tag)
    return result


async def failing(seconds, message):
    await asyncio.sleep(seconds)
    raise ValueError(message)
