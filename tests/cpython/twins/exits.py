"""GeneratorExit and StopIteration on their way through coroutines that await one another."""


def throw(coroutine, exception):
    try:
        coroutine.throw(exception)
    except StopIteration as stop:
        print("throw returned", repr(stop.value))
    except BaseException as error:
        print("throw raised", repr(error))
    else:
        print("throw yielded")


# ---------------------------------------------------------------- GeneratorExit

HOWS = (
    "raises it again",
    "returns",
    "raises another",
    "waits",
    "waits, and returns",
    "waits, and raises another",
    "waits below",
    "waits twice",
    "waits on and on",
)


async def fails_with(exception):
    await asyncio.sleep(1)
    raise exception


async def sleeps_and_tells(label):
    try:
        await asyncio.sleep(1)
        print(label, "slept")
    except BaseException as error:
        print(label, repr(error))
        raise


async def handles_exit(how):
    if how == "returns":
        return "returned"
    if how == "raises another":
        raise ValueError("another")
    if how == "waits":
        await sleeps_and_tells("cleanup")
    if how == "waits, and returns":
        try:
            await asyncio.sleep(1)
        except BaseException as error:
            print("again", repr(error))
        return "waited"
    if how == "waits, and raises another":
        try:
            await asyncio.sleep(0)
        except BaseException as error:
            print("again", repr(error))
            raise ValueError("another")
    if how == "waits twice":
        try:
            await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0)
    if how == "waits below":
        await finishes(sleeps_and_tells("below"))
    return None


async def finishes(coroutine):
    try:
        return await coroutine
    except BaseException as error:
        print("finishes", repr(error))
        await sleeps_and_tells("finish")


async def innermost(how, future):
    try:
        return await future
    except BaseException as error:
        print("innermost", repr(error))
        for _ in range(4 if how == "waits on and on" else 0):
            try:
                await asyncio.sleep(1)
            except GeneratorExit:
                pass
        if (result := await handles_exit(how)) is not None:
            return result
        raise


async def middle(how, future):
    try:
        print("middle got", await innermost(how, future))
    except BaseException as error:
        print("middle", repr(error))
        raise
    finally:
        print("middle ends")


async def outer(how, future):
    try:
        await middle(how, future)
    except BaseException as error:
        print("outer", repr(error))
        raise


async def outer_that_waits(how, future):
    try:
        await middle(how, future)
    except BaseException as error:
        print("outer", repr(error))
    await asyncio.sleep(1)
    return "waited"


@behaviour
async def one_that_is_closed_first_closes_what_it_awaits():
    for how in HOWS:
        print("-", how)
        for coroutine in middle, outer, outer_that_waits:
            one = coroutine(how, asyncio.get_running_loop().create_future())
            one.send(None)
            tell("close", one.close)
            tell("close again", one.close)


@behaviour
async def a_generator_exit_thrown_into_one_first_closes_what_it_awaits():
    for how in HOWS:
        print("-", how)
        one = outer(how, asyncio.get_running_loop().create_future())
        one.send(None)
        throw(one, GeneratorExit("thrown"))
        two = outer_that_waits(how, asyncio.get_running_loop().create_future())
        two.send(None)
        throw(two, GeneratorExit("thrown"))
        throw(two, ValueError("v"))


@behaviour
async def a_task_that_failed_with_generator_exit_ends_what_awaits_it():
    for how in HOWS:
        print("-", how)
        failing = named(fails_with(GeneratorExit("failed")), "failing")
        one = named(outer(how, failing), "one")
        two = named(outer_that_waits(how, failing), "two")
        await asyncio.wait([one, two])
        tell("one", one.exception)
        tell("two", two.result)
        print(now())


async def swallows_in_a_block(future):
    async with asyncio.timeout(9):
        try:
            await future
        except GeneratorExit as error:
            print("block", repr(error))
    print("after the block")
    await asyncio.sleep(1)


async def swallows_in_a_group(future):
    async with asyncio.TaskGroup():
        try:
            async with asyncio.timeout(9):
                await future
        except GeneratorExit as error:
            print("block", repr(error))
    print("after the block")
    return 5


async def waits_in_a_block(future):
    async with asyncio.timeout(9):
        try:
            await future
        except GeneratorExit as error:
            print("block", repr(error))
            await sleeps_and_tells("in the block")


async def awaits(coroutine, future):
    try:
        print("got", await coroutine(future))
    except BaseException as error:
        print("around", repr(error))
        raise


async def throws_into(coroutine):
    task = named(coroutine, "t")
    await asyncio.sleep(0)
    throw(coroutine, GeneratorExit("thrown"))
    task.cancel()
    await tell_await("task", task)


@behaviour
async def a_block_is_part_of_the_coroutine_around_it():
    loop = asyncio.get_running_loop()
    for coroutine in swallows_in_a_block, swallows_in_a_group, waits_in_a_block:
        await throws_into(awaits(coroutine, loop.create_future()))
        await throws_into(coroutine(loop.create_future()))


async def awaits_with_a_timeout(future):
    return await asyncio.wait_for(future, 1)


async def cleans_up(future):
    try:
        await asyncio.sleep(1)
    finally:
        print("cleanup got", await awaits_with_a_timeout(future))


@behaviour
async def what_runs_in_a_close_awaits_as_ever():
    future = asyncio.get_running_loop().create_future()
    future.set_result("result")

    one = awaits(cleans_up, future)
    one.send(None)
    tell("close", one.close)


# ---------------------------------------------------------------- StopIteration


async def stops_in_a_timeout(text):
    async with asyncio.timeout(1):
        raise StopIteration(text)


async def stops_in_a_group(text):
    async with asyncio.TaskGroup():
        raise StopIteration(text)


async def catches_it_around_a_timeout(text):
    try:
        async with asyncio.timeout(1):
            async with asyncio.timeout(1):
                raise StopIteration(text)
    except StopIteration as stop:
        print("caught", repr(stop))
    return "went on"


async def raises_it_again_in_a_timeout(text):
    try:
        raise StopIteration(text)
    except StopIteration:
        async with asyncio.timeout(1):
            raise


async def awaits_one_that_stops(text):
    async with asyncio.timeout(1):
        await stops_in_a_timeout(text)


@behaviour
async def a_stop_iteration_gets_out_of_a_block_but_of_no_coroutine():
    for coroutine in (
        stops_in_a_timeout,
        stops_in_a_group,
        catches_it_around_a_timeout,
        raises_it_again_in_a_timeout,
        awaits_one_that_stops,
    ):
        await tell_await("awaited", coroutine("value"))
        await tell_await("task", named(coroutine("value"), "t"))
