"""Coroutines that are driven by hand, and what they may do wrong."""

import types


async def returns(value):
    return value


def drive(label, method, *args):
    """send() or throw(), and how that ended."""
    try:
        yielded = method(*args)
    except StopIteration as stop:
        print(label, "returned", stop.value)
    except BaseException as error:
        print(label, "raised", repr(error))
    else:
        print(label, "yielded", yielded)


@types.coroutine
def yields(value):
    return (yield value)


async def yields_twice():
    print("sent", await yields(1))
    print("sent", await yields(2))
    return 3


async def catches():
    try:
        await yields(1)
    except Exception as error:
        print("caught", repr(error))
    except BaseException as error:
        print("cleanup", repr(error))
        raise
    return "caught"


async def ignores():
    try:
        await yields(1)
    except GeneratorExit:
        await yields(2)


async def turns():
    try:
        await yields(1)
    except GeneratorExit:
        raise ValueError("turned")


async def swallows():
    try:
        await yields(1)
    except GeneratorExit:
        return "swallowed"


@behaviour
def a_coroutine_is_driven_by_send():
    coroutine = yields_twice()
    drive("not yet", coroutine.send, 1)
    drive("first", coroutine.send, None)
    drive("second", coroutine.send, 5)
    drive("third", coroutine.send, "six")
    drive("fourth", coroutine.send, None)
    drive("throw", coroutine.throw, ValueError("late"))
    print(coroutine.close())


@behaviour
def an_exception_is_thrown_into_a_coroutine():
    coroutine = catches()
    drive("send", coroutine.send, None)
    drive("throw", coroutine.throw, ValueError("x"))
    coroutine = catches()
    drive("send", coroutine.send, None)
    drive("throw", coroutine.throw, KeyboardInterrupt())
    coroutine = catches()
    drive("before it has begun", coroutine.throw, ValueError("x"))
    drive("then", coroutine.send, None)
    for wrong in None, True, 5, 1.5, "text", []:
        coroutine = yields_twice()
        drive("no exception", coroutine.throw, wrong)
        drive("send", coroutine.send, None)
        drive("no exception", coroutine.throw, wrong)
        drive("send", coroutine.send, None)


@behaviour
def a_coroutine_is_closed():
    for function in returns, catches, ignores, turns, swallows:
        coroutine = function(1) if function is returns else function()
        drive("send", coroutine.send, None)
        tell("close", coroutine.close)
        drive("send", coroutine.send, None)
        tell("close", coroutine.close)
    coroutine = catches()
    tell("close before it has begun", coroutine.close)
    drive("send", coroutine.send, None)


async def drives(coroutines):
    drive("inner", coroutines[0].send, None)
    tell("close", coroutines[0].close)
    drive("throw", coroutines[0].throw, ValueError("x"))


async def awaits_itself(coroutines):
    await coroutines[0]


@behaviour
def a_coroutine_cannot_drive_itself():
    for function in drives, awaits_itself:
        coroutines = []
        coroutines.append(function(coroutines))
        drive("outer", coroutines[0].send, None)


async def stops():
    raise StopIteration("stop")


@behaviour
def no_stop_iteration_gets_out_of_a_coroutine():
    drive("send", stops().send, None)


async def awaits(awaitable):
    return await awaitable


@behaviour
def a_coroutine_is_awaited_once():
    coroutine = returns(1)
    drive("first", awaits(coroutine).send, None)
    drive("second", awaits(coroutine).send, None)
    coroutine = yields_twice()
    drive("begun", coroutine.send, None)
    drive("awaited meanwhile", awaits(coroutine).send, None)
    coroutine.close()


@behaviour
def a_sleep_ended_by_somebody_else_ends_its_awaiter():
    sleep = asyncio.sleep(0)
    outer = awaits(sleep)
    drive("outer", outer.send, None)
    drive("sleep", sleep.send, None)
    drive("outer", outer.send, None)


# ------------------------------------------------------- outside of a loop


