#include <math.h>
#include <stdlib.h>

#include "harness.h"
#include "object.h"
#include "port.h"
#include "yields.h"

/* ------------------------------------------------- a coroutine that yields */

static void check_yields_at(const char *file, int line, Coroutine *coroutine, Value sent,
                            const char *expected)
{
    Value value;
    if (coroutine_send(coroutine, sent, &value) != SENT_YIELDED)
        check_failed(file, line, "it did not yield");
    check_repr_at(file, line, value, expected);
}
#define check_yields(coroutine, sent, expected)                                                    \
    check_yields_at(__FILE__, __LINE__, coroutine, sent, expected)

/* What send() and throw() end with. */
static Value sends(Coroutine *coroutine, Value sent)
{
    Value value;
    check(coroutine_send(coroutine, sent, &value) == SENT_RETURNED);
    return value;
}

static Value throws(Coroutine *coroutine, Value exception)
{
    Value value;
    check(coroutine_throw(coroutine, exception, &value) == SENT_RETURNED);
    return value;
}

/* ------------------------------------------------------- send, throw and close */

ASYNC(yields_twice)
{
    note("begins");
    Value first = TRY(await(yields(integer(1))));
    Value second = TRY(await(yields(integer(2))));
    Value both = list_new();
    list_append(both, first);
    list_append(both, second);
    return both;
}

TEST(send_goes_from_yield_to_yield_and_ends_with_the_result)
{
    Coroutine *coroutine = coro(yields_twice);
    check_notes("");
    check_yields(coroutine, None, "1");
    check_notes("begins");
    check_yields(coroutine, string("a"), "2");
    check_repr(sends(coroutine, string("b")), "['a', 'b']");
    check_raised(sends(coroutine, None), &RuntimeError, "cannot reuse already awaited coroutine");
}

TEST(a_just_started_coroutine_takes_only_none)
{
    Coroutine *coroutine = coro(yields_twice);
    check_raised(sends(coroutine, integer(5)), &TypeError,
                 "can't send non-None value to a just-started coroutine");
    check_yields(coroutine, None, "1"); /* it has not been harmed */
}

ASYNC(catches)
{
    Value result = await(yields(integer(1)));
    if (caught(&result, &ValueError))
        result = await(yields(integer(2)));
    note("after");
    return result;
}

TEST(throw_raises_where_the_coroutine_is_suspended)
{
    Coroutine *coroutine = coro(catches);
    check_yields(coroutine, None, "1");
    Value value;
    check_int(coroutine_throw(coroutine, held(error(&ValueError, "v")), &value), SENT_YIELDED);
    check_repr(value, "2");
    check_repr(sends(coroutine, integer(9)), "9");
    check_notes("after");
}

TEST(what_is_thrown_and_not_caught_comes_out)
{
    Coroutine *coroutine = coro(catches);
    check_yields(coroutine, None, "1");
    check_raised(throws(coroutine, error(&RuntimeError, "r")), &RuntimeError, "r");
    check_raised(throws(coroutine, error(&RuntimeError, "r")), &RuntimeError,
                 "cannot reuse already awaited coroutine");
}

TEST(throwing_into_one_that_has_not_begun_ends_it)
{
    Coroutine *coroutine = coro(catches);
    check_raised(throws(coroutine, error(&ValueError, "early")), &ValueError, "early");
    check_raised(sends(coroutine, None), &RuntimeError, "cannot reuse already awaited coroutine");
    check_notes("");
}

TEST(throwing_what_is_no_exception_throws_a_type_error)
{
    Coroutine *coroutine = coro(catches);
    check(is_instance(throws(coroutine, integer(5)), &TypeError));
    check_yields(coroutine, None, "1");
    check(is_instance(throws(coroutine, integer(5)), &TypeError));
    check_raised(sends(coroutine, None), &RuntimeError, "cannot reuse already awaited coroutine");
}

