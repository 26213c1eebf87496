#include "harness.h"
#include "object.h"

ASYNC(waits, Awaitable *what; const char *name;)
{
    note("%s:begin", arg->name);
    Value result = await(arg->what);
    note("%s:%s@%g", arg->name, value_repr(result).as.string, now());
    return result;
}

static Coroutine *sleeper(double delay, const char *name)
{
    return coro(waits, AWAITABLE(asyncio_sleep_result(delay, string("x"))), name);
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

static int cancelling(void)
{
    return task_cancelling(asyncio_current_task());
}

CALLBACK(cancels, Task *task; const char *message;)
{
    task_cancel_message(arg->task, arg->message);
    return None;
}

CALLBACK(sets_result, Future *future; const char *result;)
{
    return future_set_result(arg->future, string(arg->result));
}

static void call_later(double delay, Callback *callback)
{
    loop_call_later(asyncio_get_running_loop(), delay, callback);
}

/* ------------------------------------------------------------------- wait_for */

ASYNC(waits_with_timeouts)
{
    note_result(await(asyncio_wait_for(sleeper(1, "i"), 2)));
    note_result(await(asyncio_wait_for(sleeper(5, "i"), 2)));
    note_result(await(asyncio_wait_for(asyncio_sleep_result(3, string("y")), NO_TIMEOUT)));
    return None;
}

TEST(wait_for_gives_the_result_or_raises_timeout_error)
{
    run(coro(waits_with_timeouts));
    check_notes("i:begin i:'x'@1 'x'@1 i:begin i:CancelledError()@3 "
                "raised:TimeoutError()<-CancelledError@3 'y'@6");
}

ASYNC(waits_no_time)
{
    note_result(await(asyncio_wait_for(sleeper(1, "i"), 0)));
    note_result(await(asyncio_wait_for(sleeper(1, "i"), -1)));
    Future *done = new_future(), *failed = new_future();
    TRY(future_set_result(done, integer(7)));
    TRY(future_set_exception(failed, error(&ValueError, "e")));
    note_result(await(asyncio_wait_for(done, 0)));
    note_result(await(asyncio_wait_for(done, -5)));
    note_result(await(asyncio_wait_for(done, 1)));
    note_result(await(asyncio_wait_for(failed, 0)));
    Task *task = asyncio_create_task(sleeper(1, "t"));
    TRY(await(asyncio_sleep(0)));
    note_result(await(asyncio_wait_for(task, 0)));
    note("%d", task_cancelled(task));
    return None;
}

TEST(without_time_a_coroutine_never_begins_and_a_done_future_is_no_timeout)
{
    run(coro(waits_no_time));
    check_notes("raised:TimeoutError()<-CancelledError@0 raised:TimeoutError()<-CancelledError@0 "
                "7@0 7@0 7@0 raised:ValueError('e')@0 t:begin t:CancelledError()@0 "
                "raised:TimeoutError()<-CancelledError@0 1");
}

ASYNC(swallows)
{
    Value result = await(asyncio_sleep(10));
    if (caught(&result, &CancelledError))
        note("swallowed");
    TRY(await(asyncio_sleep(1)));
    return string("late");
}

ASYNC(waits_for_swallowers)
{
    note_result(await(asyncio_wait_for(coro(swallows), 2)));
    note("%d", cancelling());
    Task *task = asyncio_create_task(coro(swallows));
    TRY(await(asyncio_sleep(0)));
    note_result(await(asyncio_wait_for(task, 0)));
    task = asyncio_create_task(coro(swallows));
    TRY(await(asyncio_sleep(0)));
    note_result(await(asyncio_wait_for(task, 2)));
    return None;
}

TEST(a_swallowed_cancel_is_no_timeout)
{
    run(coro(waits_for_swallowers));
    check_notes("swallowed 'late'@3 0 swallowed 'late'@4 swallowed 'late'@7");
}

ASYNC(fails_in_cleanup)
{
    Value result = await(asyncio_sleep(10));
    return caught(&result, &CancelledError) ? error(&ValueError, "cleanup") : result;
}

ASYNC(waits_for_failing_cleanups)
{
    note_result(await(asyncio_wait_for(coro(fails_in_cleanup), 2)));
    note("%d", cancelling());
    Task *task = asyncio_create_task(coro(fails_in_cleanup));
    TRY(await(asyncio_sleep(0)));
    note_result(await(asyncio_wait_for(task, 0)));
    return None;
}

TEST(an_error_in_the_cleanup_goes_before_the_timeout)
{
    run(coro(waits_for_failing_cleanups));
    check_notes("raised:ValueError('cleanup')@2 0 raised:ValueError('cleanup')@2");
}

ASYNC(nests_timeouts, double inner; double outer;)
{
    note_result(
        await(asyncio_wait_for(asyncio_wait_for(sleeper(10, "i"), arg->inner), arg->outer)));
    note("%d", cancelling());
    return None;
}

TEST(of_nested_timeouts_the_first_one_strikes)
{
    static const char expected[] =
        "i:begin i:CancelledError()@2 raised:TimeoutError()<-CancelledError@2 0";
    double delays[][2] = {{3, 2}, {2, 3}, {2, 2}};
    for (int i = 0; i < 3; i++) {
        EventLoop *loop = asyncio_new_event_loop();
        double start = loop_time(loop);
        /* Absolute times start anew: a loop's clock goes on where the last one ended. */
        check(start == 0);
        run(coro(nests_timeouts, delays[i][0], delays[i][1]));
        check_notes(expected);
        loop_close(loop);
        loop__reset();
    }
}

ASYNC(cancels_from_outside)
{
    Task *task = asyncio_create_task(asyncio_wait_for(sleeper(10, "i"), 5));
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "out");
    note_result(await(task));
    note("%d", task_cancelling(task));
    return None;
}

