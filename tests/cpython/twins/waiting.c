#include "twin.h"

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

ASYNC(returns, Value value;)
{
    return arg->value;
}

ASYNC(sleeps, double seconds; Value value;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return arg->value;
}

ASYNC(fails, double seconds; const char *text;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return error(&ValueError, "%s", arg->text);
}

ASYNC(swallows)
{
    Value slept = await(asyncio_sleep(10));
    return caught(&slept, &CancelledError) ? integer(42) : slept;
}

ASYNC(ends_slowly)
{
    Value slept = await(asyncio_sleep(10));
    if (is_raised(slept) && is_instance(slept, &CancelledError)) {
        TRY(await(asyncio_sleep(0.5)));
        print("cleaned up", now());
    }
    return slept;
}

ASYNC(fails_to_clean_up)
{
    Value slept = await(asyncio_sleep(10));
    return caught(&slept, &CancelledError) ? error(&OSError, "in cleanup") : slept;
}

ASYNC(swallows_twice)
{
    for (int i = 0; i < 2; i++) {
        Value slept = await(asyncio_sleep(0.3));
        if (caught(&slept, &CancelledError))
            print("swallowed", now());
    }
    TRY(await(asyncio_sleep(0.3)));
    return integer(42);
}

/* -------------------------------------------------------------------- wait_for */

BEHAVIOUR(wait_for_waits_until_the_cancelled_task_has_ended)
{
    double seconds[] = {0.1, 0};
    for (int i = 0; i < 2; i++) {
        Task *task = asyncio_create_task(coro(ends_slowly));
        TRY(await(asyncio_sleep(0)));
        tell("wait_for", await(asyncio_wait_for(task, seconds[i])));
        print(task_cancelled(task), now());
    }
    return None;
}

BEHAVIOUR(wait_for_without_time_looks_once)
{
    Future *done = new_future();
    TRY(future_set_result(done, string("done")));
    tell("done", await(asyncio_wait_for(done, 0)));
    tell("never begun", await(asyncio_wait_for(coro(returns, integer(1)), 0)));
    for (int seconds = 0; seconds >= -1; seconds--) {
        Task *task = asyncio_create_task(coro(sleeps, 10, string("late")));
        TRY(await(asyncio_sleep(0)));
        tell("begun", await(asyncio_wait_for(task, seconds)));
        print(task_cancelled(task), now());
    }
    return None;
}

BEHAVIOUR(wait_for_without_limit_is_an_await)
{
    tell("None", await(asyncio_wait_for(coro(returns, string("done")), NO_TIMEOUT)));
    return None;
}

BEHAVIOUR(wait_for_leaves_alone_what_is_shielded)
{
    double seconds[] = {0, 0.5, NO_TIMEOUT};
    for (int i = 0; i < 3; i++) {
        Task *task = asyncio_create_task(coro(sleeps, 1, string("done")));
        Future *between = asyncio_shield(task);
        tell("wait_for", await(asyncio_wait_for(between, seconds[i])));
        print(future_cancelled(between), task_done(task), now());
        tell("task", await(task));
        print(now());
    }
    return None;
}

CALLBACK(sets_result, Future *target; Value result;)
{
    return future_set_result(arg->target, arg->result);
}

BEHAVIOUR(wait_for_gives_what_came_in_time)
{
    Future *future = new_future();
    loop_call_later(asyncio_get_running_loop(), 0.1, callback(sets_result, future, string("ok")));
    tell("future", await(asyncio_wait_for(future, 0.2)));
    print(now());
    return None;
}

BEHAVIOUR(wait_for_gives_what_a_swallowed_cancel_returns)
{
    tell("swallows", await(asyncio_wait_for(coro(swallows), 0.1)));
    print(task_cancelling(asyncio_current_task()));
    return None;
}

BEHAVIOUR(wait_for_raises_what_the_cleanup_raises)
{
    tell("wait_for", await(asyncio_wait_for(coro(fails_to_clean_up), 0.1)));
    return None;
}

BEHAVIOUR(wait_for_can_itself_be_cancelled)
{
    Task *inner = asyncio_create_task(coro(swallows_twice));
    Task *waiting = asyncio_create_task(asyncio_wait_for(inner, 0.1));
    task_cancel(waiting);
    tell("waiting", await(waiting));
    tell("inner", await(inner));
    print(now());
    return None;
}

