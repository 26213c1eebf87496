import functools


async def returns(value):
    return value


async def sleeps(seconds):
    await asyncio.sleep(seconds)
    return seconds


async def fails(text):
    raise ValueError(text)


def says(text):
    print(text)


def fails_at_once(text):
    raise ValueError(text)


# ----------------------------------------------------------------- futures


@behaviour
async def a_future_is_done_once():
    future = asyncio.get_running_loop().create_future()
    tell("result", future.result)
    tell("exception", future.exception)
    tell("set_result", future.set_result, 42)
    print(future.done(), future.cancelled())
    tell("result", future.result)
    tell("exception", future.exception)
    tell("set_result", future.set_result, 1)
    tell("set_exception", future.set_exception, ValueError())
    tell("cancel", future.cancel)


@behaviour
async def a_failed_future_raises():
    future = asyncio.get_running_loop().create_future()
    tell("set_exception", future.set_exception, RuntimeError("boom"))
    tell("result", future.result)
    tell("exception", future.exception)
    tell("set_result", future.set_result, 1)
    tell("cancel", future.cancel)


@behaviour
async def a_cancelled_future_is_done():
    future = asyncio.get_running_loop().create_future()
    print(future.cancel(), future.cancelled(), future.done())
    tell("result", future.result)
    tell("exception", future.exception)
    tell("set_result", future.set_result, 1)
    tell("set_exception", future.set_exception, ValueError())
    print(future.cancel())


@behaviour
async def no_stop_iteration_gets_into_a_future():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(StopIteration("s"))
    tell("result", future.result)


class Keeper:
    def __init__(self):
        self.kept = []

    def keeps(self, number, _):
        self.kept.append(number)


def callback_of(keeper, number):
    return functools.partial(keeper.keeps, number)


@behaviour
async def callbacks_are_removed_wherever_they_are():
    for order in [1, 1], [1, 2, 1], [3, 3], [1, 2, 3]:
        future, keeper = asyncio.get_running_loop().create_future(), Keeper()
        callbacks = {number: callback_of(keeper, number) for number in (1, 2, 3)}
        for number in 1, 2, 3:
            future.add_done_callback(callbacks[number])
        print([future.remove_done_callback(callbacks[number]) for number in order])
        future.set_result("foo")
        await asyncio.sleep(0)
        print(keeper.kept)


@behaviour
async def a_callback_that_was_added_often_is_removed_often():
    future, keeper = asyncio.get_running_loop().create_future(), Keeper()
    one, two, three = (callback_of(keeper, number) for number in (1, 2, 3))
    future.add_done_callback(one)
    future.add_done_callback(two)
    print(future.remove_done_callback(two), future.remove_done_callback(three))
    future.add_done_callback(two)
    for _ in range(5):
        future.add_done_callback(one)
    print(future.remove_done_callback(one))
    future.set_exception(RuntimeError())
    await asyncio.sleep(0)
    print(keeper.kept)
    tell("exception", future.exception)


@behaviour
async def a_future_nobody_asks_says_so_only_if_it_failed():
    loop = asyncio.get_running_loop()
    loop.create_future()
    good, taken, asked, cancelled = (loop.create_future() for _ in range(4))
    good.set_result(42)
    taken.set_result(43)
    tell("result", taken.result)
    asked.set_exception(RuntimeError("asked"))
    tell("exception", asked.exception)
    cancelled.set_exception(RuntimeError("cancelled"))
    print(cancelled.cancel())
    loop.create_future().set_exception(RuntimeError("alone"))
    loop.set_debug(True)
    loop.create_future().set_exception(RuntimeError("debugged"))


# -------------------------------------------------------------------- loop


@behaviour
def run_until_complete_runs_futures_and_coroutines():
    loop = asyncio.new_event_loop()
    tell("coroutine", loop.run_until_complete, returns(1))
    tell("sleep", loop.run_until_complete, sleeps(0.1))
    tell("error", loop.run_until_complete, fails("bad"))
    future = loop.create_future()
    loop.call_later(0.1, future.set_result, "later")
    tell("future", loop.run_until_complete, future)
    tell("again", loop.run_until_complete, future)
    print(loop.is_running(), loop.is_closed())
    loop.close()
    print(loop.is_closed())


async def stops(loop):
    loop.stop()
    await asyncio.sleep(0.1)
    return "went on"