ASYNC(notes_its_exit, bool returns; bool raises; bool goes_on;)
{
    Value result = await(yields(integer(1)));
    if (!caught(&result, &GeneratorExit))
        return result;
    note("exit");
    if (arg->goes_on)
        TRY(await(yields(integer(2))));
    if (arg->raises)
        return error(&ValueError, "in close");
    return arg->returns ? integer(7) : reraise(result);
}

TEST(close_raises_generator_exit_in_it)
{
    Coroutine *coroutine = coro(notes_its_exit);
    check_yields(coroutine, None, "1");
    check_repr(coroutine_close(coroutine), "None");
    check_notes("exit");
    check_repr(coroutine_close(coroutine), "None");
    check_raised(sends(coroutine, None), &RuntimeError, "cannot reuse already awaited coroutine");
}

TEST(close_returns_what_the_coroutine_returns)
{
    Coroutine *coroutine = coro(notes_its_exit, .returns = true);
    check_yields(coroutine, None, "1");
    check_repr(coroutine_close(coroutine), "7");
}

TEST(close_lets_other_exceptions_out)
{
    Coroutine *coroutine = coro(notes_its_exit, .raises = true);
    check_yields(coroutine, None, "1");
    check_raised(coroutine_close(coroutine), &ValueError, "in close");
}

TEST(a_coroutine_that_ignores_its_close_is_a_runtime_error)
{
    Coroutine *coroutine = coro(notes_its_exit, .goes_on = true);
    check_yields(coroutine, None, "1");
    check_raised(coroutine_close(coroutine), &RuntimeError, "coroutine ignored GeneratorExit");
    check_repr(coroutine_close(coroutine), "None");
}

TEST(closing_one_that_has_not_begun_never_runs_it)
{
    record();
    Coroutine *coroutine = coro(yields_twice);
    check_repr(coroutine_close(coroutine), "None");
    check_raised(sends(coroutine, None), &RuntimeError, "cannot reuse already awaited coroutine");
    check_notes("");
    coroutine__report_never_awaited(0);
    check_stderr("");
}

TEST(null_raises_what_is_pending)
{
    fail(error(&ValueError, "why"));
    check_raised(sends(NULL, None), &ValueError, "why");
    fail(error(&ValueError, "why"));
    check_raised(throws(NULL, error(&TypeError, NULL)), &ValueError, "why");
    fail(error(&ValueError, "why"));
    check_raised(coroutine_close(NULL), &ValueError, "why");
    check_raised(sends(coro(yields_twice), error(&ValueError, "sent")), &ValueError, "sent");
}

/* ----------------------------------------------------------------- executing */

static Coroutine *itself;

ASYNC(drives_itself)
{
    check_raised(sends(itself, None), &ValueError, "coroutine already executing");
    check_raised(throws(itself, error(&TypeError, NULL)), &ValueError,
                 "coroutine already executing");
    check_raised(coroutine_close(itself), &ValueError, "coroutine already executing");
    check_raised(await(itself), &ValueError, "coroutine already executing");
    return integer(1);
}

TEST(a_coroutine_cannot_drive_or_await_itself)
{
    itself = coro(drives_itself);
    check_repr(sends(itself, None), "1");
}

ASYNC(awaits, Coroutine *inner;)
{
    return await(arg->inner);
}

ASYNC(awaits_what_awaits_it)
{
    return await(coro(awaits, itself));
}

TEST(a_coroutine_cannot_be_awaited_by_one_it_awaits)
{
    itself = coro(awaits_what_awaits_it);
    check_raised(sends(itself, None), &ValueError, "coroutine already executing");
}