CALLBACK(cancels, Task *task;)
{
    task_cancel(arg->task);
    return None;
}

BEHAVIOUR(cancelling_wait_for_cancels_what_it_waits_for)
{
    double seconds[] = {NO_TIMEOUT, 60};
    for (int i = 0; i < 2; i++) {
        Task *inner = asyncio_create_task(coro(sleeps, 10, string("late")));
        Task *waiting = asyncio_create_task(asyncio_wait_for(inner, seconds[i]));
        loop_call_soon(asyncio_get_running_loop(), callback(cancels, waiting));
        tell("waiting", await(waiting));
        print(task_cancelled(inner));
    }
    return None;
}

ASYNC(waits_and_sleeps)
{
    TRY(await(asyncio_wait_for(coro(returns, integer(1)), 100)));
    TRY(await(asyncio_sleep(1)));
    print("not reached");
    return None;
}

BEHAVIOUR(a_cancel_after_wait_for_is_not_lost)
{
    Task *task = asyncio_create_task(coro(waits_and_sleeps));
    TRY(await(asyncio_sleep(0)));
    print(task_done(task));
    task_cancel(task);
    tell("task", await(task));
    return None;
}

/* ------------------------------------------------------------------------ wait */

/* The places in `of` of those tasks. */
static Value places(Value tasks, Future *const *of, size_t count)
{
    Value list = list_new();
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < list_length(tasks); j++) {
            if (TRY(list_get(tasks, j)).as.object == of[i])
                TRY(list_append(list, integer((int64_t)i)));
        }
    }
    return list;
}

static Value tell_waited(Value waited, Future *const *of, size_t count)
{
    Value done = TRY(list_get(waited, 0)), pending = TRY(list_get(waited, 1));
    print(places(done, of, count), places(pending, of, count), now());
    return None;
}

#define FUTURES(...) ((Future *[]){__VA_ARGS__})
#define TASK(coroutine) FUTURE(asyncio_create_task(coroutine))

BEHAVIOUR(wait_takes_what_ends_before_it_looks)
{
    Future *a = TASK(asyncio_sleep(0)), *b = TASK(coro(sleeps, 0, string("b")));
    Future **both = FUTURES(b, a);
    Value waited = TRY(await(asyncio_wait(both, 2, NO_TIMEOUT, FIRST_COMPLETED)));
    Value done = TRY(list_get(waited, 0)), pending = TRY(list_get(waited, 1));
    print(places(done, both, 2), places(pending, both, 2));
    return None;
}

BEHAVIOUR(wait_again_takes_no_time)
{
    Future **both =
        FUTURES(TASK(coro(sleeps, 0.1, integer(1))), TASK(coro(sleeps, 0.15, integer(2))));
    for (int i = 0; i < 2; i++)
        TRY(tell_waited(TRY(await(asyncio_wait(both, 2, NO_TIMEOUT, ALL_COMPLETED))), both, 2));
    return None;
}

BEHAVIOUR(wait_counts_one_that_comes_twice_once)
{
    Future *task = TASK(coro(returns, string("t")));
    Future **three = FUTURES(task, task, TASK(coro(returns, string("u"))));
    Value waited = TRY(await(asyncio_wait(three, 3, NO_TIMEOUT, ALL_COMPLETED)));
    Value done = TRY(list_get(waited, 0)), pending = TRY(list_get(waited, 1));
    print(list_length(done), list_length(pending));
    return None;
}

BEHAVIOUR(wait_of_nothing_is_refused)
{
    tell("wait", await(asyncio_wait(NULL, 0, NO_TIMEOUT, ALL_COMPLETED)));
    return None;
}

BEHAVIOUR(wait_stops_at_an_exception)
{
    Future **three = FUTURES(TASK(coro(sleeps, 10, integer(1))), TASK(coro(fails, 0.1, "f")),
                             TASK(coro(sleeps, 0.1, integer(2))));
    TRY(tell_waited(TRY(await(asyncio_wait(three, 3, NO_TIMEOUT, FIRST_EXCEPTION))), three, 3));
    tell("exception", future_exception(three[1]));
    return None;
}

