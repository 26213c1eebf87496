#include "twin.h"

#include <math.h>

#define PERCENT(...) print(format("[%s]", format(__VA_ARGS__).as.string))

BEHAVIOUR_OUTSIDE(numbers_are_formatted)
{
    static const int numbers[] = {0, 7, -7, 1234567, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int n = numbers[i];
        PERCENT("%d %i %5d %-9d| %09d %+d % d %.3d", n, n, n, n, n, n, n, n);
    }
    static const unsigned sizes[] = {1, 255, UINT32_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned n = sizes[i];
        PERCENT("%x %X %#x %#X %8x %-8x| %08x %u", n, n, n, n, n, n, n, n);
    }
    PERCENT("%*d|%-*d|%*d", 6, 42, 6, 42, -6, 42);
    PERCENT("%lld %lld %llx %llu", 1LL << 40, -(1LL << 62), 1ULL << 40, -1ULL);
    PERCENT("100%% %c%c", 'o', 'k');
    return None;
}

BEHAVIOUR_OUTSIDE(texts_are_formatted)
{
    PERCENT("%s|%10s|%-10s|%.3s|%10.2s|%.*s", "text", "text", "text", "text", "text", 1, "text");
    return None;
}

static const double floats[] = {
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1 / 3.0,
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
    INFINITY,
    -INFINITY,
    NAN,
};
enum { FLOATS = sizeof floats / sizeof *floats };

BEHAVIOUR_OUTSIDE(floats_are_formatted)
{
    PERCENT("%.1200f", 1.5);
    for (size_t i = 0; i < FLOATS; i++) {
        double n = floats[i];
        PERCENT("%f %.0f %.1f %.2f %.10f %10.3f %-10.1f| %+f % f %#.0f", n, n, n, n, n, n, n, n, n,
                n);
        if (isfinite(n))
            PERCENT("%09.2f %010.1e %06g", n, n, n);
        PERCENT("%e %.0e %.3e %14.2e %g %.0g %.3g %.10g %#g %#.3g", n, n, n, n, n, n, n, n, n, n);
    }
    return None;
}

BEHAVIOUR_OUTSIDE(floats_print_as_short_as_they_can)
{
    for (size_t i = 0; i < FLOATS; i++)
        print(floats[i], LIST(number(floats[i]), number(-floats[i])));
    for (int exponent = -1074; exponent < 1023; exponent += 9) {
        double power = ldexp(1, exponent);
        print(power, power / 3, power * 1.1);
    }
    return None;
}

/* A line for each: which of them it equals. */
static void tell_which_are_equal(size_t count, const Value *values)
{
    for (size_t i = 0; i < count; i++) {
        char line[32] = "";
        for (size_t k = 0; k < count; k++)
            line[k] = value_equal(values[i], values[k]) ? '=' : '.';
        print(format("%s", line));
    }
}

BEHAVIOUR_OUTSIDE(numbers_are_equal_by_what_they_count)
{
    const Value values[] = {
        integer(0),     boolean(false),   number(0),   number(-0.0),       integer(1),
        boolean(true),  number(1),        integer(2),  integer(1LL << 53), integer((1LL << 53) + 1),
        number(0x1p53), number(1e300),    number(2.5), integer(INT64_MIN), number(-0x1p63),
        number(NAN),    number(INFINITY),
    };
    tell_which_are_equal(sizeof values / sizeof *values, values);
    return None;
}

BEHAVIOUR(values_are_equal_as_in_python)
{
    EventLoop *loop = asyncio_get_running_loop();
    Value in = LIST(integer(1));
    const Value values[] = {
        None,
        integer(0),
        string(""),
        string("a"),
        string_of_length("a\0", 2),
        string("ab"),
        list_new(),
        LIST(integer(1)),
        LIST(number(1)),
        LIST(integer(1), integer(2)),
        LIST(in, string("a")),
        LIST(None),
        new_exception(&ValueError, "x"),
        new_exception(&ValueError, "x"),
        value_of_object(loop_create_future(loop)),
        value_of_object(loop),
    };
    tell_which_are_equal(sizeof values / sizeof *values, values);
    Value one = LIST(in, string("a")), true_ = LIST(LIST(boolean(true)), string("a")),
          other = LIST(in, string("b"));
    print(value_equal(one, true_), value_equal(one, other));
    return None;
}

BEHAVIOUR_OUTSIDE(a_list_has_an_end)
{
    tell("item", list_get(list_new(), 0));
    tell("item", list_get(LIST(integer(1)), 1));
    tell("item", list_get(LIST(integer(1), integer(2)), 1));
    return None;
}

BEHAVIOUR_OUTSIDE(a_group_is_of_exceptions)
{
    Value error = new_exception(&ValueError, NULL);
    tell("none", exception_group("group", list_new()));
    tell("no list", exception_group("group", integer(5)));
    tell("no exception", exception_group("group", LIST(error, integer(5))));
    Value one = new_exception(&ValueError, "1"), two = new_exception(&OSError, "2");
    Value plain = exception_group("plain", LIST(one, two));
    caught(&plain, &BaseException);
    Value mixed = exception_group("mixed", LIST(one, new_exception(&KeyboardInterrupt, NULL)));
    caught(&mixed, &BaseException);
    Value nested = exception_group("nested", LIST(plain, mixed));
    caught(&nested, &BaseException);
    const Value groups[] = {plain, mixed, nested};
    for (size_t i = 0; i < 3; i++) {
        print(LIST(groups[i]), exception_group_exceptions(groups[i]));
        print(is_instance(groups[i], &ExceptionGroup), is_instance(groups[i], &Exception));
        print(value_str(groups[i]));
    }
    return None;
}

BEHAVIOUR(only_exceptions_are_raised)
{
    tell("raise", reraise(integer(5)));
    Future *future = loop_create_future(asyncio_get_running_loop());
    tell("set_exception", future_set_exception(future, integer(5)));
    print(future_done(future));
    return None;
}

static Value await_nothing(Awaitable *self)
{
    (void)self;
    return None;
}

BEHAVIOUR(objects_print_what_they_are)
{
    EventLoop *loop = asyncio_get_running_loop();
    Coroutine *coroutine = asyncio_sleep(1);
    static const AwaitableType type = {"Own", await_nothing};
    Awaitable own = {&type};
    print(LIST(value_of_object(coroutine)), LIST(value_of_object(&own)));
    print(loop);
    loop_set_debug(loop, true);
    print(loop);
    loop_set_debug(loop, false);
    TRY(coroutine_close(coroutine));
    EventLoop *other = asyncio_new_event_loop();
    print(other);
    TRY(loop_close(other));
    print(other);
    return None;
}

BEHAVIOUR_OUTSIDE(bytes_that_are_no_text_are_shown_as_such)
{
    static const char *const texts[] = {
        "\xff",         "z\x80z",           "\xc3(",    "\xe2\x82",
        "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\xaf", "\xf4\x90\x80\x80",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        print(LIST(string(texts[i])));
    return None;
}

RUN_BEHAVIOURS
