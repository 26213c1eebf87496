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


async def waits_for(future):
    return await future


async def tells_its_end(seconds):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print("cancelled", now())
        raise


async def fails_in_cleanup(text):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise OSError(text)


# ------------------------------------------------------------------ gather


@behaviour
async def results_come_in_the_order_of_the_arguments():
    for return_exceptions in False, True:
        a, b, c = (new_future() for _ in range(3))
        gathered = asyncio.gather(a, b, c, return_exceptions=return_exceptions)
        b.set_result(1)
        a.set_result(2)
        await asyncio.sleep(0)
        print(gathered.done())
        c.set_result(3)
        await tell_await("gathered", gathered)


@behaviour
async def the_first_error_comes_out_at_once():
    a, b, c, d = (new_future() for _ in range(4))
    gathered = asyncio.gather(a, b, c, d)
    a.set_result(1)
    b.set_exception(ZeroDivisionError())
    await asyncio.sleep(0)
    print(gathered.done())
    tell("exception", gathered.exception)
    c.set_result(3)
    d.cancel()
    await asyncio.sleep(0)


@behaviour
async def errors_may_be_results():
    futures = [new_future() for _ in range(6)]
    a, b, c, d, e, f = futures
    gathered = asyncio.gather(*futures, return_exceptions=True)
    a.set_result(1)
    b.set_exception(ZeroDivisionError())
    c.cancel()
    await asyncio.sleep(0)
    print(gathered.done())
    d.set_result(3)
    e.cancel("message")
    f.set_exception(RuntimeError("f"))
    await tell_await("gathered", gathered)


@behaviour
async def a_cancelled_child_is_an_error():
    a, b, c = (new_future() for _ in range(3))
    gathered = asyncio.gather(a, b, c)
    a.set_result(1)
    b.cancel("b")
    await asyncio.sleep(0)
    print(gathered.done(), gathered.cancelled())
    tell("exception", gathered.exception)
    tell("result", gathered.result)
    c.set_result(3)


@behaviour
async def a_task_that_comes_often_is_one():
    task = asyncio.create_task(returns("abc"))
    other = asyncio.create_task(returns("def"))
    await tell_await("gathered", asyncio.gather(task, task, other, task))


@behaviour
async def a_gather_of_nothing_is_done():
    gathered = asyncio.gather()
    print(gathered.done())
    await tell_await("gathered", gathered)


@behaviour
def a_gather_takes_its_loop_from_its_futures():
    loop = asyncio.new_event_loop()
    a, b = loop.create_future(), loop.create_future()
    gathered = asyncio.gather(a, b)
    print(gathered.done())
    a.set_result(1)
    b.set_result(2)
    tell("run", loop.run_until_complete, gathered)
    loop.close()


@behaviour
def a_gather_of_two_loops_is_refused():
    one, two = asyncio.new_event_loop(), asyncio.new_event_loop()
    tell("gather", asyncio.gather, one.create_future(), two.create_future())
    one.close()
    two.close()


async def gathers(a, b):
    gathered = asyncio.gather(a, b)
    await gathered


@behaviour
async def cancel_goes_to_all_children():
    waiter = new_future()
    one, two = asyncio.create_task(waits_for(waiter)), asyncio.create_task(waits_for(waiter))
    task = asyncio.create_task(gathers(one, two))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(task.cancel())
    await tell_await("task", task)
    print(waiter.cancelled(), one.cancelled(), two.cancelled())


@behaviour
async def a_second_error_counts_as_looked_at():
    a, b = new_future(), new_future()
    await asyncio.sleep(0)
    task = asyncio.create_task(gathers(fails(1, "first"), fails(2, "second")))
    await tell_await("task", task)
    await asyncio.sleep(3)


# ------------------------------------------------------------------ shield


@behaviour
async def a_shield_stands_between_a_gather_and_its_canceller():
    a, b = new_future(), new_future()
    parent = asyncio.gather(a, b)
    outer = asyncio.shield(parent)
    await asyncio.sleep(0)
    outer.cancel()
    await asyncio.sleep(0)
    print(outer.cancelled())
    a.set_result(1)
    b.set_result(2)
    await asyncio.sleep(0)
    tell("parent", parent.result)


@behaviour
async def shields_within_a_gather_keep_the_children():
    a, b = new_future(), new_future()
    one, two = asyncio.shield(a), asyncio.shield(b)
    parent = asyncio.gather(one, two)
    parent.cancel("all")
    await asyncio.sleep(0)
    tell("parent", parent.exception)
    print(one.cancelled(), two.cancelled(), a.done(), b.done())
    a.set_result(1)
    b.set_result(2)
    await asyncio.sleep(0)