BEHAVIOUR(wait_stops_at_an_exception_that_is_there_already)
{
    Future **both = FUTURES(TASK(coro(sleeps, 10, integer(1))), TASK(coro(fails, 0, "f")));
    for (int i = 0; i < 2; i++) {
        Value waited = TRY(await(asyncio_wait(both, 2, NO_TIMEOUT, FIRST_EXCEPTION)));
        TRY(tell_waited(waited, both, 2));
        TRY(await(asyncio_sleep(i)));
    }
    tell("exception", future_exception(both[1]));
    return None;
}

BEHAVIOUR(wait_for_all_takes_an_exception_as_done)
{
    Future **both = FUTURES(TASK(coro(sleeps, 0.15, integer(1))), TASK(coro(fails, 0.1, "f")));
    for (int i = 0; i < 2; i++) {
        TRY(tell_waited(TRY(await(asyncio_wait(both, 2, NO_TIMEOUT, ALL_COMPLETED))), both, 2));
        tell("exception", future_exception(both[1]));
    }
    return None;
}

BEHAVIOUR(wait_stops_at_its_timeout)
{
    Future **both =
        FUTURES(TASK(coro(sleeps, 0.1, integer(1))), TASK(coro(sleeps, 0.15, integer(2))));
    double seconds[] = {0.1, 0, 0.02};
    for (int i = 0; i < 3; i++)
        TRY(tell_waited(TRY(await(asyncio_wait(both, 2, seconds[i], ALL_COMPLETED))), both, 2));
    return None;
}

/* ---------------------------------------------------------------- as_completed */

#define AWAITABLES(...) ((Awaitable *[]){__VA_ARGS__})

BEHAVIOUR(as_completed_gives_the_first_result_to_who_awaits_first)
{
    Awaitable **both = AWAITABLES(AWAITABLE(coro(sleeps, 0.05, string("a"))),
                                  AWAITABLE(coro(sleeps, 0.1, string("b"))));
    AsCompleted *each = asyncio_as_completed(both, 2, NO_TIMEOUT);
    Coroutine *a = as_completed_next(each), *b = as_completed_next(each);
    Value first = TRY(await(b));
    double after_first = now();
    Value second = TRY(await(a));
    print(first, after_first, second, now());
    return None;
}

BEHAVIOUR(as_completed_counts_one_that_comes_twice_once)
{
    Awaitable *task = AWAITABLE(asyncio_create_task(coro(returns, string("ham"))));
    Awaitable *other = AWAITABLE(asyncio_create_task(coro(returns, string("spam"))));
    AsCompleted *each = asyncio_as_completed(AWAITABLES(task, task, other), 3, NO_TIMEOUT);
    for (Coroutine *next; (next = as_completed_next(each));) {
        Value result = TRY(await(next));
        print(result);
    }
    return None;
}

BEHAVIOUR(as_completed_may_be_left_and_gone_on_with)
{
    Awaitable *four[4];
    for (int i = 0; i < 4; i++)
        four[i] = AWAITABLE(coro(sleeps, i, integer(i)));
    AsCompleted *each = asyncio_as_completed(four, 4, NO_TIMEOUT);
    Value first = TRY(await(as_completed_next(each)));
    Value second = TRY(await(as_completed_next(each)));
    print(first, second);
    TRY(await(asyncio_sleep(1.5)));
    Value third = TRY(await(as_completed_next(each)));
    print(third, now());
    Value fourth = TRY(await(as_completed_next(each)));
    print(fourth, now());
    print(as_completed_next(each) ? string("more") : None);
    return None;
}

BEHAVIOUR(a_cancelled_wait_of_as_completed_uses_up_its_turn)
{
    Future *a = new_future(), *b = new_future();
    AsCompleted *each = asyncio_as_completed(AWAITABLES(AWAITABLE(a), AWAITABLE(b)), 2, NO_TIMEOUT);
    Task *waiter = asyncio_create_task(as_completed_next(each));
    TRY(await(asyncio_sleep(0)));
    task_cancel(waiter);
    tell("waiter", await(waiter));
    TRY(future_set_result(a, string("a")));
    TRY(future_set_result(b, string("b")));
    for (Coroutine *left; (left = as_completed_next(each));)
        tell("next", await(left));
    return None;
}