TEST(two_cannot_await_the_same_coroutine)
{
    Coroutine *inner = coro(yields_twice);
    Coroutine *first = coro(awaits, inner), *second = coro(awaits, inner);
    check_yields(first, None, "1");
    check_raised(sends(second, None), &RuntimeError, "coroutine is being awaited already");
    check_yields(first, None, "2");
    check_repr(sends(first, None), "[None, None]");
    check_raised(sends(coro(awaits, inner), None), &RuntimeError,
                 "cannot reuse already awaited coroutine");
}

TEST(one_suspended_by_send_cannot_be_awaited)
{
    Coroutine *inner = coro(yields_twice);
    check_yields(inner, None, "1");
    check_raised(sends(coro(awaits, inner), None), &RuntimeError,
                 "coroutine is being awaited already");
}

TEST(await_outside_of_a_coroutine_is_an_error)
{
    check_raised(await(coro(yields_twice)), &RuntimeError, "await outside of a coroutine");
    EventLoop *loop = asyncio_new_event_loop();
    check_raised(await(loop_create_future(loop)), &RuntimeError, "await outside of a coroutine");
    check_notes("");
}

ASYNC(closes_inner, Coroutine *inner;)
{
    Value result = await(arg->inner);
    note("outer-exit");
    return result;
}

TEST(closing_the_outer_one_closes_the_inner_one_first)
{
    Coroutine *inner = coro(notes_its_exit), *outer = coro(closes_inner, inner);
    check_yields(outer, None, "1");
    check_repr(coroutine_close(outer), "None");
    check_notes("exit outer-exit");
    check_raised(sends(inner, None), &RuntimeError, "cannot reuse already awaited coroutine");
}

ASYNC(awaits_on, int times;)
{
    for (int i = 0; i < arg->times; i++) {
        Value value = await(yields(integer(i)));
        if (value.raised && i > arg->times - 3)
            note("%s", value_repr(value).as.string);
    }
    return string("done");
}

/* CPython would be rid of it; here it stands on the stack of the outer one. */
TEST(an_awaited_one_that_awaits_on_while_it_is_closed_comes_to_its_end)
{
    record();
    Coroutine *outer = coro(closes_inner, coro(awaits_on, 20));
    check_yields(outer, None, "0");
    check_raised(coroutine_close(outer), &RuntimeError, "coroutine ignored GeneratorExit");
    check_notes("GeneratorExit() GeneratorExit() outer-exit");
    check_stderr("Exception ignored while closing generator <coroutine object awaits_on>:\n"
                 "RuntimeError: coroutine ignored GeneratorExit\n");
}

TEST(an_awaited_one_that_never_ends_while_it_is_closed_waits)
{
    Coroutine *outer = coro(closes_inner, coro(awaits_on, 1000));
    check_yields(outer, None, "0");
    check_raised(coroutine_close(outer), &RuntimeError, "coroutine ignored GeneratorExit");
    int sent = 0;
    Value value = None;
    while (sent < 1000 && coroutine_send(outer, integer(sent), &value) == SENT_YIELDED)
        sent++;
    check(sent > 500 && sent < 1000);
    check_raised(value, &RuntimeError, "coroutine ignored GeneratorExit");
    check_notes("outer-exit");
}

static Sent goes_on_send(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)coroutine;
    (void)state;
    *value = sent;
    return SENT_YIELDED;
}

static Sent goes_on_throw(Coroutine *coroutine, void *state, Value exception, Value *value)
{
    (void)coroutine;
    (void)state;
    note("%s", value_repr(exception).as.string);
    *value = None;
    return SENT_YIELDED;
}

static const CoroutineKind goes_on_kind = {.send = goes_on_send, .throw_ = goes_on_throw};

TEST(one_of_another_kind_is_closed_by_who_awaits_it)
{
    record();
    Coroutine *inner = coroutine_of_kind(&goes_on_kind, "goes_on", 0);
    Coroutine *outer = coro(closes_inner, inner);
    check_yields(outer, None, "None");
    check_raised(coroutine_close(outer), &RuntimeError, "coroutine ignored GeneratorExit");
    check_notes("GeneratorExit() GeneratorExit() outer-exit");
    check_stderr("Exception ignored while closing generator <coroutine object goes_on>:\n"
                 "RuntimeError: coroutine ignored GeneratorExit\n");
}

