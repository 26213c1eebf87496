async def waits_for(future):
    return await future


async def returns(value):
    return value


async def cancelled_with(message, after):
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(after)
    task.cancel(message)
    await asyncio.wait([task])
    return task


@behaviour
async def the_message_comes_with_the_error():
    for message in None, "my message", "":
        task = await cancelled_with(message, 0)
        tell("result", task.result)
        tell("exception", task.exception)
        tell("again", task.exception)


@behaviour
async def a_message_before_the_first_step_is_kept():
    task = asyncio.create_task(returns(1))
    task.cancel("early")
    await asyncio.wait([task])
    tell("result", task.result)


@behaviour
async def the_last_of_two_messages_counts_before_the_first_step():
    task = asyncio.create_task(returns(1))
    task.cancel("one")
    task.cancel("two")
    await tell_await("awaited", task)
    tell("result", task.result)


@behaviour
async def a_cancelled_future_raises_its_message_each_time():
    future = asyncio.get_running_loop().create_future()
    tell("cancel", future.cancel, "why")
    tell("again", future.cancel, "later")
    tell("result", future.result)
    tell("exception", future.exception)
    await tell_await("awaited", future)


@behaviour
async def an_error_may_be_raised_from_the_cancel():
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(task.cancel, "msg")
    try:
        await task
    except asyncio.CancelledError as error:
        problem = ValueError("cancelled")
        problem.__cause__ = error
        print(repr(problem), "from", repr(problem.__cause__))


async def uncancels():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("caught", asyncio.current_task().uncancel())
        await asyncio.sleep(10)


@behaviour
async def an_uncancelled_task_goes_on_until_the_next_cancel():
    task = named(uncancels(), "t")
    await asyncio.sleep(0)
    print(task.cancelling(), task.cancel(), task.cancelling(), task.cancelled())
    print(task.cancel(), task.cancelling(), task.uncancel())
    await asyncio.sleep(0)
    print(task.cancelling(), task.done(), task)
    print(task.cancel(), task.cancelling())
    await tell_await("awaited", task)
    print(task.cancelled(), task.cancelling(), task.uncancel(), task.uncancel())
    print(task.cancel(), task.cancelled())


class Alarm:
    def __init__(self):
        self.rang = False

    def ring(self, task):
        self.rang = True
        task.cancel()


async def with_a_timeout_of_its_own(sleep, timeout):
    task = asyncio.current_task()
    alarm = Alarm()
    timer = asyncio.get_running_loop().call_later(timeout, alarm.ring, task)
    try:
        await asyncio.sleep(sleep)
    except asyncio.CancelledError:
        timer.cancel()
        if not (alarm.rang and task.uncancel() == 0):
            raise
        print("timed out")
    else:
        timer.cancel()
    await asyncio.sleep(0)
    return alarm.rang


@behaviour
async def a_timeout_can_be_made_of_cancel_and_uncancel():
    slow = asyncio.create_task(with_a_timeout_of_its_own(10, 0.1))
    await tell_await("slow", slow)
    print(slow.cancelling(), now())
    quick = asyncio.create_task(with_a_timeout_of_its_own(0, 10))
    await tell_await("quick", quick)
    print(quick.cancelling(), now())


@behaviour
async def uncancel_takes_back_what_was_not_thrown_yet():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for(future))
    await asyncio.sleep(0)
    future.set_result(42)
    print(task.cancel(), task.cancelling(), task.uncancel())
    await tell_await("awaited", task)


@behaviour
async def cancel_of_the_inner_future_cancels_the_task():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for(future))
    await asyncio.sleep(0)
    future.cancel("inner")
    await tell_await("awaited", task)
    print(future.cancelled(), task.cancelled(), task.cancelling())


@behaviour
async def cancel_of_the_inner_future_and_of_the_task():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for(future))
    await asyncio.sleep(0)
    print(future.cancel("inner"), task.cancel("outer"))
    await tell_await("awaited", task)
    print(future.cancelled(), task.cancelled(), task.cancelling())