@behaviour
async def one_report_for_all_cancelled_shields():
    inner = new_future()
    for _ in range(3):
        outer = asyncio.shield(inner)
        await asyncio.sleep(0)
        outer.cancel()
        await asyncio.sleep(0)
    inner.set_exception(ValueError("foo"))
    await asyncio.sleep(0)


@behaviour
async def an_error_that_a_cancelled_shield_told_of_can_be_read():
    inner = new_future()
    outer = asyncio.shield(inner)
    print(inner, outer)
    outer.cancel()
    await asyncio.sleep(0)
    print(inner, outer)
    inner.set_exception(ValueError("foo"))
    await asyncio.sleep(0)
    print("told")
    tell("inner", inner.exception)


@behaviour
async def a_gather_hangs_nothing_on_its_own_future():
    outer = asyncio.gather(returns(1), returns(2))
    print(outer)
    await tell_await("outer", outer)


@behaviour
async def no_report_behind_a_cancelled_shield_without_an_error():
    for _ in range(2):
        inner = new_future()
        outer = asyncio.shield(inner)
        outer.cancel()
        await asyncio.sleep(0)
        inner.set_result(1) if _ else inner.cancel()
        await asyncio.sleep(0)
        print(outer.cancelled(), inner.cancelled())


async def shields(future):
    await asyncio.shield(waits_for(future))
    print("not reached")


@behaviour
async def a_shielded_coroutine_goes_on():
    future = new_future()
    task = asyncio.create_task(shields(future))
    await asyncio.sleep(0)
    task.cancel()
    await tell_await("task", task)
    print(future.done())
    future.set_result(None)
    await asyncio.sleep(0)


# --------------------------------------------------------------- TaskGroup


async def in_a_group(*coroutines, then=None):
    async with asyncio.TaskGroup() as group:
        for coroutine in coroutines:
            group.create_task(coroutine)
        if then:
            await then
    return "left"


@behaviour
async def a_group_waits_for_its_tasks():
    await tell_await("group", in_a_group(sleeps(0.1, 1), sleeps(0.2, 2)))
    print(now())


@behaviour
async def the_first_error_cancels_the_rest():
    await tell_await(
        "group", in_a_group(fails(0.1, "one"), tells_its_end(5), then=tells_its_end(10))
    )
    print(now(), asyncio.current_task().cancelling())


@behaviour
async def errors_of_one_turn_come_together():
    await tell_await(
        "group",
        in_a_group(fails(0.1, "one"), fails(0.1, "two"), fails(0.1, "three"), tells_its_end(5)),
    )


@behaviour
async def a_cancelled_group_cancels_its_tasks():
    for then in None, tells_its_end(10):
        task = asyncio.create_task(in_a_group(*map(tells_its_end, [5, 5]), then=then))
        await asyncio.sleep(0.1)
        task.cancel("outside")
        await tell_await("task", task)


@behaviour
async def errors_in_the_cleanup_of_a_cancelled_group_come_out():
    task = asyncio.create_task(
        in_a_group(fails_in_cleanup("a"), fails_in_cleanup("b"), then=asyncio.sleep(10))
    )
    await asyncio.sleep(0.1)
    task.cancel()
    await tell_await("task", task)
    print(task.cancelled(), task.cancelling())


@behaviour
async def an_error_of_the_body_cancels_the_tasks():
    for seconds in 0.1, 0:
        await tell_await(
            "group", in_a_group(tells_its_end(1), tells_its_end(2), then=fails(seconds, "body"))
        )


@behaviour
async def groups_within_groups_give_groups_within_groups():
    task = asyncio.create_task(
        in_a_group(then=in_a_group(fails_in_cleanup("deep"), then=asyncio.sleep(10)))
    )
    await asyncio.sleep(0.1)
    task.cancel()
    await tell_await("cancelled", task)
    await tell_await("outer", in_a_group(fails(0.1, "o"), then=in_a_group(fails(10, "i"))))
    await tell_await("inner", in_a_group(fails(10, "o"), then=in_a_group(fails(0.1, "i"))))


async def dies_slowly():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.sleep(0.5)
        raise


@behaviour
async def an_error_while_the_body_is_being_cancelled_comes_out():
    task = asyncio.create_task(in_a_group(fails(0.3, "soon"), then=dies_slowly()))
    await asyncio.sleep(0.1)
    task.cancel()
    await tell_await("task", task)
    print(now(), task.cancelled())


