async def returns(value):
    return value


async def all_of_them():
    return list(asyncio.all_tasks())


def nothing(_):
    pass


def other(_):
    pass


@behaviour
async def a_future_prints_its_state():
    loop = asyncio.get_running_loop()
    future, good, bad = (loop.create_future() for _ in range(3))
    print(future)
    good.set_result(4)
    bad.set_exception(RuntimeError())
    future.cancel()
    print(future, good, bad)
    tell("exception", bad.exception)


@behaviour
async def a_pending_future_prints_its_callbacks():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(nothing)
    print(future)
    future.add_done_callback(other)
    print(future)
    for _ in range(8):
        future.add_done_callback(nothing)
    print(future)
    future.cancel()
    print(future)


@behaviour
async def a_long_result_is_cut():
    loop = asyncio.get_running_loop()
    for result in (
        "x" * 28,
        "x" * 29,
        "x" * 100,
        "é" * 40,
        "'" * 30,
        "\x00\x01\x02\x03\x04\x05\x06\x07",
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3, 4, 5, 6, 7, 8],
        [[[[[[[1]]]]]]],
        ["a" * 50, [None, True, 0.1]],
        123456789012345678,
    ):
        future = loop.create_future()
        future.set_result(result)
        print(future)


@behaviour
async def a_long_exception_is_not_cut():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError("a long text " * 5))
    print(future)
    tell("exception", future.exception)


@behaviour
async def what_is_within_itself_is_shown_as_an_ellipsis():
    numbers = [1]
    numbers.append(numbers)
    print(numbers)
    print(numbers == numbers)
    errors = [ValueError("in")]
    group = BaseExceptionGroup("out", errors)
    errors.append(group)
    print(len(errors))


@behaviour
async def a_task_within_its_result_is_shown_as_an_ellipsis():
    task = named(all_of_them(), "t")
    await task
    print("..." in repr(task))


@behaviour
async def what_cannot_be_printed_is_escaped():
    for text in (
        "tab\t newline\n return\r bell\a delete\x7f",
        "it's",
        'it\'s "both"',
        "back\\slash",
        "nul\0nul",
        "\x80\x9f\xa0\xa1\xad",
        "é ü € 漢 😀",
        "\u202e\u2066\u2069\u200b\u200f\u2028\ufeff",
        "\ue000\ufffd\U000e0001\U0010ffff",
    ):
        print([text])


@behaviour
async def a_handle_prints_its_callback():
    loop = asyncio.get_running_loop()
    handle = loop.call_soon(nothing, None)
    timer = loop.call_at(123.0, nothing, None)
    print(handle, timer)
    handle.cancel()
    timer.cancel()
    print(handle, timer)


@behaviour
async def a_handle_cancelled_in_debug_mode_still_prints_its_callback():
    loop = asyncio.get_running_loop()
    before = loop.call_soon(nothing, None)
    before.cancel()
    loop.set_debug(True)
    handle = loop.call_soon(nothing, None)
    timer = loop.call_at(123.0, nothing, None)
    print(before, handle, timer)
    handle.cancel()
    timer.cancel()
    before.cancel()
    loop.set_debug(False)
    print(before, handle, timer)


@behaviour
async def a_gather_prints_as_a_future():
    future = asyncio.get_running_loop().create_future()
    gathered = asyncio.gather(future)
    print(gathered)
    future.set_result(1)
    await gathered
    print(gathered)
    print(asyncio.gather())


@behaviour
async def exceptions_print_their_arguments():
    print([ValueError(), ValueError(""), ValueError("x"), TimeoutError()])
    print([ExceptionGroup("g", [ValueError("1")])])
    print(ExceptionGroup("g", [ValueError("1"), ValueError("2")]))