/* ------------------------------------------------------------------- PEP 479 */

ASYNC(raises_stop_iteration)
{
    return error(&StopIteration, "x");
}

TEST(no_stop_iteration_comes_out_of_a_body)
{
    Value raised = sends(coro(raises_stop_iteration), None);
    check_raised(raised, &RuntimeError, "coroutine raised StopIteration");
    check_text(raised.as.exception->cause->type->name, "StopIteration");
    check_raised(sends(coro(awaits, coro(raises_stop_iteration)), None), &RuntimeError,
                 "coroutine raised StopIteration");
}

TEST(a_stop_iteration_thrown_before_the_start_stays_one)
{
    check_raised(throws(coro(yields_twice), error(&StopIteration, "x")), &StopIteration, "x");
}

/* ------------------------------------------------------- stacks and suspension */

ASYNC(recurses, int depth;)
{
    if (!arg->depth)
        return await(yields(integer(0)));
    Value below = TRY(await(coro(recurses, arg->depth - 1)));
    return integer(below.as.integer + arg->depth);
}

/* 8 kB in wasm, where each level takes C stack and, suspended, saved frames. */
TEST(a_suspension_deep_in_awaits_comes_back_to_each_of_them)
{
    for (int depth = 0; depth <= 20; depth += 5) {
        Coroutine *coroutine = coro(recurses, depth);
        check_yields(coroutine, None, "0");
        check_int(sends(coroutine, integer(1000)).as.integer, 1000 + depth * (depth + 1) / 2);
    }
}

TEST(a_larger_stack_bears_a_thousand_awaits)
{
    asyncio_set_stack_size(1024 * 1024);
    Coroutine *coroutine = coro(recurses, 1000);
    check_yields(coroutine, None, "0");
    check_int(sends(coroutine, integer(1)).as.integer, 1 + 1000 * 1001 / 2);
}

ASYNC(drives_others)
{
    Coroutine *others[5];
    Value value;
    for (int i = 0; i < 5; i++) {
        others[i] = coro(yields_twice);
        check_yields(others[i], None, "1");
    }
    TRY(await(yields(integer(100))));
    for (int i = 4; i >= 0; i--)
        check_yields(others[i], integer(i), "2");
    TRY(await(yields(integer(200))));
    for (int i = 0; i < 5; i++) {
        check_int(coroutine_send(others[i], integer(-i), &value), SENT_RETURNED);
        note("%s", value_repr(value).as.string);
    }
    return None;
}

TEST(a_coroutine_may_drive_others_on_their_own_stacks)
{
    Coroutine *coroutine = coro(drives_others);
    check_yields(coroutine, None, "100");
    check_yields(coroutine, None, "200");
    check_notes("begins begins begins begins begins");
    check_repr(sends(coroutine, None), "None");
    check_notes("[0, 0] [1, -1] [2, -2] [3, -3] [4, -4]");
}

static int order_by_awaiting(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;
    Value sign = await(yields(integer(left * 100 + right)));
    return sign.kind == VALUE_INT ? (int)sign.as.integer * (left - right) : 0;
}

ASYNC(sorts)
{
    int numbers[] = {3, 1, 4, 1, 5, 9, 2, 6};
    size_t count = sizeof numbers / sizeof *numbers;
    qsort(numbers, count, sizeof *numbers, order_by_awaiting);
    for (size_t i = 0; i < count; i++)
        note("%d", numbers[i]);
    return None;
}