@behaviour
def a_loop_that_is_stopped_too_early_tells():
    loop = asyncio.new_event_loop()
    task = loop.create_task(stops(loop))
    tell("stopped", loop.run_until_complete, task)
    print(task.done())
    tell("again", loop.run_until_complete, task)
    loop.close()


def keeps_going(loop, left):
    if left:
        print("left", left)
        loop.call_soon(keeps_going, loop, left - 1)


@behaviour
def a_loop_stopped_beforehand_runs_one_turn():
    loop = asyncio.new_event_loop()
    loop.call_soon(keeps_going, loop, 2)
    loop.stop()
    tell("first", loop.run_forever)
    loop.stop()
    tell("second", loop.run_forever)
    loop.close()


@behaviour
def timers_run_by_their_deadlines():
    loop = asyncio.new_event_loop()
    loop.call_later(-1, says, "a")
    loop.call_later(-2, says, "b")
    loop.call_soon(says, "soon")
    loop.call_later(0.1, says, "later")
    loop.call_at(loop.time() + 0.1, says, "at")
    loop.call_later(0.2, loop.stop)
    tell("run", loop.run_forever)
    print(float(loop.time()))
    loop.close()


def schedules_on(other, cancelled, timer):
    print("schedules on the other loop")
    other.call_soon(says, "from the first")
    other.call_later(0.05, says, "timer from the first")
    cancelled.cancel()
    timer.cancel()


async def sleeps_twice(what):
    for i in range(2):
        await asyncio.sleep(0.1)
        print(what, i, now())


@behaviour
def two_loops_are_alive_beside_each_other():
    first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
    cancelled = second.call_soon(says, "cancelled")
    second.call_soon(says, "second")
    second.call_later(0.3, says, "second's timer")
    timer = second.call_later(0.01, says, "cancelled timer")
    first.call_soon(schedules_on, second, cancelled, timer)
    first.call_later(0.3, says, "first's timer")
    task = second.create_task(sleeps_twice("second"))
    tell("first", first.run_until_complete, sleeps_twice("first"))
    print(task.done())
    first.call_soon(says, "first again")
    tell("second", second.run_until_complete, task)
    first.call_later(0.5, first.stop)
    tell("first", first.run_forever)
    first.close()
    second.call_later(0.5, second.stop)
    tell("second", second.run_forever)
    second.close()


@behaviour
def a_closed_loop_refuses_everything():
    loop = asyncio.new_event_loop()
    future = loop.create_future()
    coroutine = returns(1)
    loop.close()
    loop.close()
    tell("run_forever", loop.run_forever)
    tell("run_until_complete", loop.run_until_complete, future)
    tell("call_soon", loop.call_soon, says)
    tell("call_later", loop.call_later, 1, says)
    tell("call_at", loop.call_at, 1, says)
    tell("create_task", loop.create_task, coroutine)
    coroutine.close()


@behaviour
async def a_running_loop_is_neither_run_nor_closed():
    loop = asyncio.get_running_loop()
    print(loop.is_running())
    tell("close", loop.close)
    tell("run_forever", loop.run_forever)
    coroutine = returns(1)
    tell("run_until_complete", loop.run_until_complete, coroutine)
    other = asyncio.new_event_loop()
    tell("other", other.run_forever)
    tell("other", other.run_until_complete, coroutine)
    print(asyncio.get_running_loop() is loop, other.is_running())
    other.close()
    coroutine.close()


@behaviour
def there_is_no_running_loop_outside():
    tell("get_running_loop", asyncio.get_running_loop)
    coroutine = returns(1)
    tell("create_task", asyncio.create_task, coroutine)
    tell("ensure_future", asyncio.ensure_future, coroutine)
    tell("shield", asyncio.shield, coroutine)
    tell("gather", asyncio.gather)
    tell("timeout", asyncio.timeout, 1)
    coroutine.close()


@behaviour
def a_loop_runs_only_its_own_futures():
    one, two = asyncio.new_event_loop(), asyncio.new_event_loop()
    tell("run", one.run_until_complete, two.create_future())
    one.close()
    two.close()



def throws(error):
    raise error


@behaviour
def an_exit_leaves_the_loop_as_it_is():
    for error in SystemExit("exit"), KeyboardInterrupt("key"):
        loop = asyncio.new_event_loop()
        loop.call_soon(throws, error)
        tell("thrown", loop.run_until_complete, sleeps(0.1))
        tell("after", loop.run_until_complete, sleeps(0.2))
        loop.close()


async def raises(error):
    raise error


