#include "coroutines.h"
#include "harness.h"
#include "object.h"

static Future *task(Coroutine *coroutine, const char *name)
{
    Task *task = asyncio_create_task(coroutine);
    task_set_name(task, name);
    return (Future *)task;
}

static Future *sleeping(double delay, const char *name)
{
    return task(asyncio_sleep_result(delay, string(name)), name);
}

static Value names(Value tasks)
{
    Value text = string("");
    for (size_t i = 0; i < list_length(tasks); i++)
        text = format("%s%s", text.as.string, task_get_name(held(list_get(tasks, i)).as.object));
    return text;
}

/* Notes DONE|PENDING@time, by the names of the tasks. */
static void note_waited(Value waited)
{
    if (waited.raised) {
        note_result(waited);
        return;
    }
    Value done = names(held(list_get(waited, 0))), pending = names(held(list_get(waited, 1)));
    note("%s|%s@%g", done.as.string, pending.as.string, now());
}

#define WAIT(timeout, return_when, ...)                                                            \
    note_waited(await(asyncio_wait((Future *[]){__VA_ARGS__},                                      \
                                   sizeof((Future *[]){__VA_ARGS__}) / sizeof(Future *), timeout,  \
                                   return_when)))

/* ----------------------------------------------------------------------- wait */

ASYNC(waits_for_the_first)
{
    Future *a = sleeping(1, "a"), *b = sleeping(2, "b"), *c = sleeping(3, "c");
    WAIT(NO_TIMEOUT, FIRST_COMPLETED, a, b, c);
    WAIT(NO_TIMEOUT, FIRST_COMPLETED, a, b, c);
    WAIT(0.5, ALL_COMPLETED, a, b, c);
    WAIT(NO_TIMEOUT, FIRST_EXCEPTION, c, b, a);
    WAIT(NO_TIMEOUT, ALL_COMPLETED, a, b, c);
    WAIT(5, ALL_COMPLETED, a);
    return None;
}

TEST(wait_returns_what_is_done_and_what_is_pending)
{
    run(coro(waits_for_the_first));
    check_notes("a|bc@1 a|bc@1 a|bc@1.5 cba|@3 abc|@3 a|@3");
}

ASYNC(waits_for_an_exception)
{
    Future *a = sleeping(1, "a"), *b = task(coro(fails, 2, "f"), "b"), *c = sleeping(3, "c");
    WAIT(NO_TIMEOUT, FIRST_EXCEPTION, a, b, c);
    future_cancel(c);
    WAIT(0, ALL_COMPLETED, a, c);
    WAIT(NO_TIMEOUT, ALL_COMPLETED, a, c);
    WAIT(NO_TIMEOUT, ALL_COMPLETED, a, a, c);
    return None;
}

TEST(wait_ends_with_the_first_exception)
{
    record();
    run(coro(waits_for_an_exception));
    check_notes("ab|c@2 ac|@2 ac|@2 ac|@2");
    check_stderr(""); /* wait() has looked at it */
}

ASYNC(waits_for_the_last_to_fail)
{
    Future *a = sleeping(1, "a"), *b = task(coro(fails, 2, "f"), "b");
    WAIT(NO_TIMEOUT, FIRST_EXCEPTION, a, b);
    return None;
}

TEST(wait_does_not_look_at_the_exception_of_the_last_one)
{
    record();
    run(coro(waits_for_the_last_to_fail));
    check_notes("ab|@2");
    check_stderr("Task exception was never retrieved\n"
                 "future: <Task finished name='b' coro=<fails()> exception=ValueError('f')>\n"
                 "ValueError: f\n");
}

ASYNC(waits_with_a_cancelled_one)
{
    Future *x = sleeping(5, "x"), *a = sleeping(1, "a");
    future_cancel(a);
    WAIT(1, FIRST_EXCEPTION, a, x);
    WAIT(NO_TIMEOUT, FIRST_COMPLETED, x, a);
    return None;
}

TEST(a_cancelled_one_is_done_but_no_exception)
{
    run(coro(waits_with_a_cancelled_one));
    check_notes("a|x@1 a|x@1");
}

ASYNC(waits_no_time)
{
    Future *a = sleeping(1, "a");
    WAIT(0, ALL_COMPLETED, a);
    WAIT(-1, ALL_COMPLETED, a);
    WAIT(1, ALL_COMPLETED, a);
    return None;
}

TEST(a_timeout_of_wait_raises_nothing_and_cancels_nothing)
{
    run(coro(waits_no_time));
    check_notes("|a@0 |a@0 a|@1");
}

ASYNC(cancels_a_wait)
{
    Future *x = sleeping(5, "x");
    Task *waiting = asyncio_create_task(asyncio_wait(&x, 1, 10, ALL_COMPLETED));
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(waiting, "m");
    note_result(await(waiting));
    note("%d", future_done(x));
    note_result(await(x));
    note_result(await(asyncio_wait(NULL, 0, NO_TIMEOUT, ALL_COMPLETED)));
    return None;
}

TEST(cancel_of_a_wait_leaves_the_futures_alone)
{
    run(coro(cancels_a_wait));
    check_notes("raised:CancelledError('m')@1 0 'x'@5 "
                "raised:ValueError('Set of Tasks/Futures is empty.')@5");
}

TEST(wait_takes_null)
{
    fail(error(&ValueError, "why"));
    check_null(asyncio_wait((Future *[]){NULL}, 1, 1, ALL_COMPLETED), &ValueError, "why");
}

