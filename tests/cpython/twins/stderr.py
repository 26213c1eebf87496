"""What goes to stderr, where nobody has set a handler."""

import functools
import traceback


async def returns(value):
    return value


async def fails(text):
    raise ValueError(text)


def fails_at_once(text):
    raise ValueError(text)


def fails_when_done(_):
    raise ValueError("done")


def with_default_handler():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(None)
    return loop


# -------------------------------------------------------------- debug mode


def blocks(seconds):
    time.sleep(seconds)


def blocks_when_done(seconds, _):
    time.sleep(seconds)


async def blocks_in_a_task(seconds):
    time.sleep(seconds)
    await asyncio.sleep(1)
    time.sleep(2 * seconds)


async def blocks_below(seconds):
    await blocks_in_a_task(seconds)
    raise ValueError("slow")


@behaviour
async def in_debug_mode_slow_callbacks_are_told():
    loop = asyncio.get_running_loop()
    loop.call_soon(blocks, 1)
    await asyncio.sleep(0)
    loop.set_debug(True)
    loop.call_soon(blocks, 0.15)
    loop.call_soon(blocks, 0.125)
    loop.call_soon(blocks, 0.0625)
    loop.call_later(1.5, blocks, 0.25)
    loop.call_later(1.5, blocks, 0.0625)
    loop.call_at(3.0, blocks, 12.0006)
    await asyncio.sleep(20)
    loop.set_debug(False)
    loop.call_soon(blocks, 1)
    await asyncio.sleep(0)


def cancels_and_blocks(handles):
    handles[0].cancel()
    time.sleep(1)


@behaviour
async def in_debug_mode_a_handle_that_cancels_itself_is_told_of():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    handles = []
    handles.append(loop.call_soon(cancels_and_blocks, handles))
    await asyncio.sleep(0)
    handles[0] = loop.call_at(3.0, cancels_and_blocks, handles)
    await asyncio.sleep(20)


@behaviour
async def in_debug_mode_slow_tasks_are_told():
    asyncio.get_running_loop().set_debug(True)
    good = named(blocks_in_a_task(0.5), "good")
    bad = named(blocks_below(0.25), "bad")
    quick = named(blocks_in_a_task(0.03125), "quick")
    await asyncio.sleep(10)
    tell("bad", bad.exception)
    time.sleep(0.5)


@behaviour
async def in_debug_mode_slow_done_callbacks_are_told():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    future = loop.create_future()
    future.add_done_callback(functools.partial(blocks_when_done, 0.5))
    future.set_result(1)
    await asyncio.sleep(0)


@behaviour
async def what_is_slow_is_a_setting():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 1
    loop.call_soon(blocks, 0.5)
    loop.call_soon(blocks, 1)
    await asyncio.sleep(0)
    loop.slow_callback_duration = 0.25
    loop.call_soon(blocks, 0.25)
    loop.call_soon(blocks, 0.125)
    await asyncio.sleep(0)
    loop.slow_callback_duration = 100


# ---------------------------------------------------------- default handler


@behaviour
async def what_callbacks_raise_is_told():
    loop = with_default_handler()
    loop.call_soon(fails_at_once, "soon")
    loop.call_later(0.5, fails_at_once, "later")
    future = loop.create_future()
    future.add_done_callback(fails_when_done)
    future.set_result(1)
    await asyncio.sleep(1)


@behaviour
async def what_nobody_looked_at_is_told():
    loop = with_default_handler()
    named(fails("in a task"), "t")
    await asyncio.sleep(0)
    loop.create_future().set_exception(OSError())


@behaviour
def a_pending_task_that_is_left_is_told():
    loop = asyncio.new_event_loop()
    future = loop.create_future()
    task = loop.create_task(waits_for(future))
    task.set_name("left")
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()


async def waits_for(future):
    await future


@behaviour
async def an_error_behind_a_cancelled_shield_is_told():
    with_default_handler()
    task = named(fails_after(1), "t")
    outer = asyncio.shield(task)
    await asyncio.sleep(0)
    outer.cancel()
    await asyncio.sleep(2)


