import asyncio
import time

# A program's variables: futures and tasks, coroutine objects, handles.
v, w, h = [], [], []
loop = asyncio.get_running_loop


def say(label, *values):
    print(label, *map(repr, values))


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
        print(label, handle.cancelled(), float(handle.when()))
    else:
        print(label, handle is not None and handle.cancelled())


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


async def begin(main, variables, objects, handles):
    loop().set_exception_handler(
        lambda _, context: print("handler:", context["message"], repr(context.get("exception")))
    )
    v[:] = [loop().create_future() for _ in range(variables)]
    w[:] = [idle() for _ in range(objects)]
    h[:] = [None] * handles
    return await main()


def run(main, variables, objects, handles):
    try:
        result = asyncio.run(begin(main, variables, objects, handles))
    except BaseException as error:
        print("raised", repr(error))
    else:
        print("returned", repr(result))
