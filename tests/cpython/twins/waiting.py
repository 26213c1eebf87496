def new_future():
    return asyncio.get_running_loop().create_future()


async def returns(value):
    return value


async def sleeps(seconds, value):
    await asyncio.sleep(seconds)
    return value


async def fails(seconds, text):
    await asyncio.sleep(seconds)
    raise ValueError(text)


async def swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return 42


async def ends_slowly():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.sleep(0.5)
        print("cleaned up", now())
        raise


async def fails_to_clean_up():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise OSError("in cleanup")


async def swallows_twice():
    for _ in range(2):
        try:
            await asyncio.sleep(0.3)
        except asyncio.CancelledError:
            print("swallowed", now())
    await asyncio.sleep(0.3)
    return 42


# ---------------------------------------------------------------- wait_for


@behaviour
async def wait_for_waits_until_the_cancelled_task_has_ended():
    for seconds in 0.1, 0:
        task = asyncio.create_task(ends_slowly())
        await asyncio.sleep(0)
        await tell_await("wait_for", asyncio.wait_for(task, seconds))
        print(task.cancelled(), now())


@behaviour
async def wait_for_without_time_looks_once():
    done = new_future()
    done.set_result("done")
    await tell_await("done", asyncio.wait_for(done, 0))
    await tell_await("never begun", asyncio.wait_for(returns(1), 0))
    for seconds in 0, -1:
        task = asyncio.create_task(sleeps(10, "late"))
        await asyncio.sleep(0)
        await tell_await("begun", asyncio.wait_for(task, seconds))
        print(task.cancelled(), now())


@behaviour
async def wait_for_without_limit_is_an_await():
    await tell_await("None", asyncio.wait_for(returns("done"), None))


@behaviour
async def wait_for_leaves_alone_what_is_shielded():
    for seconds in 0, 0.5, None:
        task = asyncio.create_task(sleeps(1, "done"))
        between = asyncio.shield(task)
        await tell_await("wait_for", asyncio.wait_for(between, seconds))
        print(between.cancelled(), task.done(), now())
        await tell_await("task", task)
        print(now())


@behaviour
async def wait_for_gives_what_came_in_time():
    future = new_future()
    asyncio.get_running_loop().call_later(0.1, future.set_result, "ok")
    await tell_await("future", asyncio.wait_for(future, 0.2))
    print(now())


@behaviour
async def wait_for_gives_what_a_swallowed_cancel_returns():
    await tell_await("swallows", asyncio.wait_for(swallows(), 0.1))
    print(asyncio.current_task().cancelling())


@behaviour
async def wait_for_raises_what_the_cleanup_raises():
    await tell_await("wait_for", asyncio.wait_for(fails_to_clean_up(), 0.1))


@behaviour
async def wait_for_can_itself_be_cancelled():
    inner = asyncio.create_task(swallows_twice())
    waiting = asyncio.create_task(asyncio.wait_for(inner, 0.1))
    waiting.cancel()
    await tell_await("waiting", waiting)
    await tell_await("inner", inner)
    print(now())


@behaviour
async def cancelling_wait_for_cancels_what_it_waits_for():
    for seconds in None, 60:
        inner = asyncio.create_task(sleeps(10, "late"))
        waiting = asyncio.create_task(asyncio.wait_for(inner, seconds))
        asyncio.get_running_loop().call_soon(waiting.cancel)
        await tell_await("waiting", waiting)
        print(inner.cancelled())


async def waits_and_sleeps():
    await asyncio.wait_for(returns(1), 100)
    await asyncio.sleep(1)
    print("not reached")


@behaviour
async def a_cancel_after_wait_for_is_not_lost():
    task = asyncio.create_task(waits_and_sleeps())
    await asyncio.sleep(0)
    print(task.done())
    task.cancel()
    await tell_await("task", task)


# -------------------------------------------------------------------- wait


def numbers(tasks, of):
    return [of.index(task) for task in of if task in tasks]


@behaviour
async def wait_takes_what_ends_before_it_looks():
    a = asyncio.create_task(asyncio.sleep(0))
    b = asyncio.create_task(sleeps(0, "b"))
    both = [b, a]
    done, pending = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    print(numbers(done, both), numbers(pending, both))


@behaviour
async def wait_again_takes_no_time():
    both = [asyncio.create_task(sleeps(0.1, 1)), asyncio.create_task(sleeps(0.15, 2))]
    for _ in range(2):
        done, pending = await asyncio.wait(both)
        print(numbers(done, both), numbers(pending, both), now())


