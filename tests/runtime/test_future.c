#include "harness.h"

/* A loop, and a future of it, for each test. */
static EventLoop *loop;
static Future *future;

static void begin(void)
{
    loop = asyncio_new_event_loop();
    future = loop_create_future(loop);
}

CALLBACK(named, const char *name;)
{
    note("%s", arg->name);
    return None;
}

CALLBACK(stop)
{
    loop_stop(loop);
    return None;
}

/* Runs what is ready now and what is scheduled meanwhile, turn by turn. */
static void turns(int count)
{
    while (count--) {
        loop_stop(loop);
        check_repr(loop_run_forever(loop), "None");
    }
}

/* -------------------------------------------------------------------- pending */

TEST(a_new_future_is_pending)
{
    begin();
    check(!future_done(future));
    check(!future_cancelled(future));
    check_raised(future_result(future), &InvalidStateError, "Result is not set.");
    check_raised(future_exception(future), &InvalidStateError, "Exception is not set.");
    check_repr(future, "<Future pending>");
}

/* --------------------------------------------------------------------- result */

TEST(a_result_is_set_once)
{
    begin();
    check_repr(future_set_result(future, integer(2)), "None");
    check(future_done(future));
    check(!future_cancelled(future));
    check_repr(future_result(future), "2");
    check_repr(future_result(future), "2");
    check_repr(future_exception(future), "None");
    check_repr(future, "<Future finished result=2>");
    check_raised(future_set_result(future, integer(3)), &InvalidStateError, "invalid state");
    check_raised(future_set_exception(future, error(&ValueError, NULL)), &InvalidStateError,
                 "invalid state");
    check(!future_cancel(future));
    check_repr(future_result(future), "2");
}

TEST(a_raised_result_is_not_set)
{
    begin();
    check_raised(future_set_result(future, error(&ValueError, "v")), &ValueError, "v");
    check(!future_done(future));
}

TEST(an_exception_may_be_a_result)
{
    begin();
    check_repr(future_set_result(future, held(error(&ValueError, "v"))), "None");
    check_repr(future_result(future), "ValueError('v')");
    check_repr(future_exception(future), "None");
}

/* ------------------------------------------------------------------ exception */

TEST(an_exception_is_raised_by_result_and_returned_by_exception)
{
    begin();
    Value exception = held(error(&ValueError, "v"));
    check_repr(future_set_exception(future, exception), "None");
    check(future_done(future));
    check(!future_cancelled(future));
    check_raised(future_result(future), &ValueError, "v");
    check(value_equal(future_exception(future), exception));
    check_repr(future, "<Future finished exception=ValueError('v')>");
}

TEST(what_is_no_exception_cannot_be_set)
{
    begin();
    check_raised(future_set_exception(future, integer(5)), &TypeError, "invalid exception object");
    check(!future_done(future));
}

TEST(a_stop_iteration_becomes_a_runtime_error)
{
    begin();
    check_repr(future_set_exception(future, error(&StopIteration, "a")), "None");
    Value exception = future_exception(future);
    check_repr(exception, "RuntimeError('StopIteration interacts badly with generators and cannot "
                          "be raised into a Future')");
    check_text(exception.as.exception->cause->type->name, "StopIteration");
}

TEST(an_exception_never_retrieved_is_reported_when_the_loop_closes)
{
    begin();
    record();
    check_repr(future_set_exception(future, error(&ValueError, "v")), "None");
    loop_close(loop);
    check_stderr("Future exception was never retrieved\n"
                 "future: <Future finished exception=ValueError('v')>\n"
                 "ValueError: v\n");
}

ASYNC(leaves_a_sleeper, Task **sleeper;)
{
    *arg->sleeper = asyncio_create_task(asyncio_sleep(1));
    return await(asyncio_sleep(0));
}

