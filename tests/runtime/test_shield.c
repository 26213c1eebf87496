#include "harness.h"
#include "object.h"

ASYNC(waits, double delay; const char *name;)
{
    note("%s:begin", arg->name);
    Value result = await(asyncio_sleep_result(arg->delay, string("r")));
    note("%s:%s@%g", arg->name, value_repr(result).as.string, now());
    return result;
}

ASYNC(fails, double delay; const char *text;)
{
    TRY(await(asyncio_sleep(arg->delay)));
    return error(&ValueError, "%s", arg->text);
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

static Task *inner_task(void)
{
    return asyncio_create_task(coro(waits, 3, "i"));
}

/* ----------------------------------------------------------- what goes through */

ASYNC(shields)
{
    note_result(await(asyncio_shield(coro(waits, 1, "i"))));
    note_result(await(asyncio_shield(coro(fails, 1, "f"))));
    Future *done = new_future();
    TRY(future_set_result(done, integer(3)));
    check(asyncio_shield(done) == done);
    check_repr(asyncio_shield(new_future()), "<Future pending cb=[shield outer done()]>");
    return None;
}

TEST(results_and_exceptions_go_through)
{
    run(coro(shields));
    check_notes("i:begin i:'r'@1 'r'@1 raised:ValueError('f')@2");
}

ASYNC(cancels_the_inner_one)
{
    Task *inner = inner_task();
    Future *outer = asyncio_shield(inner);
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(inner, "inner");
    note_result(await(outer));
    note("%d%d", future_cancelled(outer), task_cancelled(inner));
    return None;
}

TEST(cancel_of_the_inner_one_goes_through_without_its_message)
{
    run(coro(cancels_the_inner_one));
    check_notes("i:begin i:CancelledError('inner')@1 raised:CancelledError()@1 11");
}

/* ------------------------------------------------------------ what is kept out */

ASYNC(cancels_the_outer_one)
{
    Task *inner = inner_task();
    Future *outer = asyncio_shield(inner);
    TRY(await(asyncio_sleep(1)));
    note("%d", future_cancel_message(outer, "m"));
    note("%d%d", future_cancelled(outer), task_cancelled(inner));
    note_result(await(outer));
    note_result(await(inner));
    return None;
}

TEST(cancel_of_the_outer_one_leaves_the_inner_one_alone)
{
    run(coro(cancels_the_outer_one));
    check_notes("i:begin 1 10 raised:CancelledError('m')@1 i:'r'@3 'r'@3");
}

ASYNC(awaits_a_shield, Task *inner;)
{
    return await(asyncio_shield(arg->inner));
}

ASYNC(cancels_who_awaits_a_shield)
{
    Task *inner = inner_task(), *outer = asyncio_create_task(coro(awaits_a_shield, inner));
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(outer, "t");
    note_result(await(outer));
    note_result(await(inner));
    return None;
}

TEST(cancel_of_a_task_stops_at_the_shield)
{
    run(coro(cancels_who_awaits_a_shield));
    check_notes("i:begin raised:CancelledError('t')@1 i:'r'@3 'r'@3");
}

ASYNC(has_two_shields)
{
    Task *inner = inner_task();
    Future *first = asyncio_shield(inner), *second = asyncio_shield(inner);
    TRY(await(asyncio_sleep(1)));
    future_cancel(first);
    note_result(await(second));
    note_result(await(first));
    return None;
}

TEST(one_of_two_shields_may_be_cancelled)
{
    run(coro(has_two_shields));
    check_notes("i:begin i:'r'@3 'r'@3 raised:CancelledError()@3");
}

ASYNC(nests_shields)
{
    Task *inner = inner_task();
    Future *outer = asyncio_shield(asyncio_shield(inner));
    TRY(await(asyncio_sleep(1)));
    future_cancel(outer);
    note_result(await(inner));
    return None;
}

TEST(shields_may_be_nested)
{
    run(coro(nests_shields));
    check_notes("i:begin i:'r'@3 'r'@3");
}

/* ----------------------------------------------------- exceptions nobody awaits */

static Value notes_context(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)arg;
    note("handler:%s:%s:%d%d%d", context->message, value_repr(context->exception).as.string,
         context->future != NULL, context->task != NULL, context->handle != NULL);
    return None;
}

ASYNC(forgets_a_failing_task, int shields;)
{
    loop_set_exception_handler(asyncio_get_running_loop(), notes_context, NULL);
    Task *inner = asyncio_create_task(coro(fails, 2, "late"));
    for (int i = 0; i < arg->shields; i++) {
        Future *outer = asyncio_shield(inner);
        TRY(await(asyncio_sleep(0.5)));
        future_cancel(outer);
    }
    return await(asyncio_sleep(2));
}