BEHAVIOUR(as_completed_raises_timeout_errors)
{
    Task *tasks[] = {asyncio_create_task(coro(sleeps, 0.1, number(0.1))),
                     asyncio_create_task(coro(sleeps, 0.15, number(0.15))),
                     asyncio_create_task(coro(sleeps, 0.2, number(0.2)))};
    Awaitable **all = AWAITABLES(AWAITABLE(tasks[0]), AWAITABLE(tasks[1]), AWAITABLE(tasks[2]));
    AsCompleted *each = asyncio_as_completed(all, 3, 0.12);
    for (Coroutine *next; (next = as_completed_next(each));)
        tell("next", await(next));
    Value done = list_new();
    for (int i = 0; i < 3; i++)
        TRY(list_append(done, boolean(task_done(tasks[i]))));
    print(now(), done);
    return None;
}

BEHAVIOUR(a_timeout_of_as_completed_may_be_unused)
{
    Awaitable *one = AWAITABLE(coro(sleeps, 0.01, string("a")));
    AsCompleted *each = asyncio_as_completed(&one, 1, 1);
    for (Coroutine *next; (next = as_completed_next(each));)
        tell("next", await(next));
    print(now());
    return None;
}

BEHAVIOUR(as_completed_of_nothing_gives_nothing)
{
    print(as_completed_next(asyncio_as_completed(NULL, 0, NO_TIMEOUT)) ? string("more") : None);
    return None;
}

/* -------------------------------------------------------------------- timeouts */

ASYNC(body, double seconds;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return string("slept");
}

#define WITHIN(timeout, coroutine) async_with(timeout, coroutine)

static void tell_timeout(const Timeout *timeout)
{
    double when = timeout_when(timeout);
    print(timeout_expired(timeout), when == NO_TIMEOUT ? None : number(when));
}

BEHAVIOUR(timeouts_tell_when_they_are_and_whether_they_struck)
{
    Timeout *timeouts[] = {
        asyncio_timeout(0.01),       asyncio_timeout_at(now() + 0.5), asyncio_timeout(10),
        asyncio_timeout(NO_TIMEOUT), asyncio_timeout_at(NO_TIMEOUT),  asyncio_timeout(0),
        asyncio_timeout(-11),
    };
    for (int i = 0; i < 7; i++) {
        tell("within", await(WITHIN(timeouts[i], coro(body, 1))));
        tell_timeout(timeouts[i]);
    }
    return None;
}

BEHAVIOUR(a_timeout_of_no_time_strikes_a_bare_yield)
{
    tell("within", await(WITHIN(asyncio_timeout(0), asyncio_sleep(0))));
    tell("within", await(WITHIN(asyncio_timeout(-11), asyncio_sleep(0))));
    return None;
}

BEHAVIOUR(a_timeout_lets_other_errors_through)
{
    Timeout *timeout = asyncio_timeout(1);
    tell("within", await(WITHIN(timeout, coro(fails, 0, "foreign"))));
    tell_timeout(timeout);
    return None;
}

BEHAVIOUR(an_error_during_the_cleanup_goes_before_the_timeout)
{
    Timeout *timeout = asyncio_timeout(0.01);
    tell("within", await(WITHIN(timeout, coro(fails_to_clean_up))));
    tell_timeout(timeout);
    print(task_cancelling(asyncio_current_task()));
    return None;
}

BEHAVIOUR(of_two_timeouts_of_one_deadline_the_outer_one_raises)
{
    Timeout *outer = asyncio_timeout_at(1), *inner = asyncio_timeout_at(1);
    tell("outer", await(WITHIN(outer, WITHIN(inner, coro(body, 10)))));
    tell_timeout(outer);
    tell_timeout(inner);
    return None;
}

ASYNC(blocks)
{
    time_sleep(0.1);
    return await(asyncio_sleep(1));
}

ASYNC(tells_of, Coroutine *coroutine;)
{
    Value result = await(arg->coroutine);
    tell("inner", result);
    return None;
}

/* Made when it runs: its timeout counts from there. */
ASYNC(tells_of_blocking, double seconds;)
{
    return await(coro(tells_of, WITHIN(asyncio_timeout(arg->seconds), coro(blocks))));
}

