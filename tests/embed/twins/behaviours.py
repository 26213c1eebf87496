# What behaviours.js does, in Python: each function prints what it sees.
import asyncio


def name_of(error):
    return f"{type(error).__name__}: {error}"


def say(label, *values):
    print(label, *("None" if value is None else value for value in values))


def attempt(label, function, *args):
    try:
        say(label, function(*args))
    except BaseException as error:
        say(label, "raised", name_of(error))


async def observe(label, awaitable):
    try:
        say(label, await awaitable)
    except BaseException as error:
        say(label, "raised", name_of(error))


def state(label, task):
    say(label, str(task.done()).lower(), str(task.cancelled()).lower(), task.cancelling())


async def work(seconds, result):
    await asyncio.sleep(seconds)
    return result


async def fail(seconds, text):
    await asyncio.sleep(seconds)
    raise ValueError(text)


async def stubborn(seconds, result):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError as error:
        say("kept on after", name_of(error))
    return result


async def tidy(label, seconds):
    try:
        await asyncio.sleep(100)
    finally:
        say(label, "tidies up")
        await asyncio.sleep(seconds)
        say(label, "is tidy")


async def cancel_before_the_first_step():
    task = asyncio.create_task(work(1, 1))
    say("cancel", str(task.cancel("early")).lower())
    await observe("task", task)
    state("state", task)
    say("again", str(task.cancel()).lower())


async def cancel_is_swallowed():
    task = asyncio.create_task(stubborn(10, "kept"))
    await asyncio.sleep(1)
    task.cancel("please")
    await observe("task", task)
    state("state", task)


async def cancel_counts():
    task = asyncio.create_task(stubborn(10, "kept"))
    await asyncio.sleep(0)
    task.cancel("one")
    task.cancel("two")
    say("cancelling", task.cancelling())
    say("uncancel", task.uncancel(), task.uncancel(), task.uncancel())
    await observe("task", task)


async def uncancel_before_the_first_step():
    task = asyncio.create_task(work(1, "done"))
    task.cancel()
    say("uncancel", task.uncancel())
    await observe("task", task)


async def cancel_in_finally():
    task = asyncio.create_task(tidy("t", 5))
    await asyncio.sleep(0)
    task.cancel("first")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("second")
    await observe("task", task)


async def cancel_oneself():
    async def inner():
        say("self", str(asyncio.current_task().cancel("me")).lower())
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            say("delivered", name_of(error))
            raise

    async def returns():
        asyncio.current_task().cancel("me")
        return "too late"

    await observe("inner", asyncio.create_task(inner()))
    await observe("returns", asyncio.create_task(returns()))


async def cancel_goes_down_the_chain():
    inner = asyncio.create_task(tidy("inner", 1))

    async def outer():
        await inner

    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("down")
    await observe("outer", task)
    state("inner", inner)


async def a_cancel_becomes_another_error():
    async def turns():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError("instead")

    task = asyncio.create_task(turns())
    await asyncio.sleep(1)
    task.cancel()
    await observe("task", task)
    state("state", task)


async def one_of_two_waiters_is_cancelled():
    future = asyncio.get_running_loop().create_future()
    shared = asyncio.create_task(work(2, "shared"))

    async def waits(label, on):
        await observe(label, on)

    first = asyncio.create_task(waits("first", asyncio.shield(shared)))
    second = asyncio.create_task(waits("second", shared))
    third = asyncio.create_task(waits("third", future))
    await asyncio.sleep(1)
    first.cancel()
    future.cancel("gone")
    await asyncio.wait([first, second, third])


async def shield_lets_the_inner_go_on():
    inner = asyncio.create_task(work(3, "inner"))
    outer = asyncio.shield(inner)
    await asyncio.sleep(1)
    say("cancel", str(outer.cancel("outer")).lower())
    await observe("outer", outer)
    await observe("inner", inner)
    await observe("of a cancelled one", asyncio.shield(cancelled_one()))
    await observe("of a failing one", asyncio.shield(fail(1, "f")))