@behaviour
async def wait_counts_one_that_comes_twice_once():
    task = asyncio.create_task(returns("t"))
    done, pending = await asyncio.wait([task, task, asyncio.create_task(returns("u"))])
    print(len(done), len(pending))


@behaviour
async def wait_of_nothing_is_refused():
    await tell_await("wait", asyncio.wait([]))


@behaviour
async def wait_stops_at_an_exception():
    three = [
        asyncio.create_task(coroutine)
        for coroutine in (sleeps(10, 1), fails(0.1, "f"), sleeps(0.1, 2))
    ]
    done, pending = await asyncio.wait(three, return_when=asyncio.FIRST_EXCEPTION)
    print(numbers(done, three), numbers(pending, three), now())
    tell("exception", three[1].exception)


@behaviour
async def wait_stops_at_an_exception_that_is_there_already():
    both = [asyncio.create_task(sleeps(10, 1)), asyncio.create_task(fails(0, "f"))]
    for seconds in 0, 1:
        done, pending = await asyncio.wait(both, return_when=asyncio.FIRST_EXCEPTION)
        print(numbers(done, both), numbers(pending, both), now())
        await asyncio.sleep(seconds)
    tell("exception", both[1].exception)


@behaviour
async def wait_for_all_takes_an_exception_as_done():
    both = [asyncio.create_task(sleeps(0.15, 1)), asyncio.create_task(fails(0.1, "f"))]
    for _ in range(2):
        done, pending = await asyncio.wait(both)
        print(numbers(done, both), numbers(pending, both), now())
        tell("exception", both[1].exception)


@behaviour
async def wait_stops_at_its_timeout():
    both = [asyncio.create_task(sleeps(0.1, 1)), asyncio.create_task(sleeps(0.15, 2))]
    for seconds in 0.1, 0, 0.02:
        done, pending = await asyncio.wait(both, timeout=seconds)
        print(numbers(done, both), numbers(pending, both), now())


# ------------------------------------------------------------ as_completed


@behaviour
async def as_completed_gives_the_first_result_to_who_awaits_first():
    a, b = asyncio.as_completed([sleeps(0.05, "a"), sleeps(0.1, "b")])
    print(await b, now(), await a, now())


@behaviour
async def as_completed_counts_one_that_comes_twice_once():
    task = asyncio.create_task(returns("ham"))
    for each in asyncio.as_completed([task, task, asyncio.create_task(returns("spam"))]):
        print(await each)


@behaviour
async def as_completed_may_be_left_and_gone_on_with():
    each = iter(asyncio.as_completed([sleeps(n, n) for n in range(4)]))
    print(await next(each), await next(each))
    await asyncio.sleep(1.5)
    print(await next(each), now())
    print(await next(each), now())
    print(next(each, None))


@behaviour
async def a_cancelled_wait_of_as_completed_uses_up_its_turn():
    a, b = new_future(), new_future()
    each = iter(asyncio.as_completed([a, b]))
    waiter = asyncio.create_task(next(each))
    await asyncio.sleep(0)
    waiter.cancel()
    await tell_await("waiter", waiter)
    a.set_result("a")
    b.set_result("b")
    for left in each:
        await tell_await("next", left)


@behaviour
async def as_completed_raises_timeout_errors():
    tasks = [asyncio.create_task(sleeps(n, n)) for n in (0.1, 0.15, 0.2)]
    for each in asyncio.as_completed(tasks, timeout=0.12):
        await tell_await("next", each)
    print(now(), [task.done() for task in tasks])


@behaviour
async def a_timeout_of_as_completed_may_be_unused():
    for each in asyncio.as_completed([sleeps(0.01, "a")], timeout=1):
        await tell_await("next", each)
    print(now())


@behaviour
async def as_completed_of_nothing_gives_nothing():
    print(next(iter(asyncio.as_completed([])), None))


# ---------------------------------------------------------------- timeouts


async def body(seconds):
    await asyncio.sleep(seconds)
    return "slept"


async def within(timeout, coroutine):
    async with timeout:
        return await coroutine


def tell_timeout(timeout):
    when = timeout.when()
    print(timeout.expired(), None if when is None else float(when))


@behaviour
async def timeouts_tell_when_they_are_and_whether_they_struck():
    for timeout in (
        asyncio.timeout(0.01),
        asyncio.timeout_at(now() + 0.5),
        asyncio.timeout(10),
        asyncio.timeout(None),
        asyncio.timeout_at(None),
        asyncio.timeout(0),
        asyncio.timeout(-11),
    ):
        await tell_await("within", within(timeout, body(1)))
        tell_timeout(timeout)