async def catches(first, second, third):
    await first
    try:
        await second
    except asyncio.CancelledError:
        print("caught")
    return await third


@behaviour
async def a_task_may_swallow_its_cancel():
    first, second, third = (asyncio.get_running_loop().create_future() for _ in range(3))
    task = asyncio.create_task(catches(first, second, third))
    await asyncio.sleep(0)
    first.set_result(None)
    await asyncio.sleep(0)
    task.cancel()
    print(first.cancelled(), second.cancelled(), third.done())
    await asyncio.sleep(0)
    third.set_result(42)
    await tell_await("awaited", task)
    print(task.cancelled(), task.cancelling())


async def awaits_another_once_cancelled(other):
    asyncio.current_task().cancel()
    await other


@behaviour
async def a_cancel_of_oneself_goes_to_what_is_awaited_next():
    future = asyncio.get_running_loop().create_future()
    nested = asyncio.create_task(waits_for(future))
    await asyncio.sleep(0)
    task = asyncio.create_task(awaits_another_once_cancelled(nested))
    await tell_await("awaited", task)
    print(task.cancelled(), nested.cancelled(), future.cancelled())


async def cancels_itself_and_returns():
    asyncio.current_task().cancel("at the end")
    return 12


@behaviour
async def a_cancel_at_the_very_end_still_counts():
    task = asyncio.create_task(cancels_itself_and_returns())
    await tell_await("awaited", task)
    print(task.cancelled(), task.cancel())


async def leaves(error):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise error


async def cancels_one_that_leaves():
    task = asyncio.create_task(leaves(SystemExit("bye")))
    await asyncio.sleep(0)
    task.cancel()
    await task


@behaviour
def an_exit_during_a_cancel_leaves_the_loop():
    tell("run", asyncio.run, cancels_one_that_leaves())


async def inner(future):
    try:
        await future
    except asyncio.CancelledError:
        print("inner")
        raise


async def outer(future):
    try:
        await inner(future)
    except asyncio.CancelledError:
        print("outer")


@behaviour
async def a_cancel_goes_up_through_coroutines():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(outer(future))
    await asyncio.sleep(0)
    task.cancel()
    await tell_await("awaited", task)
    print(future.cancelled())


async def waits_for_a_task_of(future):
    await asyncio.wait([named(waits_for(future), "inner")])


@behaviour
async def wait_hands_no_cancel_on():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for_a_task_of(future))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await tell_await("awaited", task)
    print(future.done())
    future.set_result(None)
    await asyncio.sleep(0)


@behaviour
async def a_sleeping_task_is_woken_by_cancel():
    task = asyncio.create_task(asyncio.sleep(5000))
    asyncio.get_running_loop().call_later(0.1, task.cancel)
    await tell_await("awaited", task)
    print(now())


def cancels(task, cancelled, _):
    cancelled.append(task.cancel())


@behaviour
async def a_gather_whose_children_are_done_refuses_its_cancel():
    future = asyncio.get_running_loop().create_future()
    gathered = asyncio.gather(waits_for(future))
    await asyncio.sleep(0)
    cancelled = []
    future.set_result(42)
    await asyncio.sleep(0)
    cancels(gathered, cancelled, None)
    await tell_await("awaited", gathered)
    print(cancelled, gathered.cancelled())


async def gathers_for_ever():
    while True:
        await asyncio.gather(asyncio.sleep(0.05), return_exceptions=True)


@behaviour
async def a_cancel_gets_through_gathers_that_return_exceptions():
    for message in None, "my message":
        task = asyncio.create_task(gathers_for_ever())
        await asyncio.sleep(0.22)
        task.cancel(message)
        await tell_await("awaited", task)
        print(now())


@behaviour
async def cancel_during_the_turn_that_ends_it_comes_too_late():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for(future))
    await asyncio.sleep(0)
    future.set_result("in time")
    await asyncio.sleep(0)
    print(task.done(), task.cancel())
    await tell_await("awaited", task)
