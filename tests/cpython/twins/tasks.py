async def returns(value):
    return value


async def fails(text):
    raise ValueError(text)


async def waits_for(future):
    return await future


async def sleeps(seconds):
    await asyncio.sleep(seconds)
    return seconds


@behaviour
async def a_task_tells_its_result_and_its_state():
    task = named(returns("ok"), "t")
    print(task.done(), task.get_name())
    await tell_await("awaited", task)
    print(task.done(), task.cancelled(), task.cancelling())
    tell("result", task.result)
    tell("exception", task.exception)
    tell("cancel", task.cancel)


@behaviour
async def a_task_without_a_name_has_a_number():
    print(asyncio.create_task(returns(1)).get_name())
    print(asyncio.create_task(returns(2)).get_name())
    await asyncio.sleep(0)


@behaviour
async def a_task_prints_what_it_waits_for():
    future = asyncio.get_running_loop().create_future()
    task = named(waits_for(future), "t")
    print(task)
    await asyncio.sleep(0)
    print(task)
    print(future)
    task.cancel()
    print(task)
    await asyncio.sleep(0)
    print(task)


@behaviour
async def a_done_task_prints_its_outcome():
    good, bad = named(returns("abc"), "good"), named(fails("no"), "bad")
    await asyncio.sleep(0)
    print(good)
    print(bad)
    tell("exception", bad.exception)


@behaviour
async def results_go_up_through_coroutines():
    await tell_await("inner", returns(42))
    await tell_await("task", asyncio.create_task(returns(1000)))
    await tell_await("error", fails("up"))


@behaviour
async def a_coroutine_may_return_a_future_without_awaiting_it():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(returns(future))
    result = await task
    print(result is future, future.done())


@behaviour
async def a_task_knows_its_coroutine():
    coroutine = returns(1)
    task = asyncio.create_task(coroutine)
    print(task.get_coro() is coroutine)
    await task
    print(task.get_coro() is coroutine)


async def says_who_runs(first, second):
    me = asyncio.current_task()
    await first
    print(me.get_name(), asyncio.current_task() is me)
    second.set_result(None)


@behaviour
async def the_current_task_changes_with_the_step():
    loop = asyncio.get_running_loop()
    first, second, third = (loop.create_future() for _ in range(3))
    one = named(says_who_runs(first, second), "one")
    two = named(says_who_runs(second, third), "two")
    first.set_result(None)
    await asyncio.wait([one, two])
    print(asyncio.current_task() not in (one, two))


@behaviour
def there_is_no_current_task_without_a_loop():
    tell("current_task", asyncio.current_task)
    tell("all_tasks", asyncio.all_tasks)


def adds(numbers, number):
    numbers.append(number)


@behaviour
async def sleep_of_no_time_gives_way_once():
    numbers = []
    asyncio.get_running_loop().call_soon(adds, numbers, 1)
    print(numbers)
    numbers.append(await asyncio.sleep(0, result=10))
    print(numbers)


@behaviour
async def sleeps_add_up():
    print(await asyncio.sleep(0.05, "first"), now())
    print(await asyncio.sleep(0.05, "second"), now())


@behaviour
async def no_sleep_takes_nan_seconds():
    await tell_await("sleep", asyncio.sleep(float("nan")))
    await tell_await("task", asyncio.create_task(asyncio.sleep(float("nan"))))


@behaviour
async def ensure_future_makes_a_task_only_of_what_is_no_future():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(returns(1))
    print(asyncio.ensure_future(future) is future, asyncio.ensure_future(task) is task)
    made = asyncio.ensure_future(returns(2))
    print(made.done(), await made)
    await task


@behaviour
async def a_tasks_outcome_is_its_coroutines():
    task = asyncio.create_task(returns("ko"))
    tell("set_result", task.set_result, "ok")
    tell("set_exception", task.set_exception, ValueError())
    await tell_await("task", task)


@behaviour
async def an_exception_nobody_looked_at_is_told_of():
    task = named(fails("alone"), "t")
    await asyncio.sleep(0)
    print(task.done())


@behaviour
async def an_exception_is_not_told_of_after_a_cancel():
    task = named(fails("alone"), "t")
    await asyncio.sleep(0.05)
    tell("cancel", task.cancel)


@behaviour
async def an_exception_keeps_its_cause():
    try:
        try:
            await fails("first")
        except ValueError as error:
            raise OSError("second") from error
    except OSError as error:
        print(repr(error), "from", repr(error.__cause__))


async def many(width, depth):
    if depth:
        await asyncio.gather(*(many(width, depth - 1) for _ in range(width)))


@behaviour
async def a_gather_within_gathers_makes_a_task_of_each():
    await many(5, 4)
    print(asyncio.create_task(returns(0)).get_name())
    await asyncio.sleep(0)


async def down(depth):
    return 0 if depth == 0 else 1 + await down(depth - 1)


@behaviour
async def a_chain_of_awaits_is_one_task():
    print(await down(20))
    print(asyncio.create_task(returns(0)).get_name())
    await asyncio.sleep(0)
