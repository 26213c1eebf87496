"""Values as text, and when they are equal."""

import math


def percent(text, *arguments):
    print("[%s]" % (text % arguments))


@behaviour
def numbers_are_formatted():
    for number in 0, 7, -7, 1234567, -2147483648:
        percent("%d %i %5d %-9d| %09d %+d % d %.3d", *[number] * 8)
    for number in 1, 255, 4294967295:
        percent("%x %X %#x %#X %8x %-8x| %08x %u", *[number] * 8)
    percent("%*d|%-*d|%*d", 6, 42, 6, 42, -6, 42)
    percent("%d %d %x %u", 1 << 40, -(1 << 62), 1 << 40, (1 << 64) - 1)
    percent("100%% %c%c", "o", "k")


@behaviour
def texts_are_formatted():
    percent("%s|%10s|%-10s|%.3s|%10.2s|%.*s", "text", "text", "text", "text", "text", 1, "text")


FLOATS = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1 / 3,
    2.5,
    0.125,
    9.995,
    99999.95,
    123456.789,
    999999.5,
    1e-5,
    0.00012345,
    1e15,
    1e16,
    1e22,
    1e23,
    1.7976931348623157e308,
    2.2250738585072014e-308,
    5e-324,
    float("inf"),
    float("-inf"),
    float("nan"),
]


@behaviour
def floats_are_formatted():
    percent("%.1200f", 1.5)
    for number in FLOATS:
        percent("%f %.0f %.1f %.2f %.10f %10.3f %-10.1f| %+f % f %#.0f", *[number] * 10)
        if math.isfinite(number):
            percent("%09.2f %010.1e %06g", *[number] * 3)
        percent("%e %.0e %.3e %14.2e %g %.0g %.3g %.10g %#g %#.3g", *[number] * 10)


@behaviour
def floats_print_as_short_as_they_can():
    for number in FLOATS:
        print(number, [number, -number])
    for exponent in range(-1074, 1023, 9):
        power = 2.0**exponent
        print(power, power / 3, power * 1.1)


@behaviour
def numbers_are_equal_by_what_they_count():
    values = [0, False, 0.0, -0.0, 1, True, 1.0, 2, 2**53, 2**53 + 1, 2.0**53, 1e300, 2.5]
    values += [-(2**63), -(2.0**63), float("nan"), float("inf")]
    for value in values:
        print("".join("=" if value == other else "." for other in values))


@behaviour
async def values_are_equal_as_in_python():
    error, future = ValueError("x"), asyncio.get_running_loop().create_future()
    values = [None, 0, "", "a", "a\0", "ab", [], [1], [1.0], [1, 2], [[1], "a"], [None]]
    values += [error, ValueError("x"), future, asyncio.get_running_loop()]
    for value in values:
        print("".join("=" if value == other else "." for other in values))
    print([[1], "a"] == [[True], "a"], [[1], "a"] == [[1], "b"])


@behaviour
def a_list_has_an_end():
    for items, index in ([], 0), ([1], 1), ([1, 2], 1):
        tell("item", items.__getitem__, index)


@behaviour
def a_group_is_of_exceptions():
    tell("none", BaseExceptionGroup, "group", [])
    tell("no list", BaseExceptionGroup, "group", 5)
    tell("no exception", BaseExceptionGroup, "group", [ValueError(), 5])
    plain = BaseExceptionGroup("plain", [ValueError("1"), OSError("2")])
    mixed = BaseExceptionGroup("mixed", [ValueError("1"), KeyboardInterrupt()])
    nested = BaseExceptionGroup("nested", [plain, mixed])
    for group in plain, mixed, nested:
        print([group], list(group.exceptions))
        print(isinstance(group, ExceptionGroup), isinstance(group, Exception))
        print(str(group))


def raises(value):
    raise value


@behaviour
async def only_exceptions_are_raised():
    tell("raise", raises, 5)
    future = asyncio.get_running_loop().create_future()
    tell("set_exception", future.set_exception, 5)
    print(future.done())


@behaviour
async def objects_print_what_they_are():
    loop = asyncio.get_running_loop()
    coroutine = asyncio.sleep(1)
    print([coroutine], [Own()])
    print(loop)
    loop.set_debug(True)
    print(loop)
    loop.set_debug(False)
    coroutine.close()
    other = asyncio.new_event_loop()
    print(other)
    other.close()
    print(other)


class Own:
    def __await__(self):
        yield


@behaviour
def bytes_that_are_no_text_are_shown_as_such():
    for text in (
        b"\xff",
        b"z\x80z",
        b"\xc3(",
        b"\xe2\x82",
        b"\xed\xa0\x80",
        b"\xf5\x80\x80\x80",
        b"\xc0\xaf",
        b"\xf4\x90\x80\x80",
    ):
        print([text.decode("utf-8", "surrogateescape")])
