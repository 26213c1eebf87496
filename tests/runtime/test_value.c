#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "float.h"
#include "program.h"

EXCEPTION(TooSlow, TimeoutError);

/* ------------------------------------------------------------ repr() and str() */

TEST(simple_values_have_pythons_repr)
{
    check_repr(None, "None");
    check_repr((bool)true, "True");
    check_repr((bool)false, "False");
    check_repr(0, "0");
    check_repr(-7, "-7");
    check_repr(INT64_MAX, "9223372036854775807");
    check_repr(INT64_MIN, "-9223372036854775808");
    check_repr((unsigned char)255, "255");
    check_repr((short)-1, "-1");
    check_repr(4000000000u, "4000000000");
    check_repr(1.5f, "1.5");
    check_repr('a', "97");
}

TEST(a_float_has_the_shortest_digits_that_read_back)
{
    static const struct {
        double value;
        const char *repr;
    } floats[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {3.0, "3.0"},
        {-2.5, "-2.5"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1000000.0, "1000000.0"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e+16"},
        {9999999999999998.0, "9999999999999998.0"},
        {123456789012345680.0, "1.2345678901234568e+17"},
        {1e-4, "0.0001"},
        {1e-5, "1e-05"},
        {0.00012345, "0.00012345"},
        {5e-324, "5e-324"},
        {1.5e-323, "1.5e-323"},
        {6.63123685e-316, "6.63123685e-316"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {8.41e21, "8.41e+21"},
        {2.0919495182368195e19, "2.0919495182368195e+19"},
        {9007199254740992.0, "9007199254740992.0"},
        {18014398509481984.0, "1.8014398509481984e+16"},
        {4.35, "4.35"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {1e100, "1e+100"},
        {1.5e-7, "1.5e-07"},
    };
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        check_repr(floats[i].value, floats[i].repr);
    check_repr(NAN, "nan");
    check_repr(-NAN, "nan");
    check_repr(INFINITY, "inf");
    check_repr(-INFINITY, "-inf");
}

static uint64_t xorshift(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static uint32_t hash_repr(uint32_t hash, double value)
{
    char text[FLOAT_TEXT_SIZE];
    size_t length = float_repr(value, text);
    text[length++] = ' ';
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash;
}

/* FNV-1a of what CPython's repr() gives, each followed by a space. */
TEST(twenty_thousand_random_floats_have_pythons_repr)
{
    uint64_t random = 88172645463325252u;
    uint32_t hash = 2166136261u;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = xorshift(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isnan(value))
            hash = hash_repr(hash, value);
    }
    check_int(hash, 3979425208);
}

TEST(twenty_thousand_decimal_fractions_have_pythons_repr)
{
    static const double powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    uint64_t random = 88172645463325252u;
    uint32_t hash = 2166136261u;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = xorshift(&random);
        double whole = (double)((int64_t)(bits % 2000000) - 1000000);
        hash = hash_repr(hash, whole / powers[(bits >> 32) % 7]);
    }
    check_int(hash, 1334089062);
}

TEST(a_string_is_quoted_as_python_does)
{
    check_repr("", "''");
    check_repr("plain", "'plain'");
    check_repr("it's", "\"it's\"");
    check_repr("a\"b", "'a\"b'");
    check_repr("both ' and \"", "'both \\' and \"'");
    check_repr("a\\b", "'a\\\\b'");
    check_repr("tab\tnl\ncr\r", "'tab\\tnl\\ncr\\r'");
    check_repr("\x01\x1f\x7f", "'\\x01\\x1f\\x7f'");
    check_repr(string_of_length("a\0b", 3), "'a\\x00b'");
    check_repr("\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80", "'\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80'");
}

TEST(str_of_a_string_is_the_string)
{
    check_text(value_str(string("it's")).as.string, "it's");
    check_text(value_str(integer(3)).as.string, "3");
    check_int(value_str(string_of_length("a\0b", 3)).length, 3);
}

TEST(format_makes_a_string)
{
    check_repr(format("%d of %s", 3, "four"), "'3 of four'");
    check_repr(format("%s", ""), "''");
    check_int(format("%0300d", 1).length, 300);
}

/* ---------------------------------------------------------------------- lists */

TEST(a_list_keeps_its_items_in_order)
{
    Value list = list_new();
    for (int i = 0; i < 100; i++)
        check_repr(list_append(list, integer(i * i)), "None");
    check_int(list_length(list), 100);
    check_repr(list_get(list, 0), "0");
    check_repr(list_get(list, 99), "9801");
    check_raised(list_get(list, 100), &IndexError, "list index out of range");
}

TEST(a_list_has_pythons_repr)
{
    Value list = list_new(), inner = list_new();
    check_repr(list, "[]");
    list_append(inner, string("x"));
    list_append(list, None);
    list_append(list, number(2));
    list_append(list, inner);
    list_append(list, held(error(&ValueError, "no")));
    check_repr(list, "[None, 2.0, ['x'], ValueError('no')]");
    check_text(value_str(list).as.string, "[None, 2.0, ['x'], ValueError('no')]");
}

TEST(a_list_within_itself_is_shown_once)
{
    Value list = list_new();
    list_append(list, integer(1));
    list_append(list, list);
    check_repr(list, "[1, [...]]");
    Value outer = list_new();
    list_append(outer, list);
    list_append(outer, list);
    check_repr(outer, "[[1, [...]], [1, [...]]]");
}

TEST(appending_to_what_is_no_list_is_a_type_error)
{
    check(list_append(None, None).raised);
    check(is_instance(list_append(integer(1), None), &TypeError));
    check_int(list_length(integer(1)), 0);
}

TEST(a_raised_exception_passes_through_the_functions_of_lists)
{
    Value raised = error(&ValueError, "x"), list = list_new();
    check_raised(list_append(raised, None), &ValueError, "x");
    check_raised(list_append(list, raised), &ValueError, "x");
    check_raised(list_get(raised, 0), &ValueError, "x");
    check_int(list_length(list), 0);
}

/* ------------------------------------------------------------------- equality */

TEST(equality_is_pythons)
{
    check(value_equal(None, None));
    check(!value_equal(None, integer(0)));
    check(value_equal(integer(3), integer(3)));
    check(!value_equal(integer(3), integer(4)));
    check(value_equal(string("ab"), format("%s", "ab")));
    check(!value_equal(string("ab"), string("abc")));
    check(value_equal(number(0.0), number(-0.0)));
    check(!value_equal(number(NAN), number(NAN)));
    check(!value_equal(string("1"), integer(1)));
}

TEST(numbers_are_equal_across_their_types)
{
    check(value_equal(integer(1), number(1.0)));
    check(value_equal(number(2.0), integer(2)));
    check(value_equal(boolean(true), integer(1)));
    check(value_equal(number(0.0), boolean(false)));
    check(!value_equal(integer(1), number(1.5)));
    /* 2**53 + 1 has no double of its own. */
    check(!value_equal(integer(9007199254740993), number(9007199254740992.0)));
    check(!value_equal(integer(INT64_MAX), number(9223372036854775808.0)));
}

TEST(lists_are_equal_by_their_items_and_objects_by_identity)
{
    Value a = list_new(), b = list_new();
    check(value_equal(a, b));
    list_append(a, integer(1));
    check(!value_equal(a, b));
    list_append(b, integer(2));
    check(!value_equal(a, b));
    Value error_a = held(error(&ValueError, "x")), error_b = held(error(&ValueError, "x"));
    check(value_equal(error_a, error_a));
    check(!value_equal(error_a, error_b));
    EventLoop *loop = asyncio_new_event_loop(), *other = asyncio_new_event_loop();
    check(value_equal(VALUE(loop), VALUE(loop)));
    check(!value_equal(VALUE(loop), VALUE(other)));
}

/* ----------------------------------------------------------------- exceptions */

TEST(an_exception_has_pythons_repr_and_str)
{
    check_repr(held(error(&ValueError, NULL)), "ValueError()");
    check_repr(held(error(&ValueError, "%s", "")), "ValueError('')");
    check_repr(held(error(&ValueError, "no %d", 5)), "ValueError('no 5')");
    check_text(value_str(held(error(&ValueError, NULL))).as.string, "");
    check_text(value_str(held(error(&ValueError, "no %d", 5))).as.string, "no 5");
}

TEST(an_exception_is_an_instance_of_its_bases)
{
    Value slow = error(&TooSlow, NULL);
    check(is_instance(slow, &TooSlow));
    check(is_instance(slow, &TimeoutError));
    check(is_instance(slow, &OSError));
    check(is_instance(slow, &Exception));
    check(is_instance(slow, &BaseException));
    check(!is_instance(slow, &ValueError));
    check(is_instance(held(slow), &TooSlow));
    check(!is_instance(integer(1), &BaseException));
}

TEST(a_cancelled_error_is_no_exception_but_a_base_exception)
{
    Value cancelled = error(&CancelledError, NULL);
    check(!is_instance(cancelled, &Exception));
    check(is_instance(cancelled, &BaseException));
    check(!is_instance(error(&GeneratorExit, NULL), &Exception));
    check(!is_instance(error(&KeyboardInterrupt, NULL), &Exception));
    check(!is_instance(error(&SystemExit, NULL), &Exception));
    check(is_instance(error(&InvalidStateError, NULL), &Exception));
}

TEST(caught_holds_what_was_raised_and_leaves_the_rest_alone)
{
    Value value = error(&TooSlow, "late");
    check(!caught(&value, &ValueError));
    check(is_raised(value));
    check(caught(&value, &TimeoutError));
    check(!is_raised(value));
    check_repr(value, "TooSlow('late')");
    check(!caught(&value, &TimeoutError)); /* it is held now, not raised */
    Value plain = integer(1);
    check(!caught(&plain, &BaseException));
}

TEST(a_held_exception_can_be_raised_again)
{
    Value value = error(&ValueError, "x");
    check(caught(&value, &ValueError));
    check_raised(reraise(value), &ValueError, "x");
    check(reraise(value).as.exception == value.as.exception);
}

TEST(raising_what_is_no_exception_is_a_type_error)
{
    check_raised(reraise(integer(1)), &TypeError, "exceptions must derive from BaseException");
}

TEST(raise_from_keeps_the_cause)
{
    Value cause = held(error(&ValueError, "inner"));
    Value raised = error_from(error(&RuntimeError, "outer"), cause);
    check(raised.raised);
    check(raised.as.exception->cause == cause.as.exception);
    check(error_from(error(&RuntimeError, NULL), None).as.exception->cause == NULL);
}

static Value tries(Value value)
{
    Value result = TRY(value);
    note("went-on");
    return result;
}

TEST(try_returns_what_was_raised_and_goes_on_otherwise)
{
    check_repr(tries(integer(2)), "2");
    check_notes("went-on");
    check_raised(tries(error(&ValueError, NULL)), &ValueError, NULL);
    check_notes("");
    check_repr(tries(held(error(&ValueError, NULL))), "ValueError()");
    check_notes("went-on");
}

/* --------------------------------------------------------- NULL and its cause */

TEST(a_null_stands_for_the_newest_pending_exception)
{
    fail(error(&ValueError, "first"));
    check(fail(error(&ValueError, "second")) == NULL);
    check_raised(take_pending(), &ValueError, "second");
    check(is_instance(take_pending(), &TypeError)); /* there is none any more */
}

TEST(null_objects_raise_what_is_pending)
{
    check_null(asyncio_create_task(NULL), &RuntimeError, "no running event loop");
    fail(error(&ValueError, "why"));
    check_raised(VALUE((Future *)NULL), &ValueError, "why");
    fail(error(&ValueError, "no text"));
    check_raised(VALUE((const char *)NULL), &ValueError, "no text");
}

TEST(a_reset_program_has_nothing_pending)
{
    fail(error(&ValueError, "left over"));
    program_reset();
    check(is_instance(take_pending(), &TypeError));
}

/* ---------------------------------------------------------------------- print */

TEST(print_separates_by_spaces_and_ends_the_line)
{
    record();
    print();
    print("one");
    print("a", 1, 2.0, (bool)true, None, held(error(&ValueError, "x")), "h", 8);
    check_output("\none\na 1 2.0 True None x h 8\n");
    check_int(recorded_of(EVENT_OUTPUT), 3);
}

TEST(print_passes_every_byte)
{
    record();
    print(string_of_length("a\0b", 3));
    check_int(recorded_of(EVENT_OUTPUT), 1);
    uint32_t size;
    memcpy(&size, trace_strings() + 4, sizeof size); /* after the empty one of record() */
    check_int(size, 4);
    check(memcmp(trace_strings() + 8, "a\0b\n", 4) == 0);
}

TEST(exit_status_tells_stderr_of_the_exception_and_its_causes)
{
    record();
    check_int(exit_status(integer(5)), 0);
    check_int(exit_status(None), 0);
    check_stderr("");
    Value inner = held(error(&ValueError, "inner"));
    check_int(exit_status(error_from(error(&RuntimeError, NULL), inner)), 1);
    check_stderr("ValueError: inner\n"
                 "\nThe above exception was the direct cause of the following exception:\n\n"
                 "RuntimeError\n");
}

static Value group_of(const char *message, Value first, Value second)
{
    Value exceptions = list_new();
    list_append(exceptions, held(first));
    list_append(exceptions, held(second));
    return exception_group(message, exceptions);
}

TEST(exit_status_tells_what_is_in_a_group_as_a_traceback_does)
{
    record();
    Value inner = group_of("inner", error(&ValueError, "1"), error(&ValueError, NULL));
    check_int(exit_status(group_of("outer", inner, error(&TypeError, "2"))), 1);
    check_stderr("  | ExceptionGroup: outer (2 sub-exceptions)\n"
                 "  +-+---------------- 1 ----------------\n"
                 "    | ExceptionGroup: inner (2 sub-exceptions)\n"
                 "    +-+---------------- 1 ----------------\n"
                 "      | ValueError: 1\n"
                 "      +---------------- 2 ----------------\n"
                 "      | ValueError\n"
                 "      +------------------------------------\n"
                 "    +---------------- 2 ----------------\n"
                 "    | TypeError: 2\n"
                 "    +------------------------------------\n");
}

TEST(a_group_that_ends_in_a_group_has_one_last_line)
{
    record();
    Value inner = group_of("inner", error(&ValueError, "1"), error(&ValueError, "2"));
    check_int(exit_status(group_of("outer", error(&TypeError, NULL), inner)), 1);
    check_stderr("  | ExceptionGroup: outer (2 sub-exceptions)\n"
                 "  +-+---------------- 1 ----------------\n"
                 "    | TypeError\n"
                 "    +---------------- 2 ----------------\n"
                 "    | ExceptionGroup: inner (2 sub-exceptions)\n"
                 "    +-+---------------- 1 ----------------\n"
                 "      | ValueError: 1\n"
                 "      +---------------- 2 ----------------\n"
                 "      | ValueError: 2\n"
                 "      +------------------------------------\n");
}

RUN_TESTS