async def fails_after(seconds):
    await asyncio.sleep(seconds)
    raise ValueError("behind")


@behaviour
async def a_program_may_tell_of_anything():
    loop = with_default_handler()
    future, timer = loop.create_future(), loop.call_at(5.0, fails_at_once, "never")
    loop.call_exception_handler({})
    loop.call_exception_handler({"message": "only this"})
    loop.call_exception_handler({"message": "mine", "exception": ValueError()})
    loop.call_exception_handler({"message": "future", "future": future})
    loop.call_exception_handler({"message": "handle", "handle": timer, "exception": OSError("x")})
    loop.call_exception_handler({"message": "task", "task": named(returns(1), "t")})
    timer.cancel()
    await asyncio.sleep(0)


def handler_that_fails(loop, context):
    raise OSError("in handler")


@behaviour
async def a_handler_that_fails_is_told_of_with_what_it_was_given():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler_that_fails)
    loop.call_soon(fails_at_once, "bad")
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "quote's", "task": named(returns(1), "t")})
    loop.call_exception_handler({"message": "future", "future": loop.create_future()})
    await asyncio.sleep(0)
    loop.set_exception_handler(tell_of)


def handler_that_exits(loop, context):
    raise SystemExit("exit")


def handler_that_interrupts(loop, context):
    raise KeyboardInterrupt


@behaviour
def a_handler_may_leave_the_loop():
    for handler in handler_that_exits, handler_that_interrupts:
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(handler)
        loop.call_soon(fails_at_once, "bad")
        coroutine = asyncio.sleep(1)
        tell("left", loop.run_until_complete, coroutine)
        coroutine.close()
        loop.close()


# --------------------------------------------------------------- uncaught


@behaviour
def what_nobody_catches_is_told_with_its_causes():
    first, second, third = ValueError("first"), OSError(), RuntimeError("third")
    second.__cause__ = first
    third.__cause__ = second
    plain = ExceptionGroup("plain", [ValueError("in"), OSError()])
    mixed = BaseExceptionGroup("mixed", [plain, asyncio.CancelledError("c"), plain])
    lines = ExceptionGroup("two\nlines", [ValueError("and\nagain"), third])
    for error in ValueError("alone"), RuntimeError(), third, plain, mixed, lines:
        traceback.print_exception(error)
        print(1)


@behaviour
def causes_in_a_circle_are_told_once():
    first, second = ValueError("first"), OSError()
    second.__cause__ = first
    first.__cause__ = second
    traceback.print_exception(second)
    traceback.print_exception(first)
    first.__cause__ = first
    traceback.print_exception(first)
    print("told")


@behaviour
def large_groups_are_cut():
    wide = ExceptionGroup("wide", [ValueError(str(number)) for number in range(20)])
    deep = ValueError("inmost")
    for depth in range(13):
        deep = ExceptionGroup(str(depth), [deep, OSError()])
    traceback.print_exception(wide)
    traceback.print_exception(deep)
    print("told")


async def times_out():
    async with asyncio.timeout(1):
        await asyncio.sleep(2)


async def gives_up(seconds):
    await asyncio.wait_for(asyncio.sleep(2), seconds)


async def awaits_a_stop_iteration():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(StopIteration("s"))
    await future


async def groups_what_times_out():
    async with asyncio.TaskGroup() as group:
        group.create_task(times_out())
        group.create_task(gives_up(1))


async def fails_by_a_timeout():
    with_default_handler()
    asyncio.create_task(times_out())
    await asyncio.sleep(2)


def run_and_tell(coroutine):
    try:
        asyncio.run(coroutine)
    except Exception as error:
        traceback.print_exception(error)


@behaviour
def a_timeout_tells_of_the_cancel_that_it_was():
    run_and_tell(times_out())
    run_and_tell(gives_up(1))
    run_and_tell(gives_up(0))
    run_and_tell(groups_what_times_out())
    run_and_tell(fails_by_a_timeout())
    print(float(time.monotonic()))


@behaviour
def a_stop_iteration_is_the_cause_of_what_it_became():
    run_and_tell(awaits_a_stop_iteration())
    print("told")