async def cancelled_one():
    asyncio.current_task().cancel("by itself")
    await asyncio.sleep(0)


async def wait_for_in_time_and_not():
    await observe("in time", asyncio.wait_for(work(1, "r"), 2))
    await observe("at the same time", asyncio.wait_for(work(2, "r"), 2))
    await observe("too late", asyncio.wait_for(work(3, "r"), 2))
    await observe("no limit", asyncio.wait_for(work(3, "r"), None))
    await observe("fails", asyncio.wait_for(fail(1, "f"), 2))
    say("time", int(asyncio.get_running_loop().time()) > 0)


async def wait_for_nothing():
    done = asyncio.create_task(work(0, "done"))
    await asyncio.sleep(1)
    await observe("done, 0", asyncio.wait_for(done, 0))
    await observe("done, -1", asyncio.wait_for(done, -1))
    pending = asyncio.create_task(work(5, "pending"))
    await observe("pending, 0", asyncio.wait_for(pending, 0))
    state("pending", pending)
    await observe("coroutine, 0", asyncio.wait_for(work(0, "c"), 0))


async def wait_for_one_that_keeps_on():
    await observe("stubborn", asyncio.wait_for(stubborn(10, "kept"), 1))
    await observe("tidy", asyncio.wait_for(tidy("t", 3), 1))

    async def turns():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError("instead")

    await observe("turns", asyncio.wait_for(turns(), 1))


async def wait_for_is_cancelled():
    inner = asyncio.create_task(tidy("inner", 1))

    async def outer():
        await asyncio.wait_for(inner, 10)

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel("outside")
    await observe("outer", task)
    state("inner", inner)


async def gather_in_order():
    say("empty", len(await asyncio.gather()))
    say("results", *await asyncio.gather(work(3, "a"), work(1, "b"), work(2, "c")))
    task = asyncio.create_task(work(1, "same"))
    say("twice", *await asyncio.gather(task, task))


async def gather_fails_and_the_others_go_on():
    slow = asyncio.create_task(work(5, "slow"))
    await observe("gather", asyncio.gather(fail(2, "second"), fail(1, "first"), slow))
    await observe("slow", slow)


async def gather_returns_exceptions():
    one = asyncio.create_task(work(9, "never"))
    gathered = asyncio.gather(one, fail(1, "f"), work(2, "r"), return_exceptions=True)
    await asyncio.sleep(1)
    one.cancel("child")
    for each in await gathered:
        say("each", name_of(each) if isinstance(each, BaseException) else each)


async def gather_is_cancelled():
    children = [asyncio.create_task(tidy(label, 1)) for label in "ab"]
    gathered = asyncio.gather(*children)
    await asyncio.sleep(1)
    say("cancel", str(gathered.cancel("all")).lower())
    await observe("gather", gathered)
    for child in children:
        state("child", child)
    child = asyncio.create_task(work(9, "never"))
    gathered = asyncio.gather(child, work(1, "r"))
    await asyncio.sleep(0)
    child.cancel("only one")
    await observe("one child", gathered)


async def a_group_collects_errors():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(1, "a"))
            group.create_task(fail(1, "b"))
            group.create_task(tidy("t", 1))
            await asyncio.sleep(9)

    try:
        await body()
    except ExceptionGroup as error:
        say("group", name_of(error), *map(name_of, error.exceptions))


async def a_group_whose_body_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(tidy("t", 1))
            await asyncio.sleep(1)
            raise ValueError("body")
    except ExceptionGroup as error:
        say("group", name_of(error), *map(name_of, error.exceptions))


async def a_group_is_cancelled_from_outside():
    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(tidy("t", 2))
            await asyncio.sleep(50)

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel("outside")
    await observe("task", task)
    state("state", task)


async def a_child_of_a_group_cancels_itself():
    async with asyncio.TaskGroup() as group:
        child = group.create_task(cancelled_one())
        other = group.create_task(work(1, "other"))
    state("child", child)
    say("other", other.result())


async def groups_nest():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(tidy("outer", 1))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail(1, "deep"))
    except ExceptionGroup as error:
        say("outer", name_of(error), *map(name_of, error.exceptions))
        say("inner", *map(name_of, error.exceptions[0].exceptions))


