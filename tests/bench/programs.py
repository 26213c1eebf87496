"""The measured programs in Python; MicroPython runs those it has the functions for."""

import asyncio
import sys

try:
    from time import perf_counter_ns
except ImportError:
    from time import ticks_us

    def perf_counter_ns():
        return ticks_us() * 1000


def nanoseconds(began, count):
    return (perf_counter_ns() - began) / count


async def nothing():
    pass


async def tick(steps):
    for _ in range(steps):
        await asyncio.sleep(0)


async def sleep(tasks, steps):
    tickers = [asyncio.create_task(tick(steps)) for _ in range(tasks)]
    warm_up = steps // 5 + 1
    await tick(warm_up)
    began = perf_counter_ns()
    for ticker in tickers:
        await ticker
    return nanoseconds(began, tasks * (steps - warm_up))


async def sleep_below(depth):
    if depth > 1:
        await sleep_below(depth - 1)
    else:
        await asyncio.sleep(0)
    return depth


async def depth(steps):
    began = perf_counter_ns()
    for _ in range(steps):
        await sleep_below(5)
    return nanoseconds(began, steps)


async def create(count):
    began = perf_counter_ns()
    for _ in range(count):
        await asyncio.create_task(nothing())
    return nanoseconds(began, count)


async def done(count):
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    began = perf_counter_ns()
    total = 0
    for _ in range(count):
        total += await future
    assert total == count
    return nanoseconds(began, count)


async def future(count):
    loop = asyncio.get_running_loop()
    seen = 0

    def see(future):
        nonlocal seen
        seen += 1

    began = perf_counter_ns()
    for _ in range(count):
        future = loop.create_future()
        future.add_done_callback(see)
        loop.call_soon(future.set_result, None)
        await future
    assert seen == count
    return nanoseconds(began, count)


async def timer(count, others=100_000):
    loop = asyncio.get_running_loop()
    hour = loop.time() + 3600
    timers = [loop.call_at(hour + i, nothing) for i in range(others)]
    began = perf_counter_ns()
    for i in range(count):
        loop.call_at(hour + i % others + 0.5, nothing).cancel()
        if i % 1000 == 0:
            await asyncio.sleep(0)
    taken = nanoseconds(began, count)
    for waiting in timers:
        waiting.cancel()
    return taken


async def many(tasks):
    began = perf_counter_ns()
    sleepers = [asyncio.create_task(tick(1)) for _ in range(tasks)]
    for sleeper in sleepers:
        await sleeper
    return nanoseconds(began, tasks)


def memory():
    """Bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def asleep(tasks):
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # nobody wakes them
    before = memory()
    sleepers = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(tasks)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return (memory() - before) / len(sleepers)


def new_loop():
    """CPython's loop; without a selector where there is no I/O to select (Pyodide)."""
    if sys.platform != "emscripten":
        return asyncio.new_event_loop()

    class Loop(asyncio.BaseEventLoop):
        def __init__(self):
            super().__init__()
            self._selector = self

        def select(self, timeout):
            return []

        def _process_events(self, events):
            pass

        def _write_to_self(self):
            pass

        def close(self):
            self._selector = None
            super().close()

    return Loop()


def measure(program, knobs):
    loop = new_loop()
    try:
        return loop.run_until_complete(globals()[program](**dict(knobs)))
    finally:
        loop.close()


if __name__ == "__main__" and len(sys.argv) > 1:
    knobs = {name: int(value) for name, value in (text.split("=") for text in sys.argv[2:])}
    runs = knobs.pop("runs", 1)
    print(min(measure(sys.argv[1], knobs) for _ in range(runs)))