TEST(an_exception_behind_a_cancelled_shield_is_reported_once)
{
    static const char expected[] =
        "handler:ValueError exception in shielded future:ValueError('late'):100";
    run(coro(forgets_a_failing_task, 1));
    check_notes(expected);
    run(coro(forgets_a_failing_task, 2));
    check_notes(expected);
}

ASYNC(forgets_a_quiet_task, bool cancels_inner;)
{
    loop_set_exception_handler(asyncio_get_running_loop(), notes_context, NULL);
    Task *inner = inner_task();
    Future *outer = asyncio_shield(inner);
    TRY(await(asyncio_sleep(1)));
    future_cancel(outer);
    TRY(await(asyncio_sleep(0)));
    if (arg->cancels_inner)
        task_cancel(inner);
    return await(asyncio_sleep(3));
}

TEST(results_and_cancels_behind_a_cancelled_shield_are_not_reported)
{
    run(coro(forgets_a_quiet_task, false));
    check_notes("i:begin i:'r'@3");
    loop__reset();
    run(coro(forgets_a_quiet_task, true));
    check_notes("i:begin i:CancelledError()@1");
}

/* --------------------------------------------------------------- the same turn */

ASYNC(completes_both_in_one_turn)
{
    loop_set_exception_handler(asyncio_get_running_loop(), notes_context, NULL);
    Future *inner = new_future(), *outer = asyncio_shield(inner);
    TRY(future_set_result(inner, integer(1)));
    note("%d", future_cancel(outer));
    TRY(await(asyncio_sleep(0)));
    check_repr(outer, "<Future cancelled>");
    inner = new_future(), outer = asyncio_shield(inner);
    TRY(future_set_exception(inner, error(&ValueError, "same")));
    note("%d", future_cancel(outer));
    TRY(await(asyncio_sleep(0)));
    check_repr(outer, "<Future cancelled>");
    inner = new_future(), outer = asyncio_shield(inner);
    future_cancel(outer);
    future_cancel(inner);
    TRY(await(asyncio_sleep(0)));
    check_repr(outer, "<Future cancelled>");
    return None;
}

TEST(an_outer_future_cancelled_in_the_turn_the_inner_one_is_done_stays_cancelled)
{
    run(coro(completes_both_in_one_turn));
    check_notes("1 1 handler:Future exception was never retrieved:ValueError('same'):100");
}

ASYNC(completes_the_outer_one)
{
    loop_set_exception_handler(asyncio_get_running_loop(), notes_context, NULL);
    Future *inner = new_future(), *outer = asyncio_shield(inner);
    TRY(future_set_result(outer, string("mine")));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(inner, integer(1)));
    TRY(await(asyncio_sleep(0)));
    note_result(await(outer));
    inner = new_future(), outer = asyncio_shield(inner);
    TRY(future_set_result(outer, string("mine")));
    future_cancel(inner);
    TRY(await(asyncio_sleep(0)));
    note_result(await(outer));
    return None;
}

TEST(an_outer_future_somebody_else_completes_lets_go_of_the_inner_one)
{
    run(coro(completes_the_outer_one));
    check_notes("'mine'@0 'mine'@0");
}

ASYNC(completes_both_by_hand)
{
    loop_set_exception_handler(asyncio_get_running_loop(), notes_context, NULL);
    Future *inner = new_future(), *outer = asyncio_shield(inner);
    TRY(future_set_result(outer, string("mine")));
    TRY(future_set_result(inner, integer(1)));
    TRY(await(asyncio_sleep(0)));
    return await(outer);
}

TEST(two_who_complete_the_outer_future_are_an_invalid_state)
{
    check_repr(run(coro(completes_both_by_hand)), "'mine'");
    check_notes("handler:Exception in callback shield inner done():"
                "InvalidStateError('invalid state'):001");
}

/* -------------------------------------------------------------------- no loop */

TEST(a_shield_needs_a_loop_for_a_coroutine)
{
    record();
    check_null(asyncio_shield(coro(waits)), &RuntimeError,
               "There is no current event loop in thread 'MainThread'.");
    coroutine__report_never_awaited(0);
    check_stderr("RuntimeWarning: coroutine 'waits' was never awaited\n");
    fail(error(&ValueError, "why"));
    check_null(asyncio_shield((Task *)NULL), &ValueError, "why");
}

TEST(a_shield_outside_of_tasks_follows_its_inner_future)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *inner = loop_create_future(loop), *outer = asyncio_shield(inner);
    check_repr(future_set_result(inner, integer(2)), "None");
    check_repr(loop_run_until_complete(loop, outer), "2");
}

RUN_TESTS