async def enters(block):
    async with block:
        print("within")


@behaviour
def what_needs_a_loop_says_so():
    drive("sleep", asyncio.sleep(1).send, None)
    drive("sleep 0", asyncio.sleep(0).send, None)
    coroutine = returns(1)
    drive("wait_for", asyncio.wait_for(coroutine, 0).send, None)
    drive("wait_for", asyncio.wait_for(coroutine, 1).send, None)
    drive("group", enters(asyncio.TaskGroup()).send, None)
    tell("current_task", asyncio.current_task)
    tell("all_tasks", asyncio.all_tasks)
    tell("as_completed", lambda: list(asyncio.as_completed([coroutine])))
    coroutine.close()


def enters_by_hand():
    drive("timeout", enters(asyncio.timeout(1)).send, None)
    drive("group", enters(asyncio.TaskGroup()).send, None)
    drive("future", awaits(asyncio.get_running_loop().create_future()).send, None)


@behaviour
async def what_needs_a_task_says_so():
    asyncio.get_running_loop().call_soon(enters_by_hand)
    await asyncio.sleep(0)


@behaviour
def a_closed_loop_takes_no_callbacks():
    loop = asyncio.new_event_loop()
    future, other, coroutine = loop.create_future(), loop.create_future(), returns(1)
    future.add_done_callback(print)
    other.set_result(1)
    loop.close()
    tell("set_result", future.set_result, 1)
    print(future.done())
    tell("add_done_callback", other.add_done_callback, print)
    tell("gather", asyncio.gather, other, coroutine)
    tell("run", loop.run_until_complete, other)
    coroutine.close()


# ------------------------------------------------------------- bad yields


@behaviour
async def a_task_takes_only_its_futures():
    for value in 1, "text", [1], 1.5:
        await tell_await("bad yield", named(yields_and_tells(value), "t"))
    future = asyncio.get_running_loop().create_future()
    await tell_await("bare future", named(yields_and_tells(future), "t"))
    loop = asyncio.new_event_loop()
    await tell_await("foreign future", named(awaits_and_tells(loop.create_future()), "t"))
    loop.close()
    tasks = []
    tasks.append(named(awaits_the_first(tasks), "itself"))
    await tell_await("itself", tasks[0])


async def yields_and_tells(value):
    await tell_await("within", yields(value))
    return "went on"


async def awaits_and_tells(future):
    await tell_await("within", future)
    return "went on"


async def awaits_the_first(tasks):
    return await tasks[0]


@behaviour
async def a_task_may_yield_nothing():
    await tell_await("none", named(yields_and_tells(None), "t"))


# ---------------------------------------------------------------- finally


async def sleeps_and_fails(seconds, text):
    await asyncio.sleep(seconds)
    raise ValueError(text)


async def cleans_up(seconds):
    await asyncio.sleep(seconds)
    print("cleaned up", now())


async def finally_(body, cleanup):
    try:
        return await body
    finally:
        await cleanup


@behaviour
async def a_cleanup_runs_however_the_body_ends():
    await tell_await("returned", finally_(asyncio.sleep(1, "body"), cleans_up(1)))
    await tell_await("raised", finally_(sleeps_and_fails(1, "body"), cleans_up(1)))
    await tell_await("both", finally_(sleeps_and_fails(1, "body"), sleeps_and_fails(1, "cleanup")))
    await tell_await("cleanup", finally_(asyncio.sleep(1), sleeps_and_fails(1, "cleanup")))
    task = named(finally_(asyncio.sleep(5), cleans_up(1)), "t")
    await asyncio.sleep(1)
    task.cancel("stop")
    await tell_await("cancelled", task)
    task = named(finally_(asyncio.sleep(5), cleans_up(5)), "t")
    await asyncio.sleep(1)
    task.cancel("once")
    await asyncio.sleep(1)
    task.cancel("twice")
    await tell_await("cancelled twice", task)
    print(now())