BEHAVIOUR(a_loop_that_was_busy_strikes_both_timeouts)
{
    tell("outer", await(WITHIN(asyncio_timeout(0.002), coro(tells_of_blocking, 0.01))));
    print(now());
    return None;
}

ASYNC(goes_on_after_a_timeout)
{
    TRY(await(coro(tells_of_blocking, 0.01)));
    return await(asyncio_sleep(10));
}

BEHAVIOUR(what_follows_an_inner_timeout_is_struck_by_the_outer_one)
{
    tell("outer", await(WITHIN(asyncio_timeout(0.15), coro(goes_on_after_a_timeout))));
    print(now());
    return None;
}

ASYNC(cancels_itself)
{
    task_cancel_message(asyncio_current_task(), "foreign");
    return await(asyncio_sleep(10));
}

BEHAVIOUR(a_foreign_cancel_is_no_timeout)
{
    Timeout *timeout = asyncio_timeout(10);
    Task *task = asyncio_create_task(WITHIN(timeout, coro(cancels_itself)));
    tell("task", await(task));
    tell_timeout(timeout);
    print(task_cancelled(task), task_cancelling(task));
    return None;
}

ASYNC(waits_after_a_cancel, Coroutine *coroutine;)
{
    Value cancelled = await(coro(cancels_itself));
    if (caught(&cancelled, &CancelledError))
        print("cancelled", task_cancelling(asyncio_current_task()));
    Value cleanup = await(arg->coroutine);
    tell("cleanup", cleanup);
    print(task_cancelling(asyncio_current_task()));
    return None;
}

BEHAVIOUR(a_timeout_works_in_a_task_that_was_cancelled)
{
    Coroutine *cleanup = WITHIN(asyncio_timeout(0), coro(body, 1));
    tell("task", await(asyncio_create_task(coro(waits_after_a_cancel, cleanup))));
    return None;
}

BEHAVIOUR(a_cancel_works_in_a_timeout_in_a_task_that_was_cancelled)
{
    Coroutine *cleanup = WITHIN(asyncio_timeout(1), coro(cancels_itself));
    tell("task", await(asyncio_create_task(coro(waits_after_a_cancel, cleanup))));
    return None;
}

BEHAVIOUR(a_timeout_is_moved_and_lifted)
{
    Timeout *timeout = asyncio_timeout_at(10);
    Task *task = asyncio_create_task(WITHIN(timeout, coro(body, 50)));
    TRY(await(asyncio_sleep(0)));
    tell_timeout(timeout);
    TRY(timeout_reschedule(timeout, 20));
    tell_timeout(timeout);
    TRY(timeout_reschedule(timeout, NO_TIMEOUT));
    tell_timeout(timeout);
    TRY(await(asyncio_sleep(30)));
    print(task_done(task));
    TRY(timeout_reschedule(timeout, now() - 5));
    tell("task", await(task));
    print(now());
    return None;
}

ASYNC(enters_again, Timeout *timeout;)
{
    Value again = await(WITHIN(arg->timeout, coro(body, 0)));
    tell("again", again);
    return None;
}

BEHAVIOUR(a_timeout_is_entered_once)
{
    Timeout *timeout = asyncio_timeout(1);
    tell("early", timeout_reschedule(timeout, 2));
    TRY(await(WITHIN(timeout, coro(enters_again, timeout))));
    TRY(await(coro(enters_again, timeout)));
    tell("finished", timeout_reschedule(timeout, 2));
    Timeout *struck = asyncio_timeout(0);
    tell("struck", await(WITHIN(struck, coro(body, 1))));
    tell("expired", timeout_reschedule(struck, 2));
    return None;
}

ASYNC(tells_while_expiring, Timeout *timeout;)
{
    Value result = await(coro(body, 1));
    tell("body", result);
    tell("expiring", timeout_reschedule(arg->timeout, 2));
    return None;
}

BEHAVIOUR(an_expiring_timeout_cannot_be_moved)
{
    Timeout *timeout = asyncio_timeout(0.01);
    tell("within", await(WITHIN(timeout, coro(tells_while_expiring, timeout))));
    return None;
}

RUN_BEHAVIOURS
