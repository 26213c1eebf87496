import asyncio
import time

# A program's variables: futures and tasks, coroutine objects, handles, timeouts, groups.
v, w, h, t, g = [], [], [], [], []
# Coroutine objects until the program has ended: there is no counting of references in C.
objects_kept = []
loop = asyncio.get_running_loop


def say(label, *values):
    print(label, *map(repr, values))


def current_task():
    """A coroutine that a callback closes runs in no task."""
    return asyncio.current_task() or v[0]


def say_state(label, future):
    if future is None:
        return
    state = "cancelled" if future.cancelled() else "done" if future.done() else "pending"
    if isinstance(future, asyncio.Task):
        print(label, future.get_name(), state, future.cancelling())
    else:
        print(label, state)


def say_handle(label, handle):
    if isinstance(handle, asyncio.TimerHandle):
        print(label, handle.cancelled(), float(handle.when()), handle)
    else:
        print(label, handle is not None and handle.cancelled(), handle)


def cancel_handle(label, handle):
    if handle:
        handle.cancel()
    say_handle(label, handle)


def say_timeout(label, timeout):
    when = timeout.when()
    print(label, timeout.expired(), None if when is None else float(when))


async def counted_wait(futures, timeout, mode):
    """Which of them are done, and which are not."""
    both = await asyncio.wait(futures, timeout=timeout, return_when=mode)
    return [[futures.index(future) for future in some] for some in both]


def kept(coroutine):
    objects_kept.append(coroutine)
    return coroutine


def many_timers(times):
    for number in range(times):
        timer = loop().call_later(3 + number % 3, nothing)
        if number % 5:
            timer.cancel()


def nothing():
    pass


def many_tasks(times):
    for number in range(times):
        seconds = number % 3
        asyncio.create_task(dozes(seconds) if number % 2 else asyncio.sleep(seconds))


async def dozes(seconds):
    await asyncio.sleep(seconds)


def drive(label, method, argument):
    try:
        yielded = method(argument)
    except StopIteration as stop:
        print(label, "returned", repr(stop.value))
    else:
        print(label, "yielded", "nothing" if yielded is None else "a future")


def rescue(label):
    for index, future in enumerate(v):
        if not future.done() and not isinstance(future, asyncio.Task):
            say(label, index)
            future.set_result(index)


class Own:
    """An awaitable that is no coroutine."""

    def __init__(self, coroutine):
        self.coroutine = coroutine

    def __await__(self):
        return self.coroutine().__await__()


async def idle():
    pass


def tell(_, context):
    about = [key for key in ("future", "task", "handle") if key in context]
    print("handler:", context["message"], repr(context.get("exception")), *about)


async def begin(main, variables, objects, handles, timeouts, groups):
    loop().set_exception_handler(tell)
    v[:] = [loop().create_future() for _ in range(variables)]
    w[:] = [idle() for _ in range(objects)]
    h[:] = [None] * handles
    t[:] = [asyncio.timeout(None) for _ in range(timeouts)]
    g[:] = [asyncio.TaskGroup() for _ in range(groups)]
    return await main()


def attempt(function):
    try:
        result = function()
    except BaseException as error:
        print("raised", repr(error))
    else:
        print("returned", repr(result))


def run(runs, main, *counts):
    if runs in ("twice in one loop", "in debug mode"):
        runner = asyncio.Runner(debug=runs == "in debug mode")
        attempt(lambda: runner.run(begin(main, *counts)))
        attempt(lambda: runner.run(begin(main, *counts)))
        attempt(runner.close)
    else:
        attempt(lambda: asyncio.run(begin(main, *counts)))
        if runs == "twice":
            attempt(lambda: asyncio.run(begin(main, *counts)))
