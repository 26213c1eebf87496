"""What the examples of asyncio's documentation show, in our own words: each is
a whole program of its own."""

import functools


async def says_after(seconds, text):
    await asyncio.sleep(seconds)
    print(text)
    return text


@behaviour
def coroutines_one_after_the_other_take_the_sum():
    async def main():
        print("started", now())
        await says_after(1, "hello")
        await says_after(2, "world")
        print("finished", now())

    asyncio.run(main())


@behaviour
def tasks_take_as_long_as_the_longest():
    async def main():
        first = asyncio.create_task(says_after(1, "hello"))
        second = asyncio.create_task(says_after(2, "world"))
        began = now()
        await first
        await second
        print(now() - began)

    asyncio.run(main())


@behaviour
def a_group_awaits_its_tasks():
    async def main():
        began = now()
        async with asyncio.TaskGroup() as group:
            first = group.create_task(says_after(1, "hello"))
            second = group.create_task(says_after(2, "world"))
            print("all of them are running")
        print(first.result(), second.result(), now() - began)

    asyncio.run(main())


async def factorial(name, number):
    product = 1
    for factor in range(2, number + 1):
        print(name, "multiplies by", factor)
        await asyncio.sleep(1)
        product *= factor
    print(name, "is done", product)
    return product


@behaviour
def gathered_factorials_take_turns():
    async def main():
        print(await asyncio.gather(factorial("A", 2), factorial("B", 3), factorial("C", 4)))

    asyncio.run(main())


async def waits_for_an_hour():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("cancelled within")
        raise
    finally:
        print("after the sleep")


@behaviour
def a_cancelled_task_says_so_to_who_awaits_it():
    async def main():
        task = asyncio.create_task(waits_for_an_hour())
        await asyncio.sleep(1)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled without")

    asyncio.run(main())


@behaviour
def wait_for_does_not_wait_for_ever():
    async def main():
        try:
            await asyncio.wait_for(waits_for_an_hour(), timeout=1.0)
        except TimeoutError:
            print("timeout!")
        print(now())

    asyncio.run(main())


@behaviour
def a_timeout_gets_its_deadline_later():
    async def main():
        try:
            async with asyncio.timeout(None) as limit:
                limit.reschedule(asyncio.get_running_loop().time() + 1.5)
                await waits_for_an_hour()
        except TimeoutError:
            pass
        print("looks at it", limit.expired())

    asyncio.run(main())


async def sets_after(future, seconds, value):
    await asyncio.sleep(seconds)
    future.set_result(value)


@behaviour
def a_future_is_set_by_a_task():
    async def main():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        loop.create_task(sets_after(future, 1, "... world"))
        print("hello ...")
        print(await future)

    asyncio.run(main())


def got(label, future):
    print(label, future.result())


@behaviour
def a_done_callback_knows_what_it_was_given():
    async def main():
        future = asyncio.get_running_loop().create_future()
        future.add_done_callback(functools.partial(got, "Future:"))
        await sets_after(future, 1, 42)
        await asyncio.sleep(0)

    asyncio.run(main())


@behaviour
def results_come_as_they_are_completed():
    async def main():
        three = [says_after(3, "c"), says_after(1, "a"), says_after(2, "b")]
        for each in asyncio.as_completed(three):
            print("earliest:", await each, now())

    asyncio.run(main())


def ticks(loop, end):
    print("tick", float(loop.time()))
    if loop.time() + 1.0 < end:
        loop.call_later(1, ticks, loop, end)
    else:
        loop.stop()


@behaviour
def a_callback_that_calls_itself_later():
    loop = asyncio.new_event_loop()
    loop.call_soon(ticks, loop, loop.time() + 5.0)
    try:
        loop.run_forever()
    finally:
        loop.close()


class TerminateGroup(Exception):
    pass


async def terminates():
    raise TerminateGroup()


async def job(number, seconds):
    print("job", number, "starts")
    await asyncio.sleep(seconds)
    print("job", number, "is done")


@behaviour
def a_group_is_ended_by_a_task_that_raises():
    async def main():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(job(1, 0.5))
                group.create_task(job(2, 1.5))
                await asyncio.sleep(1)
                group.create_task(terminates())
        except* TerminateGroup:
            pass
        print("ended", now())

    asyncio.run(main())