/* --------------------------------------------------------------- as_completed */

#define AS_COMPLETED(timeout, ...)                                                                 \
    asyncio_as_completed((Awaitable *[]){__VA_ARGS__},                                             \
                         sizeof((Awaitable *[]){__VA_ARGS__}) / sizeof(Awaitable *), timeout)

ASYNC(takes_them_as_they_come)
{
    AsCompleted *iterator =
        AS_COMPLETED(NO_TIMEOUT, AWAITABLE(coro(waits, 2, "a")), AWAITABLE(coro(waits, 1, "b")),
                     AWAITABLE(coro(fails, 3, "f")));
    for (Coroutine *next; (next = as_completed_next(iterator));)
        note_result(await(next));
    check(as_completed_next(iterator) == NULL);
    check(as_completed_next(asyncio_as_completed(NULL, 0, NO_TIMEOUT)) == NULL);
    return None;
}

TEST(as_completed_gives_results_in_the_order_they_come)
{
    run(coro(takes_them_as_they_come));
    check_notes("a:begin b:begin b:'b'@1 'b'@1 a:'a'@2 'a'@2 raised:ValueError('f')@3");
}

ASYNC(runs_out_of_time)
{
    AsCompleted *iterator = AS_COMPLETED(2.5, AWAITABLE(sleeping(1, "x")),
                                         AWAITABLE(sleeping(2, "y")), AWAITABLE(sleeping(9, "z")));
    for (Coroutine *next; (next = as_completed_next(iterator));)
        note_result(await(next));
    note_result(await(as_completed_next(AS_COMPLETED(0, AWAITABLE(sleeping(5, "x"))))));
    note_result(await(as_completed_next(AS_COMPLETED(-1, AWAITABLE(sleeping(5, "x"))))));
    return None;
}

TEST(as_completed_raises_timeout_error_for_the_rest)
{
    run(coro(runs_out_of_time));
    check_notes("'x'@1 'y'@2 raised:TimeoutError()@2.5 raised:TimeoutError()@2.5 "
                "raised:TimeoutError()@2.5");
}

ASYNC(takes_the_second_first)
{
    AsCompleted *iterator =
        AS_COMPLETED(NO_TIMEOUT, AWAITABLE(sleeping(1, "x")), AWAITABLE(sleeping(2, "y")));
    Coroutine *first = as_completed_next(iterator), *second = as_completed_next(iterator);
    note_result(await(second));
    note_result(await(first));
    Future *done = loop_create_future(asyncio_get_running_loop());
    TRY(future_set_result(done, string("done")));
    iterator = AS_COMPLETED(NO_TIMEOUT, AWAITABLE(done), AWAITABLE(done));
    note_result(await(as_completed_next(iterator)));
    check(as_completed_next(iterator) == NULL); /* it came twice and counts once */
    return None;
}

TEST(whoever_awaits_first_gets_the_first_result)
{
    run(coro(takes_the_second_first));
    check_notes("'x'@1 'y'@2 'done'@2");
}

CALLBACK(cancels, Task *task;)
{
    task_cancel(arg->task);
    return None;
}

ASYNC(cancels_a_waiter, bool in_the_turn_of_the_result;)
{
    AsCompleted *iterator =
        AS_COMPLETED(NO_TIMEOUT, AWAITABLE(sleeping(2, "x")), AWAITABLE(sleeping(3, "y")));
    Task *first = asyncio_create_task(as_completed_next(iterator));
    Task *second = asyncio_create_task(as_completed_next(iterator));
    TRY(await(asyncio_sleep(0)));
    loop_call_later(asyncio_get_running_loop(), arg->in_the_turn_of_the_result ? 2 : 1,
                    callback(cancels, first));
    note_result(await(first));
    note_result(await(second));
    return None;
}

TEST(no_result_is_lost_with_a_waiter_that_is_cancelled)
{
    run(coro(cancels_a_waiter, false));
    check_notes("raised:CancelledError()@1 'x'@2");
    loop__reset();
    run(coro(cancels_a_waiter, true));
    check_notes("raised:CancelledError()@2 'x'@2");
}

CALLBACK(cancels_waiter, Task *task;)
{
    note("cancels");
    task_cancel(arg->task);
    return None;
}

ASYNC(cancels_a_waiter_that_was_woken)
{
    Future *x = sleeping(2, "x"), *y = sleeping(3, "y");
    AsCompleted *iterator = AS_COMPLETED(NO_TIMEOUT, AWAITABLE(x), AWAITABLE(y));
    Task *first = asyncio_create_task(as_completed_next(iterator));
    Task *second = asyncio_create_task(as_completed_next(iterator));
    TRY(await(asyncio_sleep(0)));
    /* After the callback that wakes it, before it runs. */
    TRY(future_add_done_callback(x, callback(cancels_waiter, first)));
    note_result(await(first));
    note_result(await(second));
    return None;
}

TEST(a_waiter_cancelled_after_it_was_woken_wakes_the_next_one)
{
    run(coro(cancels_a_waiter_that_was_woken));
    check_notes("cancels raised:CancelledError()@2 'x'@2");
}

TEST(as_completed_needs_a_loop_and_takes_null)
{
    Coroutine *coroutine = coro(waits);
    check_null(AS_COMPLETED(1, AWAITABLE(coroutine)), &RuntimeError,
               "There is no current event loop in thread 'MainThread'.");
    coroutine_close(coroutine);
    check(as_completed_next(NULL) == NULL);
}

RUN_TESTS