@behaviour
def an_interrupt_in_a_task_leaves_no_stop_behind():
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(tell_of)
    tell("interrupt", loop.run_until_complete, raises(KeyboardInterrupt()))
    loop.call_soon(loop.call_soon, says, "called")
    loop.call_later(1, loop.stop)
    tell("run", loop.run_forever)
    loop.close()


@behaviour
async def what_callbacks_raise_goes_to_the_handler():
    loop = asyncio.get_running_loop()
    loop.call_soon(fails_at_once, "soon")
    loop.call_later(0.1, fails_at_once, "later")
    await asyncio.sleep(0.2)
    loop.call_exception_handler({"message": "mine", "exception": ValueError("told")})


def handler_that_fails(loop, context):
    print("failing handler:", context["message"])
    raise OSError("in handler")


@behaviour
async def a_handler_that_fails_harms_nobody():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler_that_fails)
    loop.call_soon(fails_at_once, "bad")
    await asyncio.sleep(0)
    loop.set_exception_handler(tell_of)
    loop.call_soon(fails_at_once, "again")
    await asyncio.sleep(0)


@behaviour
async def debug_is_a_switch():
    loop = asyncio.get_running_loop()
    print(loop.get_debug())
    loop.set_debug(True)
    print(loop.get_debug())
    loop.set_debug(False)
    print(loop.get_debug())


@behaviour
async def sleeps_of_next_to_nothing_take_few_turns():
    for seconds in 1e-2, 1e-4, 1e-6, 1e-8, 1e-10:
        await asyncio.sleep(seconds)
        print(now())


@behaviour
async def handles_and_timers_can_be_cancelled():
    loop = asyncio.get_running_loop()
    handle, timer = loop.call_soon(says, "no"), loop.call_later(1, says, "no")
    print(handle.cancelled(), timer.cancelled(), timer.when())
    handle.cancel()
    timer.cancel()
    timer.cancel()
    print(handle.cancelled(), timer.cancelled(), timer.when())
    await asyncio.sleep(2)


# ----------------------------------------------------------------- runners


async def creates_a_task(coroutine):
    named(coroutine, "left over")
    await asyncio.sleep(0)
    return 123


async def fails_when_cancelled():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise OSError("in cleanup")


async def with_handler(coroutine):
    asyncio.get_running_loop().set_exception_handler(tell_of)
    return await coroutine


@behaviour
def run_returns_or_raises_what_main_does():
    tell("returns", asyncio.run, returns(42))
    tell("raises", asyncio.run, fails("spam"))
    tell("sleeps", asyncio.run, sleeps(0.5))


@behaviour
def run_cancels_what_is_left():
    tell("sleeping", asyncio.run, creates_a_task(sleeps(1)))
    tell("failing", asyncio.run, with_handler(creates_a_task(fails_when_cancelled())))


async def runs_another(runner):
    coroutine = returns(1)
    tell("run", asyncio.run, coroutine)
    tell("runner", runner.run, coroutine)
    coroutine.close()


@behaviour
def no_run_within_a_run():
    runner = asyncio.Runner()
    tell("outer", runner.run, runs_another(runner))
    runner.close()


@behaviour
def a_runner_keeps_its_loop_until_it_is_closed():
    runner = asyncio.Runner()
    loop = runner.get_loop()
    tell("first", runner.run, returns("done"))
    tell("second", runner.run, returns("again"))
    print(runner.get_loop() is loop, loop.is_closed())
    runner.close()
    print(loop.is_closed())
    runner.close()
    tell("get_loop", runner.get_loop)
    coroutine = returns(1)
    tell("run", runner.run, coroutine)
    coroutine.close()


@behaviour
def a_runner_takes_a_future():
    runner = asyncio.Runner()
    future = runner.get_loop().create_future()
    future.set_result("done")
    tell("done", runner.run, future)
    future = runner.get_loop().create_future()
    runner.get_loop().call_later(2, future.set_exception, ValueError("late"))
    tell("late", runner.run, future)
    runner.close()


class Promise:
    def __await__(self):
        print(asyncio.current_task())
        return asyncio.sleep(1, "kept").__await__()


@behaviour
def a_runner_takes_any_awaitable():
    runner = asyncio.Runner()
    tell("promise", runner.run, Promise())
    runner.close()


async def cancels_main():
    asyncio.current_task().cancel("main")
    await asyncio.sleep(10)


@behaviour
def a_cancelled_main_raises():
    tell("run", asyncio.run, cancels_main())