TEST(a_coroutine_may_be_suspended_inside_a_callback_of_qsort)
{
    Coroutine *up = coro(sorts), *down = coro(sorts);
    Value value;
    bool up_goes_on = true, down_goes_on = true, first = true;
    while (up_goes_on || down_goes_on) {
        if (up_goes_on)
            up_goes_on = coroutine_send(up, first ? None : integer(1), &value) == SENT_YIELDED;
        if (down_goes_on)
            down_goes_on = coroutine_send(down, first ? None : integer(-1), &value) == SENT_YIELDED;
        first = false;
    }
    check_notes("1 1 2 3 4 5 6 9 9 6 5 4 3 2 1 1");
}

static double (*volatile square_root)(double) = sqrt;

ASYNC(keeps_locals_of_every_type, double start;)
{
    double number = arg->start;
    float small = 0.5f;
    int64_t large = INT64_MAX;
    char text[] = "text";
    for (int i = 0; i < 10; i++) {
        number = square_root(number) + i;
        small += 0.25f;
        large -= i;
        text[0] = (char)('a' + i);
        TRY(await(yields(integer(i))));
    }
    return format("%.17g %g %lld %s", number, (double)small, (long long)large, text);
}

TEST(locals_of_every_type_survive_many_suspensions)
{
    Coroutine *a = coro(keeps_locals_of_every_type, 2.0);
    Coroutine *b = coro(keeps_locals_of_every_type, 1e300);
    double expected[] = {2.0, 1e300};
    for (int i = 0; i < 10; i++) {
        const char *text = format("%d", i).as.string;
        check_yields(a, None, text);
        check_yields(b, None, text);
        expected[0] = square_root(expected[0]) + i;
        expected[1] = square_root(expected[1]) + i;
    }
    check_text(sends(a, None).as.string,
               format("%.17g 3 9223372036854775762 jext", expected[0]).as.string);
    check_text(sends(b, None).as.string,
               format("%.17g 3 9223372036854775762 jext", expected[1]).as.string);
}

ASYNC(prints_a_float)
{
    return format("%f", 0.1);
}

TEST(the_usual_stack_bears_a_printf_of_a_float)
{
    check_repr(sends(coro(prints_a_float), None), "'0.100000'");
}

TEST(the_smallest_stack_bears_a_suspension)
{
    asyncio_set_stack_size(1);
    Coroutine *coroutine = coro(awaits, yields(integer(1)));
    check_yields(coroutine, None, "1");
    check_repr(sends(coroutine, integer(2)), "2");
}

#ifndef __wasm__

/* What the compiler puts at the entry of a lesson's functions. */
void __cyg_profile_func_enter(void *function, void *caller);

static volatile bool for_ever = true;

static void recurse_without_end(void)
{
    volatile char locals[1024] = {0};
    __cyg_profile_func_enter(NULL, NULL);
    if (for_ever)
        recurse_without_end();
    for_ever = locals[0];
}

ASYNC(recurses_without_end)
{
    recurse_without_end();
    return None;
}

/* The sanitizer would write to it before the hook is called. */
__attribute__((no_sanitize("address"))) static void use_a_large_array(void)
{
    volatile char *array = __builtin_alloca(stack_default_size() - 2048);
    __cyg_profile_func_enter(NULL, NULL);
    array[0] = 0;
    for_ever = array[0];
}

ASYNC(uses_a_large_array)
{
    use_a_large_array();
    return None;
}

static void overruns_by_recursion(void)
{
    sends(coro(recurses_without_end), None);
}

static void overruns_by_an_array(void)
{
    sends(coro(uses_a_large_array), None);
}

#define TOO_LITTLE                                                                                 \
    "' needs more stack than it has: smaller local arrays, less deep recursion, or "               \
    "asyncio_set_stack_size() before it is created."

TEST(a_coroutine_that_overruns_its_stack_is_named)
{
    check_fatal(overruns_by_recursion, "The coroutine 'recurses_without_end" TOO_LITTLE);
    check_fatal(overruns_by_an_array, "The coroutine 'uses_a_large_array" TOO_LITTLE);
}

#endif