TEST(a_cancel_from_outside_is_no_timeout)
{
    run(coro(cancels_from_outside));
    check_notes("i:begin i:CancelledError('out')@1 raised:CancelledError('out')@1 1");
}

ASYNC(cancels_in_the_turn_of_the_timeout, bool before;)
{
    Task *task = asyncio_create_task(asyncio_wait_for(sleeper(10, "i"), 5));
    if (arg->before)
        call_later(5, callback(cancels, task, "before"));
    TRY(await(asyncio_sleep(0)));
    if (!arg->before)
        call_later(5, callback(cancels, task, "after"));
    note_result(await(task));
    note("%d%d", task_cancelled(task), task_cancelling(task));
    return None;
}

TEST(cancelled_in_the_turn_of_its_timeout_a_task_is_cancelled)
{
    run(coro(cancels_in_the_turn_of_the_timeout, .before = true));
    check_notes("i:begin i:CancelledError('before')@5 raised:CancelledError('before')@5 11");
}

TEST(cancelled_after_its_timeout_in_one_turn_a_task_is_cancelled_too)
{
    run(coro(cancels_in_the_turn_of_the_timeout, .before = false));
    check_notes("i:begin i:CancelledError()@5 raised:CancelledError()@5 11");
}

ASYNC(ends_in_the_turn_of_the_timeout)
{
    Future *future = new_future();
    call_later(2, callback(sets_result, future, "r"));
    note_result(await(asyncio_wait_for(future, 2)));
    note_result(await(asyncio_wait_for(asyncio_sleep_result(2, string("s")), 2)));
    return None;
}

TEST(done_in_the_turn_of_its_timeout_is_still_a_timeout)
{
    run(coro(ends_in_the_turn_of_the_timeout));
    check_notes("raised:TimeoutError()<-CancelledError@2 raised:TimeoutError()<-CancelledError@4");
}

ASYNC(waits_for_a_shield)
{
    Task *task = asyncio_create_task(sleeper(3, "i"));
    note_result(await(asyncio_wait_for(asyncio_shield(task), 1)));
    note("%d", task_done(task));
    note_result(await(task));
    return None;
}