TEST(the_future_of_a_sleep_is_reported_as_any_other)
{
    begin();
    record();
    Task *sleeper;
    check_repr(loop_run_until_complete(loop, coro(leaves_a_sleeper, &sleeper)), "None");
    future = task_waiting_on(sleeper);
    check_repr(future_set_exception(future, error(&ValueError, "v")), "None");
    loop_close(loop);
    check_stderr("Future exception was never retrieved\n"
                 "future: <Future finished exception=ValueError('v')>\n"
                 "ValueError: v\n"
                 "Task was destroyed but it is pending!\n"
                 "task: <Task pending name='Task-2' coro=<sleep()> wait_for=<Future finished "
                 "exception=ValueError('v')>>\n");
}

TEST(an_exception_looked_at_is_not_reported)
{
    begin();
    record();
    check_repr(future_set_exception(future, error(&ValueError, NULL)), "None");
    Future *asked = loop_create_future(loop), *late = loop_create_future(loop);
    check_repr(future_set_exception(asked, error(&ValueError, NULL)), "None");
    check_repr(future_set_exception(late, error(&ValueError, NULL)), "None");
    check(is_raised(future_result(future)));
    check_repr(future_exception(asked), "ValueError()");
    check(!future_cancel(late)); /* that, too, counts */
    loop_close(loop);
    check_stderr("");
}

/* --------------------------------------------------------------------- cancel */

TEST(a_cancelled_future_raises_a_cancelled_error)
{
    begin();
    check(future_cancel(future));
    check(future_done(future));
    check(future_cancelled(future));
    check_raised(future_result(future), &CancelledError, NULL);
    check_raised(future_exception(future), &CancelledError, NULL);
    check_raised(future_set_result(future, None), &InvalidStateError, "invalid state");
    check_raised(future_set_exception(future, integer(5)), &InvalidStateError, "invalid state");
    check(!future_cancel(future));
    check_repr(future, "<Future cancelled>");
}

TEST(the_message_of_cancel_is_the_errors)
{
    begin();
    check(future_cancel_message(future, "why"));
    check_raised(future_result(future), &CancelledError, "why");
    check_raised(future_result(future), &CancelledError, "why");
}

/* ------------------------------------------------------------------ callbacks */

TEST(callbacks_are_scheduled_in_the_order_they_were_added)
{
    begin();
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_repr(future_add_done_callback(future, callback(named, names[i])), "None");
    check_repr(future_set_result(future, None), "None");
    check_notes("");
    turns(1);
    check_notes("a b c d e f g");
    turns(1);
    check_notes("");
}

TEST(callbacks_of_a_done_future_are_scheduled_at_once)
{
    begin();
    check_repr(future_set_result(future, None), "None");
    check_repr(future_add_done_callback(future, callback(named, "late")), "None");
    check_notes("");
    turns(1);
    check_notes("late");
}

TEST(cancel_schedules_the_callbacks)
{
    begin();
    check_repr(future_add_done_callback(future, callback(named, "a")), "None");
    check(future_cancel(future));
    turns(1);
    check_notes("a");
}

CALLBACK(shows_future)
{
    check(future_done(future));
    note("%s", value_repr(VALUE(future)).as.string);
    return None;
}

TEST(a_callback_gets_the_future_that_is_done)
{
    begin();
    check_repr(future_add_done_callback(future, callback(shows_future)), "None");
    check_repr(future_set_result(future, integer(1)), "None");
    turns(1);
    check_notes("<Future finished result=1>");
}