@behaviour
async def a_timeout_of_no_time_strikes_a_bare_yield():
    for seconds in 0, -11:
        await tell_await("within", within(asyncio.timeout(seconds), asyncio.sleep(0)))


@behaviour
async def a_timeout_lets_other_errors_through():
    timeout = asyncio.timeout(1)
    await tell_await("within", within(timeout, fails(0, "foreign")))
    tell_timeout(timeout)


@behaviour
async def an_error_during_the_cleanup_goes_before_the_timeout():
    timeout = asyncio.timeout(0.01)
    await tell_await("within", within(timeout, fails_to_clean_up()))
    tell_timeout(timeout)
    print(asyncio.current_task().cancelling())


@behaviour
async def of_two_timeouts_of_one_deadline_the_outer_one_raises():
    outer, inner = asyncio.timeout_at(1), asyncio.timeout_at(1)
    await tell_await("outer", within(outer, within(inner, body(10))))
    tell_timeout(outer)
    tell_timeout(inner)


async def blocks():
    time.sleep(0.1)
    await asyncio.sleep(1)


async def tells_of(coroutine):
    await tell_await("inner", coroutine)


async def tells_of_blocking(seconds):
    await tells_of(within(asyncio.timeout(seconds), blocks()))


@behaviour
async def a_loop_that_was_busy_strikes_both_timeouts():
    await tell_await(
        "outer", within(asyncio.timeout(0.002), tells_of_blocking(0.01))
    )
    print(now())


async def goes_on_after_a_timeout():
    await tells_of_blocking(0.01)
    await asyncio.sleep(10)


@behaviour
async def what_follows_an_inner_timeout_is_struck_by_the_outer_one():
    await tell_await("outer", within(asyncio.timeout(0.15), goes_on_after_a_timeout()))
    print(now())


async def cancels_itself():
    asyncio.current_task().cancel("foreign")
    await asyncio.sleep(10)


@behaviour
async def a_foreign_cancel_is_no_timeout():
    timeout = asyncio.timeout(10)
    task = asyncio.create_task(within(timeout, cancels_itself()))
    await tell_await("task", task)
    tell_timeout(timeout)
    print(task.cancelled(), task.cancelling())


async def waits_after_a_cancel(coroutine):
    try:
        await cancels_itself()
    except asyncio.CancelledError:
        print("cancelled", asyncio.current_task().cancelling())
    await tell_await("cleanup", coroutine)
    print(asyncio.current_task().cancelling())


@behaviour
async def a_timeout_works_in_a_task_that_was_cancelled():
    task = asyncio.create_task(waits_after_a_cancel(within(asyncio.timeout(0), body(1))))
    await tell_await("task", task)


@behaviour
async def a_cancel_works_in_a_timeout_in_a_task_that_was_cancelled():
    task = asyncio.create_task(
        waits_after_a_cancel(within(asyncio.timeout(1), cancels_itself()))
    )
    await tell_await("task", task)


@behaviour
async def a_timeout_is_moved_and_lifted():
    timeout = asyncio.timeout_at(10)
    task = asyncio.create_task(within(timeout, body(50)))
    await asyncio.sleep(0)
    tell_timeout(timeout)
    timeout.reschedule(20)
    tell_timeout(timeout)
    timeout.reschedule(None)
    tell_timeout(timeout)
    await asyncio.sleep(30)
    print(task.done())
    timeout.reschedule(now() - 5)
    await tell_await("task", task)
    print(now())


async def enters_again(timeout):
    await tell_await("again", within(timeout, body(0)))


@behaviour
async def a_timeout_is_entered_once():
    timeout = asyncio.timeout(1)
    tell("early", timeout.reschedule, 2)
    await within(timeout, enters_again(timeout))
    await enters_again(timeout)
    tell("finished", timeout.reschedule, 2)
    struck = asyncio.timeout(0)
    await tell_await("struck", within(struck, body(1)))
    tell("expired", struck.reschedule, 2)


async def tells_while_expiring(timeout):
    await tell_await("body", body(1))
    tell("expiring", timeout.reschedule, 2)


@behaviour
async def an_expiring_timeout_cannot_be_moved():
    timeout = asyncio.timeout(0.01)
    await tell_await("within", within(timeout, tells_while_expiring(timeout)))
