#include "coroutines.h"
#include "harness.h"
#include "object.h"

ASYNC(swallows, double delay; const char *name;)
{
    Value result = await(asyncio_sleep(5));
    if (caught(&result, &CancelledError))
        note("%s-swallowed", arg->name);
    TRY(await(asyncio_sleep(arg->delay)));
    return string(arg->name);
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

static Task *waiter(double delay, const char *name)
{
    return asyncio_create_task(coro(waits, delay, name));
}

/* -------------------------------------------------------------------- results */

ASYNC(gathers)
{
    note_result(await(asyncio_gather(coro(waits, 2, "a"), coro(waits, 1, "b"), waiter(3, "c"))));
    Future *future = new_future();
    TRY(future_set_result(future, integer(1)));
    Future *gather = asyncio_gather(future);
    note("%d", future_done(gather)); /* at once */
    note_result(await(gather));
    check_repr(gather, "<_GatheringFuture finished result=[1]>");
    check_repr(asyncio_gather(new_future()), "<_GatheringFuture pending>");
    return None;
}

TEST(results_come_in_the_order_of_the_arguments)
{
    run(coro(gathers));
    check_notes("c:begin a:begin b:begin b:'b'@1 a:'a'@2 c:'c'@3 ['a', 'b', 'c']@3 1 [1]@3");
}

ASYNC(gathers_nothing)
{
    Future *gather = asyncio_gather();
    check(future_done(gather));
    note_result(await(gather));
    check_repr(gather, "<Future finished result=[]>");
    return None;
}

TEST(gathering_nothing_is_done_at_once)
{
    run(coro(gathers_nothing));
    check_notes("[]@0");
    check_null(asyncio_gather(), &RuntimeError,
               "There is no current event loop in thread 'MainThread'.");
}

ASYNC(gathers_one_often)
{
    Coroutine *coroutine = coro(waits, 1, "c");
    note_result(await(asyncio_gather(coroutine, coroutine)));
    Task *task = waiter(1, "t");
    note_result(await(asyncio_gather(task, task, task)));
    note_result(await(asyncio_gather(task, task)));
    return None;
}

TEST(one_that_comes_often_runs_once)
{
    run(coro(gathers_one_often));
    check_notes("c:begin c:'c'@1 ['c', 'c']@1 t:begin t:'t'@2 ['t', 't', 't']@2 ['t', 't']@2");
}

/* ----------------------------------------------------------------- exceptions */

ASYNC(gathers_a_failure)
{
    Future *gather = asyncio_gather(coro(waits, 5, "a"), coro(fails, 1, "f"), coro(waits, 2, "c"),
                                    coro(fails, 3, "second"));
    note_result(await(gather));
    note("%d", future_cancel(gather)); /* it is done: the children are left alone */
    return await(asyncio_sleep(10));
}

TEST(the_first_exception_comes_out_and_the_others_go_on)
{
    record();
    run(coro(gathers_a_failure));
    check_notes("a:begin c:begin raised:ValueError('f')@1 0 c:'c'@2 a:'a'@5");
    check_stderr("");
}

ASYNC(gathers_with_exceptions)
{
    note_result(await(asyncio_gather_exceptions(coro(waits, 2, "a"), coro(fails, 1, "f"))));
    Future *cancelled = new_future(), *other = new_future();
    future_cancel_message(cancelled, "m");
    future_cancel(other);
    note_result(await(asyncio_gather_exceptions(cancelled, other, coro(fails, 1, "f"))));
    return None;
}

TEST(exceptions_may_be_results)
{
    run(coro(gathers_with_exceptions));
    check_notes("a:begin a:'a'@2 ['a', ValueError('f')]@2 "
                "[CancelledError('m'), CancelledError(''), ValueError('f')]@3");
}

ASYNC(gathers_what_is_done)
{
    Future *cancelled = new_future(), *failed = new_future(), *pending = new_future();
    future_cancel_message(cancelled, "m");
    note_result(await(asyncio_gather(cancelled, pending)));
    TRY(future_set_exception(failed, error(&ValueError, "x")));
    Future *gather = asyncio_gather(failed, pending);
    note("%d", future_done(gather));
    note_result(await(gather));
    return None;
}

TEST(what_has_failed_already_comes_out_at_once)
{
    run(coro(gathers_what_is_done));
    check_notes("raised:CancelledError('m')@0 1 raised:ValueError('x')@0");
}

ASYNC(gathers_two_failures)
{
    Future *a = new_future(), *b = new_future(), *gather = asyncio_gather(a, b);
    TRY(future_set_exception(a, error(&ValueError, "1")));
    TRY(future_set_exception(b, error(&ValueError, "2")));
    note_result(await(gather));
    TRY(await(asyncio_sleep(0)));
    return None;
}

TEST(a_second_exception_counts_as_retrieved)
{
    record();
    run(coro(gathers_two_failures));
    check_notes("raised:ValueError('1')@0");
    check_stderr("");
}

ASYNC(forgets_a_gather)
{
    asyncio_gather(coro(fails, 0, "nr"));
    return await(asyncio_sleep(1));
}

TEST(the_exception_of_a_gather_nobody_awaits_is_reported)
{
    record();
    run(coro(forgets_a_gather));
    check_stderr("_GatheringFuture exception was never retrieved\n"
                 "future: <_GatheringFuture finished exception=ValueError('nr')>\n"
                 "ValueError: nr\n");
}

/* --------------------------------------------------------------------- cancel */

ASYNC(cancels_a_gather, bool return_exceptions;)
{
    Task *a = waiter(5, "a"), *b = waiter(5, "b");
    Future *gather =
        arg->return_exceptions ? asyncio_gather_exceptions(a, b) : asyncio_gather(a, b);
    TRY(await(asyncio_sleep(1)));
    note("%d", future_cancel_message(gather, "m"));
    note("%d", future_done(gather)); /* only when its children are */
    note_result(await(gather));
    note("%d%d%d", future_cancelled(gather), task_cancelled(a), task_cancelled(b));
    note("%d", future_cancel(gather));
    return None;
}

TEST(cancel_of_a_gather_cancels_its_children)
{
    static const char expected[] =
        "a:begin b:begin 1 0 a:CancelledError('m')@1 b:CancelledError('m')@1 "
        "raised:CancelledError('m')@1 011 0";
    run(coro(cancels_a_gather, .return_exceptions = false));
    check_notes(expected);
    loop__reset();
    run(coro(cancels_a_gather, .return_exceptions = true));
    check_notes(expected);
}

ASYNC(cancels_swallowing_children, double a; double b; bool both;)
{
    Task *first = arg->both ? asyncio_create_task(coro(swallows, arg->a, "a")) : waiter(5, "a");
    Task *last = asyncio_create_task(coro(swallows, arg->b, "b"));
    Future *gather =
        arg->both ? asyncio_gather(first, last) : asyncio_gather_exceptions(first, last);
    TRY(await(asyncio_sleep(1)));
    future_cancel_message(gather, "m");
    note_result(await(gather));
    return None;
}

ASYNC(cancels_a_swallowing_first_child, double delay;)
{
    Task *first = asyncio_create_task(coro(swallows, arg->delay, "a")), *last = waiter(5, "b");
    Future *gather = asyncio_gather_exceptions(first, last);
    TRY(await(asyncio_sleep(1)));
    future_cancel_message(gather, "m");
    note_result(await(gather));
    return None;
}

/* The error is made of the last argument's, whoever ends last. */
TEST(a_cancelled_gather_is_cancelled_even_if_its_children_swallow_it)
{
    run(coro(cancels_swallowing_children, 1, 1, .both = true));
    check_notes("a-swallowed b-swallowed raised:CancelledError()@2");
    loop__reset();
    run(coro(cancels_swallowing_children, .b = 1));
    check_notes("a:begin a:CancelledError('m')@1 b-swallowed raised:CancelledError()@2");
    loop__reset();
    run(coro(cancels_a_swallowing_first_child, .delay = 0));
    check_notes("b:begin a-swallowed b:CancelledError('m')@1 raised:CancelledError('m')@1");
    loop__reset();
    run(coro(cancels_a_swallowing_first_child, .delay = 1));
    check_notes("b:begin a-swallowed b:CancelledError('m')@1 raised:CancelledError('m')@2");
}

ASYNC(cancels_a_child)
{
    Task *a = waiter(5, "a"), *b = waiter(3, "b");
    Future *gather = asyncio_gather(a, b);
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(a, "one");
    note_result(await(gather));
    note("%d", future_cancelled(gather));
    note_result(await(b));
    return None;
}

TEST(a_cancelled_child_is_an_exception_and_the_others_go_on)
{
    run(coro(cancels_a_child));
    check_notes("a:begin b:begin a:CancelledError('one')@1 raised:CancelledError('one')@1 0 "
                "b:'b'@3 'b'@3");
}

ASYNC(awaits_a_gather)
{
    return await(asyncio_gather(coro(waits, 5, "a"), coro(waits, 6, "b")));
}

ASYNC(cancels_who_gathers)
{
    Task *task = asyncio_create_task(coro(awaits_a_gather));
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "m");
    note_result(await(task));
    note("%d", task_cancelled(task));
    return None;
}