TEST(removing_a_callback_removes_all_that_are_equal)
{
    begin();
    static const char *const names[] = {"a", "b", "a", "b", "a"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_repr(future_add_done_callback(future, callback(named, names[i])), "None");
    check_int(future_remove_done_callback(future, callback(named, "a")), 3);
    check_int(future_remove_done_callback(future, callback(named, "a")), 0);
    check_int(future_remove_done_callback(future, callback(stop)), 0);
    check_repr(future_add_done_callback(future, callback(named, "a")), "None");
    check_repr(future_set_result(future, None), "None");
    check_repr(future_add_done_callback(future, callback(named, "late")), "None");
    turns(1);
    check_notes("b b a late");
    check_int(future_remove_done_callback(future, callback(named, "b")), 0);
}

TEST(a_callback_that_is_scheduled_already_is_not_removed)
{
    begin();
    check_repr(future_add_done_callback(future, callback(named, "a")), "None");
    check_repr(future_set_result(future, None), "None");
    check_int(future_remove_done_callback(future, callback(named, "a")), 0);
    turns(1);
    check_notes("a");
}

CALLBACK(adds_another)
{
    note("first");
    return future_add_done_callback(future, callback(named, "second"));
}

TEST(a_callback_added_by_a_callback_runs_in_the_next_turn)
{
    begin();
    check_repr(future_add_done_callback(future, callback(adds_another)), "None");
    check_repr(future_set_result(future, None), "None");
    turns(1);
    check_notes("first");
    turns(1);
    check_notes("second");
}

/* --------------------------------------------------------------------- await */

ASYNC(waits, Future *future; const char *name;)
{
    Value result = await(arg->future);
    note("%s:%s", arg->name, value_repr(result).as.string);
    return result;
}

ASYNC(sets_for_two)
{
    Future *shared = loop_create_future(asyncio_get_running_loop());
    Task *first = asyncio_create_task(coro(waits, shared, "1"));
    Task *second = asyncio_create_task(coro(waits, shared, "2"));
    TRY(await(asyncio_sleep(0)));
    check(task_waiting_on(first) == shared);
    TRY(future_set_result(shared, string("x")));
    check_notes("");
    TRY(await(asyncio_sleep(0)));
    check_notes("1:'x' 2:'x'");
    check(task_done(first) && task_done(second));
    return None;
}

TEST(two_tasks_may_wait_for_one_future)
{
    run(coro(sets_for_two));
}

ASYNC(awaits_a_failed_one)
{
    Future *failed = loop_create_future(asyncio_get_running_loop());
    TRY(future_set_exception(failed, error(&ValueError, "v")));
    check_raised(await(failed), &ValueError, "v");
    check_raised(await(failed), &ValueError, "v");
    return None;
}

TEST(awaiting_a_failed_future_raises_its_exception)
{
    record();
    run(coro(awaits_a_failed_one));
    check_stderr("");
}

/* ---------------------------------------------------------------- closed, NULL */

TEST(a_future_of_a_closed_loop_cannot_schedule_its_callbacks)
{
    begin();
    Future *cancelled = loop_create_future(loop);
    check_repr(future_add_done_callback(future, callback(named, "a")), "None");
    check_repr(future_add_done_callback(cancelled, callback(named, "a")), "None");
    loop_close(loop);
    check_raised(future_set_result(future, integer(1)), &RuntimeError, "Event loop is closed");
    check_repr(future, "<Future finished result=1>");
    future_cancel(cancelled);
    check_raised(take_pending(), &RuntimeError, "Event loop is closed");
    check_repr(cancelled, "<Future cancelled>");
    check_raised(future_add_done_callback(future, callback(named, "a")), &RuntimeError,
                 "Event loop is closed");
    check_notes("");
}

TEST(every_function_takes_null)
{
    begin();
    Future *none = NULL;
    check(!future_done(none));
    check(!future_cancelled(none));
    check(!future_cancel(none));
    check_int(future_remove_done_callback(none, callback(stop)), 0);
    check_int(future_remove_done_callback(future, NULL), 0);
    fail(error(&ValueError, "v"));
    check_raised(future_result(none), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(future_exception(none), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(future_set_result(none, None), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(future_set_exception(none, error(&TypeError, NULL)), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(future_add_done_callback(none, callback(stop)), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(future_add_done_callback(future, NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_create_future(NULL), &ValueError, "v");
}

RUN_TESTS