@behaviour
async def a_body_that_turns_its_cancel_into_an_error():
    task = asyncio.create_task(in_a_group(then=fails_in_cleanup("weird")))
    await asyncio.sleep(0.1)
    task.cancel()
    await tell_await("task", task)


@behaviour
async def errors_of_the_body_and_of_a_task_come_together():
    await tell_await("group", in_a_group(fails(0.1, "task"), then=fails_in_cleanup("body")))


async def interrupts_in_cleanup(error):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise error


async def tells_of_an_interrupt(error):
    await tell_await(
        "group", in_a_group(fails(0.1, "task"), then=interrupts_in_cleanup(error))
    )


@behaviour
async def an_interrupt_of_the_body_comes_out_alone():
    await tells_of_an_interrupt(KeyboardInterrupt())
    await tells_of_an_interrupt(BaseException("mine"))


class Spawner:
    def __init__(self):
        self.count = 0

    async def spawns(self, group):
        self.count += 1
        await asyncio.sleep(0.01)
        group.create_task(self.spawns(group))
        group.create_task(self.spawns(group))

    async def ends_it(self):
        while self.count < 10:
            await asyncio.sleep(0.015)
        raise ValueError("enough")


async def spawns_for_ever(spawner):
    async with asyncio.TaskGroup() as group:
        group.create_task(spawner.spawns(group))
        group.create_task(spawner.ends_it())


async def interrupts(error):
    await asyncio.sleep(1)
    raise error


@behaviour
def an_interrupt_of_a_task_leaves_the_loop_and_then_the_group():
    for error in KeyboardInterrupt("key"), SystemExit("exit"):
        loop = asyncio.new_event_loop()
        main = loop.create_task(in_a_group(interrupts(error), tells_its_end(5)))
        main.set_name("main")
        tell("first", loop.run_until_complete, main)
        print(main.done())
        tell("second", loop.run_until_complete, main)
        loop.close()


@behaviour
async def tasks_that_make_tasks_end_with_an_error():
    spawner = Spawner()
    await tell_await("group", spawns_for_ever(spawner))
    print(spawner.count, now())


async def creates_late(group):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        tell("late", group.create_task, returns(1))
        raise


async def creates_in_a_dying_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(creates_late(group))
        group.create_task(fails(0.001, "dies"))


async def enters(group):
    async with group:
        pass


@behaviour
async def a_group_takes_tasks_only_while_it_is_open():
    group = asyncio.TaskGroup()
    tell("early", group.create_task, returns(1))
    async with group:
        await tell_await("entered", enters(group))
    await tell_await("left", enters(group))
    tell("late", group.create_task, returns(1))
    await tell_await("dying", creates_in_a_dying_group())


async def third():
    raise ValueError("third")


async def second(group):
    group.create_task(third())
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("cancelled")
        raise


@behaviour
async def a_task_is_cancelled_that_made_one_that_fails():
    group = asyncio.TaskGroup()
    try:
        async with group:
            group.create_task(second(group))
    except ExceptionGroup as error:
        print(repr(error))
    await asyncio.sleep(0)
    print(asyncio.current_task().cancelling())


async def ends_in_an_error_and_sleeps():
    await tell_await("group", in_a_group(fails(0, "inner"), then=asyncio.sleep(1)))
    print("cancelling", asyncio.current_task().cancelling())
    await asyncio.sleep(1)
    print("not reached")


@behaviour
async def an_error_and_a_cancel_are_an_error_and_then_a_cancel():
    task = asyncio.create_task(ends_in_an_error_and_sleeps())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(task.cancelling(), task.cancel(), task.cancelling())
    await tell_await("task", task)
    print(task.cancelled())


async def within_groups(width, depth):
    if depth:
        async with asyncio.TaskGroup() as group:
            for _ in range(width):
                group.create_task(within_groups(width, depth - 1))


@behaviour
async def groups_within_groups_make_a_task_of_each():
    await within_groups(3, 3)
    print(asyncio.create_task(returns(0)).get_name())
    await asyncio.sleep(0)


async def outer_fails_too(outer):
    try:
        async with asyncio.TaskGroup() as inner:
            inner.create_task(fails(0, "inner"))
            outer.create_task(fails(0, "outer"))
    except ExceptionGroup as error:
        print(repr(error), asyncio.current_task().cancelling())


@behaviour
async def two_groups_that_fail_in_one_turn():
    outer = asyncio.TaskGroup()
    try:
        async with outer:
            await outer_fails_too(outer)
            print("cancelling", asyncio.current_task().cancelling())
    except ExceptionGroup as error:
        print(repr(error))
    print("cancelling", asyncio.current_task().cancelling())