TEST(a_shielded_task_survives_the_timeout)
{
    run(coro(waits_for_a_shield));
    check_notes("i:begin raised:TimeoutError()<-CancelledError@1 0 i:'x'@3 'x'@3");
}

static Value await_after_one(Awaitable *self)
{
    (void)self;
    TRY(await(asyncio_sleep(1)));
    return integer(1);
}

ASYNC(waits_for_an_awaitable)
{
    static const AwaitableType type = {"AfterOne", await_after_one};
    Awaitable after_one = {&type};
    note_result(await(asyncio_wait_for(&after_one, 2)));
    note_result(await(asyncio_wait_for(&after_one, 0.5)));
    note_result(await(asyncio_wait_for(&after_one, 0)));
    return None;
}

TEST(wait_for_takes_awaitables_of_ones_own)
{
    run(coro(waits_for_an_awaitable));
    check_notes("1@1 raised:TimeoutError()<-CancelledError@1.5 "
                "raised:TimeoutError()<-CancelledError@1.5");
}

ASYNC(cancels_who_waits_for_a_cancelled_task)
{
    Task *slow = asyncio_create_task(coro(swallows));
    TRY(await(asyncio_sleep(0)));
    Task *waiter = asyncio_create_task(asyncio_wait_for(slow, 0));
    TRY(await(asyncio_sleep(0.5)));
    task_cancel_message(waiter, "m");
    note_result(await(waiter));
    note("%d", task_done(slow));
    note_result(await(slow));
    return None;
}

TEST(who_waits_for_a_cancelled_task_to_end_can_be_cancelled)
{
    run(coro(cancels_who_waits_for_a_cancelled_task));
    check_notes("swallowed raised:CancelledError('m')@0.5 0 'late'@1");
}

/* -------------------------------------------------------------------- timeout */

static Timeout *timeout;

ASYNC(sleeps_and_notes, double delay;)
{
    note("in");
    Value result = await(asyncio_sleep(arg->delay));
    note("%s@%g", value_repr(result).as.string, now());
    return result;
}

ASYNC(moves_its_timeout)
{
    note("%g", timeout_when(timeout));
    TRY(await(asyncio_sleep(1)));
    TRY(timeout_reschedule(timeout, now() + 3));
    note("%g", timeout_when(timeout));
    TRY(await(asyncio_sleep(2)));
    note("%d", timeout_expired(timeout));
    return integer(1);
}

ASYNC(moves_its_timeout_into_the_past)
{
    TRY(await(asyncio_sleep(1)));
    TRY(timeout_reschedule(timeout, now() - 1));
    note("moved");
    return await(asyncio_sleep(5));
}

ASYNC(uses_timeouts)
{
    timeout = asyncio_timeout(2);
    note_result(await(async_with(timeout, coro(moves_its_timeout))));
    note("%d", timeout_expired(timeout));
    timeout = asyncio_timeout(2);
    note_result(await(async_with(timeout, coro(moves_its_timeout_into_the_past))));
    note("%d", timeout_expired(timeout));
    timeout = asyncio_timeout_at(now() + 2);
    note_result(await(async_with(timeout, coro(sleeps_and_notes, 3))));
    timeout = asyncio_timeout(NO_TIMEOUT);
    note_result(await(async_with(timeout, coro(sleeps_and_notes, 100))));
    return None;
}

TEST(a_timeout_can_be_moved)
{
    run(coro(uses_timeouts));
    check_notes("2 4 0 1@3 0 moved raised:TimeoutError()<-CancelledError@4 1 in "
                "CancelledError()@6 raised:TimeoutError()<-CancelledError@6 in None@106 None@106");
}

ASYNC(does_not_await)
{
    note("in");
    return None;
}

ASYNC(uses_timeouts_of_no_time)
{
    note_result(await(async_with(asyncio_timeout(0), coro(sleeps_and_notes, 0))));
    note_result(await(async_with(asyncio_timeout(0), coro(does_not_await))));
    note("%d", cancelling());
    TRY(await(asyncio_sleep(0)));
    note("after");
    return None;
}