TEST(cancel_goes_through_a_gather)
{
    run(coro(cancels_who_gathers));
    check_notes("a:begin b:begin a:CancelledError('m')@1 b:CancelledError('m')@1 "
                "raised:CancelledError('m')@1 1");
}

ASYNC(cancels_too_late)
{
    Future *future = new_future(), *gather = asyncio_gather(future);
    TRY(future_set_result(future, integer(1)));
    note("%d", future_cancel(gather));
    note_result(await(gather));
    return None;
}

TEST(a_gather_whose_children_are_done_cannot_be_cancelled)
{
    run(coro(cancels_too_late));
    check_notes("0 [1]@0");
}

/* ---------------------------------------------------------------------- loops */

ASYNC(gathers_of_another_loop, Future *future;)
{
    check_null(asyncio_gather(arg->future), &ValueError,
               "The future belongs to a different loop than the one specified as the loop "
               "argument");
    return None;
}

TEST(all_children_are_of_one_loop)
{
    EventLoop *first = asyncio_new_event_loop(), *second = asyncio_new_event_loop();
    Future *a = loop_create_future(first), *b = loop_create_future(second);
    check_null(asyncio_gather(a, b), &ValueError,
               "The future belongs to a different loop than the one specified as the loop "
               "argument");
    run(coro(gathers_of_another_loop, a));
    Future *gather = asyncio_gather(a); /* no loop runs: it is its children's */
    check_repr(future_set_result(a, integer(4)), "None");
    check_repr(loop_run_until_complete(first, gather), "[4]");
}