async def as_they_are_completed():
    for each in asyncio.as_completed([work(3, "c"), work(1, "a"), fail(2, "b")]):
        await observe("next", each)
    for each in asyncio.as_completed([work(3, "late"), work(1, "early")], timeout=2):
        await observe("next", each)


async def timeouts_nest():
    async def limited(outer, inner, seconds):
        try:
            async with asyncio.timeout(outer):
                try:
                    async with asyncio.timeout(inner):
                        await asyncio.sleep(seconds)
                        return "in time"
                except TimeoutError as error:
                    return "inner " + name_of(error)
        except TimeoutError as error:
            return "outer " + name_of(error)

    for limits in (3, 2, 1), (3, 2, 5), (1, 2, 5), (0, 2, 5), (2, 2, 5), (None, None, 1):
        say("limits", await limited(*limits))


async def a_timeout_whose_cancel_is_swallowed():
    try:
        async with asyncio.timeout(1) as timeout:
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError as error:
                say("swallowed", name_of(error))
            say("expired", str(timeout.expired()).lower())
        say("left", asyncio.current_task().cancelling())
        await asyncio.sleep(1)
        say("goes on")
    except TimeoutError:
        say("timeout")


async def a_timeout_and_a_cancel_together():
    async def limited():
        async with asyncio.timeout(1):
            await asyncio.sleep(5)

    task = asyncio.create_task(limited())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(1, task.cancel, "outside")
    await observe("task", task)
    state("state", task)


async def wait_until():
    async def count(seconds, errors, **options):
        tasks = [asyncio.create_task(work(each, each)) for each in seconds]
        tasks += [asyncio.create_task(fail(each, "f")) for each in errors]
        done, pending = await asyncio.wait(tasks, **options)
        say("done", len(done), len(pending))
        for task in pending:
            task.cancel()

    await count([1, 2, 3], [])
    await count([1, 2, 3], [], timeout=2)
    await count([1, 2, 3], [], timeout=0)
    await count([1, 2, 3], [], return_when="FIRST_COMPLETED")
    await count([1, 3], [2], return_when="FIRST_EXCEPTION")
    await count([1, 2], [], return_when="FIRST_EXCEPTION")
    await observe("empty", asyncio.wait([]))


async def futures_by_hand():
    future = asyncio.get_running_loop().create_future()
    attempt("result", future.result)
    attempt("exception", future.exception)
    future.add_done_callback(lambda done: say("called", done.result()))
    future.set_result("r")
    attempt("set", future.set_result, 2)
    attempt("cancel", lambda: str(future.cancel()).lower())
    say("before the callback")
    await asyncio.sleep(0)
    future.add_done_callback(lambda _: say("called at once?"))
    say("no")
    await asyncio.sleep(0)
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(ValueError("v"))
    attempt("exception", lambda: name_of(failed.exception()))
    await observe("failed", failed)
    cancelled = asyncio.get_running_loop().create_future()
    cancelled.cancel("c")
    attempt("result", cancelled.result)
    attempt("exception", cancelled.exception)
    attempt("set", cancelled.set_result, 1)


async def order_of_callbacks():
    loop = asyncio.get_running_loop()
    loop.call_soon(say, "soon 1")
    task = asyncio.create_task(work(0, "task"))
    loop.call_soon(say, "soon 2")
    loop.call_later(0, say, "later 0")
    loop.call_at(loop.time(), say, "at now")
    loop.call_later(2, say, "later 2")
    handle = loop.call_later(1, say, "never")
    handle.cancel()
    say("cancelled", str(handle.cancelled()).lower())
    await asyncio.sleep(0)
    say("after one turn")
    say(await task)
    await asyncio.sleep(2)
    say("end")


async def a_coroutine_is_closed():
    async def closable():
        try:
            await asyncio.sleep(9)
        finally:
            say("closed")

    not_begun = closable()
    not_begun.close()
    say("not begun")
    await observe("awaited", not_begun)
    task = asyncio.create_task(closable())
    await asyncio.sleep(0)
    await observe("used", task.get_coro())
    task.cancel()
    await observe("task", task)