/* ------------------------------------------------------------------ awaitables */

typedef struct Answer {
    Awaitable awaitable;
    int value;
} Answer;

static Value await_answer(Awaitable *self)
{
    Answer *answer = (Answer *)self;
    Value sent = TRY(await(yields(integer(answer->value))));
    return integer(sent.as.integer + answer->value);
}

static const AwaitableType answer_type = {"Answer", await_answer};

ASYNC(awaits_an_awaitable, Awaitable *awaitable;)
{
    return await(arg->awaitable);
}

TEST(await_takes_awaitables_of_ones_own)
{
    Answer answer = {{&answer_type}, 40};
    Coroutine *coroutine = coro(awaits_an_awaitable, &answer.awaitable);
    check_yields(coroutine, None, "40");
    check_repr(sends(coroutine, integer(2)), "42");
}

TEST(a_coroutine_is_an_awaitable)
{
    Coroutine *coroutine = coro(awaits_an_awaitable, AWAITABLE(coro(yields_twice)));
    check_yields(coroutine, None, "1");
    check_yields(coroutine, None, "2");
    check_repr(sends(coroutine, None), "[None, None]");
}

ASYNC(awaits_a_future, Future *future;)
{
    return await(arg->future);
}

TEST(awaiting_null_raises_what_is_pending)
{
    Coroutine *coroutine = coro(awaits_an_awaitable, NULL);
    fail(error(&ValueError, "nothing"));
    check_raised(sends(coroutine, None), &ValueError, "nothing");
    coroutine = coro(awaits, NULL);
    fail(error(&ValueError, "nothing"));
    check_raised(sends(coroutine, None), &ValueError, "nothing");
    coroutine = coro(awaits_a_future, NULL);
    fail(error(&ValueError, "nothing"));
    check_raised(sends(coroutine, None), &ValueError, "nothing");
}

TEST(a_future_resumed_before_it_is_done_is_an_error)
{
    EventLoop *loop = asyncio_new_event_loop();
    Coroutine *coroutine = coro(awaits_a_future, loop_create_future(loop));
    check_yields(coroutine, None, "<Future pending>");
    check_raised(sends(coroutine, None), &RuntimeError, "await wasn't used with future");
}

/* As a task marks it that waits for it. */
TEST(a_future_taken_over_by_a_task_is_yielded_again)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop);
    Coroutine *coroutine = coro(awaits_a_future, future);
    check_yields(coroutine, None, "<Future pending>");
    future->blocking = false;
    check_yields(coroutine, None, "<Future pending>");
    check_repr(future_set_result(future, integer(3)), "None");
    check_repr(sends(coroutine, None), "3");
}

TEST(a_future_that_is_done_does_not_suspend)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop);
    check_repr(future_set_result(future, integer(4)), "None");
    check_repr(sends(coro(awaits_a_future, future), None), "4");
}

/* ------------------------------------------------------- names, other kinds */

TEST(a_coroutine_knows_its_name)
{
    check_text(coroutine_name(coro(yields_twice)), "yields_twice");
    check_text(coroutine_name(yields(integer(1))), "yields");
    check_text(coroutine_name(asyncio_sleep(1)), "sleep");
    check_repr(coro(yields_twice), "<coroutine object yields_twice>");
}

TEST(coroutines_never_awaited_are_reported_in_order)
{
    record();
    Coroutine *forgotten = coro(yields_twice);
    (void)forgotten;
    (void)yields(integer(1));
    (void)sends(coro(raises_stop_iteration), None);
    coroutine__report_never_awaited(0);
    check_stderr("RuntimeWarning: coroutine 'yields_twice' was never awaited\n"
                 "RuntimeWarning: coroutine 'yields' was never awaited\n");
    coroutine__report_never_awaited(0);
    check_int(recorded_of(EVENT_COROUTINE_NEVER_AWAITED), 2);
}

RUN_TESTS