TEST(a_coroutine_needs_a_loop_to_be_gathered)
{
    record();
    check_null(asyncio_gather(coro(waits)), &RuntimeError,
               "There is no current event loop in thread 'MainThread'.");
    coroutine__report_never_awaited(0);
    check_stderr("RuntimeWarning: coroutine 'waits' was never awaited\n");
}

TEST(a_coroutine_that_cannot_become_a_task_is_closed)
{
    record();
    EventLoop *closed = asyncio_new_event_loop();
    Future *future = loop_create_future(closed);
    loop_close(closed);
    check_null(asyncio_gather(future, coro(waits)), &RuntimeError, "Event loop is closed");
    coroutine__report_never_awaited(0);
    check_stderr("");
}

ASYNC(gathers_null)
{
    fail(error(&ValueError, "why"));
    check_null(asyncio_gather(coro(fails, 0, "other"), (Task *)NULL), &ValueError, "why");
    return await(asyncio_sleep(1));
}

/* As in CPython, where ensure_future() raises in the middle of gather(). */
TEST(null_raises_what_is_pending_and_those_before_it_run)
{
    record();
    run(coro(gathers_null));
    check_stderr("");
}

/* -------------------------------------------------------------- ensure_future */

static Value await_three(Awaitable *self)
{
    (void)self;
    return integer(3);
}

ASYNC(ensures_futures)
{
    Future *future = new_future();
    check(asyncio_ensure_future(future) == future);
    Future *task = asyncio_ensure_future(coro(waits, 1, "c"));
    note_result(await(task));
    static const AwaitableType type = {"Three", await_three};
    Awaitable three = {&type};
    Future *wrapped = asyncio_ensure_future(&three);
    note_result(await(wrapped));
    check_repr(
        wrapped,
        "<Task finished name='Task-3' coro=<ensure_future.<locals>._wrap_awaitable()> result=3>");
    check_text(coroutine_name(task_get_coro((Task *)wrapped)), "_wrap_awaitable");
    return None;
}

TEST(ensure_future_leaves_futures_as_they_are_and_makes_tasks_of_the_rest)
{
    run(coro(ensures_futures));
    check_notes("c:begin c:'c'@1 'c'@1 3@1");
    fail(error(&ValueError, "why"));
    check_null(asyncio_ensure_future((Coroutine *)NULL), &ValueError, "why");
}

RUN_TESTS