async def awaiting_oneself():
    async def inner():
        await asyncio.current_task()

    try:
        await asyncio.create_task(inner())
    except RuntimeError as error:
        say(str(error).split(":")[0])


async def names_of_tasks():
    one = asyncio.create_task(work(0, 1))
    two = asyncio.create_task(work(0, 1), name="mine")
    say("names", one.get_name(), two.get_name(), asyncio.current_task().get_name())
    one.set_name(5)
    say("name", one.get_name())
    say("all", *(task.get_name() for task in sorted(asyncio.all_tasks(), key=lambda t: t.get_name())))
    await asyncio.wait([one, two])
    say("all", len(asyncio.all_tasks()))


async def an_error_is_the_same_object():
    error = ValueError("same")

    async def raises():
        raise error

    task = asyncio.create_task(raises())
    for _ in range(2):
        try:
            await task
        except ValueError as caught:
            say("same", str(caught is error).lower())
    say("exception", str(task.exception() is error).lower())


async def a_suspended_coroutine_is_closed():
    async def closable():
        try:
            await asyncio.sleep(9)
        finally:
            say("closed")

    async def ignores():
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(1)

    for function in closable, ignores:
        task = asyncio.create_task(function())
        await asyncio.sleep(0)
        attempt("close", task.get_coro().close)
        task.cancel()
        await observe("task", task)


async def what_is_awaited_is_closed_first():
    async def inner(how):
        try:
            await asyncio.sleep(9)
        finally:
            say("inner", how)
            if how == "waits":
                await asyncio.sleep(1)
            if how == "raises":
                raise ValueError("instead")

    async def outer(how):
        try:
            await inner(how)
        except (RuntimeError, ValueError) as error:
            say("outer", name_of(error))
        finally:
            say("outer ends")

    async def in_a_timeout(how):
        async with asyncio.timeout(3):
            await inner(how)

    for function in outer, in_a_timeout:
        for how in "ends", "waits", "raises":
            task = asyncio.create_task(function(how))
            await asyncio.sleep(0)
            attempt("close", task.get_coro().close)
            task.cancel()
            await observe("task", task)


async def what_nobody_handles_is_reported():
    def broken():
        raise ValueError("callback")

    asyncio.get_running_loop().call_soon(broken)
    asyncio.create_task(fail(1, "nobody retrieves it"))
    shielded = asyncio.create_task(fail(2, "shielded"))
    outer = asyncio.shield(shielded)
    await asyncio.sleep(1)
    outer.cancel()
    await observe("outer", outer)
    await asyncio.sleep(2)
    say("goes on")


async def a_timeout_is_moved():
    async def moved(by):
        async with asyncio.timeout(1) as timeout:
            timeout.reschedule(None if by is None else timeout.when() + by)
            try:
                await asyncio.sleep(3)
            finally:
                say("expired", str(timeout.expired()).lower())

    for by in None, 1, 5, -9:
        await observe("moved", moved(by))


async def a_gather_that_returns_exceptions_is_cancelled():
    child = asyncio.create_task(tidy("child", 1))
    gathered = asyncio.gather(child, fail(1, "f"), return_exceptions=True)
    await asyncio.sleep(0)
    say("cancel", str(gathered.cancel("all")).lower())
    await observe("gather", gathered)
    state("child", child)


async def giving_way():
    async def gives_way(label, times):
        for number in range(times):
            say(label, number)
            await asyncio.sleep(0)
        await asyncio.sleep(-1)
        say(label, "ends")

    await asyncio.gather(gives_way("a", 3), gives_way("b", 2))


async def a_group_that_is_cancelled_goes_on():
    async def outer():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(stubborn(50, "kept"))
                await asyncio.sleep(50)
        except asyncio.CancelledError as error:
            say("caught", name_of(error), asyncio.current_task().uncancel())
        await asyncio.sleep(1)
        return "went on"

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel("outside")
    await observe("task", task)
    state("state", task)