TEST(a_timeout_of_no_time_strikes_at_the_first_await)
{
    run(coro(uses_timeouts_of_no_time));
    check_notes("in CancelledError()@0 raised:TimeoutError()<-CancelledError@0 in None@0 0 after");
}

ASYNC(swallows_its_timeout)
{
    Value result = await(asyncio_sleep(5));
    check(caught(&result, &CancelledError));
    check_raised(timeout_reschedule(timeout, 9), &RuntimeError,
                 "Cannot change state of expiring Timeout");
    check(timeout_expired(timeout));
    TRY(await(asyncio_sleep(1)));
    note("went-on");
    return None;
}

ASYNC(ends_timeouts_otherwise)
{
    timeout = asyncio_timeout(1);
    note_result(await(async_with(timeout, coro(fails_in_cleanup))));
    note("%d%d", timeout_expired(timeout), cancelling());
    timeout = asyncio_timeout(1);
    note_result(await(async_with(timeout, coro(swallows_its_timeout))));
    note("%d%d", timeout_expired(timeout), cancelling());
    return None;
}

TEST(an_expired_timeout_takes_its_cancel_back_however_the_block_ends)
{
    run(coro(ends_timeouts_otherwise));
    check_notes("raised:ValueError('cleanup')@1 10 went-on None@3 10");
}

ASYNC(has_a_timeout)
{
    return await(async_with(asyncio_timeout(2), asyncio_sleep(10)));
}

ASYNC(cancels_at_the_timeout)
{
    Task *task = asyncio_create_task(coro(has_a_timeout));
    TRY(await(asyncio_sleep(0)));
    call_later(2, callback(cancels, task, "x"));
    note_result(await(task));
    note("%d", task_cancelling(task));
    return None;
}

TEST(two_who_ask_are_a_cancel)
{
    run(coro(cancels_at_the_timeout));
    check_notes("raised:CancelledError()@2 1");
}

ASYNC(misuses_a_timeout)
{
    timeout = asyncio_timeout(1);
    check_raised(timeout_reschedule(timeout, 1), &RuntimeError, "Timeout has not been entered");
    TRY(await(async_with(timeout, coro(does_not_await))));
    check_raised(timeout_reschedule(timeout, 1), &RuntimeError,
                 "Cannot change state of finished Timeout");
    Coroutine *body = coro(does_not_await);
    check_raised(await(async_with(timeout, body)), &RuntimeError,
                 "Timeout has already been entered");
    coroutine_close(body);
    timeout = asyncio_timeout(0);
    (void)held(await(async_with(timeout, asyncio_sleep(1))));
    check_raised(timeout_reschedule(timeout, 1), &RuntimeError,
                 "Cannot change state of expired Timeout");
    return None;
}

TEST(a_timeout_is_entered_once_and_moved_only_within)
{
    run(coro(misuses_a_timeout));
}

CALLBACK(enters_a_timeout)
{
    Value value;
    Coroutine *body = coro(does_not_await);
    Coroutine *block = async_with(asyncio_timeout(1), body);
    check_int(coroutine_send(block, None, &value), SENT_RETURNED);
    check_raised(value, &RuntimeError, "Timeout should be used inside a task");
    coroutine_close(body);
    loop_stop(asyncio_get_running_loop());
    return None;
}

TEST(a_timeout_needs_a_task)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(enters_a_timeout));
    check_repr(loop_run_forever(loop), "None");
    check_null(asyncio_timeout(1), &RuntimeError, "no running event loop");
    check_notes("");
}

TEST(every_function_takes_null)
{
    check(timeout_when(NULL) == NO_TIMEOUT);
    check(!timeout_expired(NULL));
    fail(error(&ValueError, "v"));
    check_raised(timeout_reschedule(NULL, 1), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(async_with((Timeout *)NULL, (Coroutine *)NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(asyncio_wait_for((Future *)NULL, 1), &ValueError, "v");
}

RUN_TESTS
