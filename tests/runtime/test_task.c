/* Compiled twice: test_task_stackless.c is this file for another kind of coroutine. */
#include <string.h>

#include "harness.h"
#include "kinds.h"

/* Awaits something, and notes how that began and ended. */
BODY(waits, Awaitable *what; const char *name; Value result;)
{
    BEGIN;
    note("%s:begin", self->name);
    AWAIT(self->result, self->what);
    note("%s:%s", self->name, value_repr(self->result).as.string);
    RETURN(self->result);
    END
}

BODY(returns, int value;)
{
    BEGIN;
    RETURN(integer(self->value));
    END
}

BODY(fails, const ExceptionType *type; const char *text;)
{
    BEGIN;
    RETURN(error(self->type, "%s", self->text));
    END
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

/* What awaiting a task ends with, and how the task is afterwards. */
#define NOTE_RESULT(task)                                                                          \
    do {                                                                                           \
        AWAIT(self->result, task);                                                                 \
        note("%s%s", self->result.raised ? "raised:" : "", value_repr(self->result).as.string);    \
    } while (0)

/* --------------------------------------------------------------------- steps */

BODY(creates_a_task, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(asyncio_sleep(0)), .name = "t"));
    note("created");
    check(!task_done(self->task));
    TRY_AWAIT(asyncio_sleep(0));
    note("turn");
    NOTE_RESULT(self->task);
    check(task_done(self->task) && !task_cancelled(self->task));
    END
}

TEST(a_new_task_begins_in_the_next_turn)
{
    run(make(creates_a_task));
    check_notes("created t:begin turn t:None None");
}

BODY(ticks, const char *name; int left; double delay;)
{
    BEGIN;
    while (self->left) {
        note("%s%d", self->name, self->left);
        self->left--;
        TRY_AWAIT(asyncio_sleep(self->delay));
    }
    END
}

BODY(runs_three, Task *a; Task * b; Task * c;)
{
    BEGIN;
    self->a = asyncio_create_task(make(ticks, .name = "a", .left = 3));
    self->b = asyncio_create_task(make(ticks, .name = "b", .left = 2));
    self->c = asyncio_create_task(make(ticks, .name = "c", .left = 3));
    TRY_AWAIT(self->a);
    note("main");
    TRY_AWAIT(self->b);
    TRY_AWAIT(self->c);
    END
}

TEST(tasks_that_give_way_take_turns)
{
    run(make(runs_three));
    check_notes("a3 b2 c3 a2 b1 c2 a1 c1 main");
}

BODY(runs_by_time, Task *slow; Task * fast;)
{
    BEGIN;
    self->slow = asyncio_create_task(make(ticks, .name = "slow", .left = 2, .delay = 3));
    self->fast = asyncio_create_task(make(ticks, .name = "fast", .left = 4, .delay = 1));
    TRY_AWAIT(self->slow);
    TRY_AWAIT(self->fast);
    note("%g", now());
    END
}

TEST(sleeping_tasks_run_by_their_deadlines)
{
    run(make(runs_by_time));
    /* At 3 the timer of slow was set first. */
    check_notes("slow2 fast4 fast3 fast2 slow1 fast1 6");
}

BODY(looks_around, Task *other; Task * me; Value tasks;)
{
    BEGIN;
    self->me = asyncio_current_task();
    check_text(task_get_name(self->me), "Task-1");
    self->other = asyncio_create_task(make(waits, .what = AWAITABLE(new_future()), .name = "o"));
    self->tasks = asyncio_all_tasks();
    check_int(list_length(self->tasks), 2);
    check(list_get(self->tasks, 0).as.object == self->me);
    check(list_get(self->tasks, 1).as.object == self->other);
    TRY_AWAIT(asyncio_sleep(0));
    check(asyncio_current_task() == self->me);
    task_cancel(self->other);
    TRY_AWAIT(asyncio_sleep(0));
    TRY_AWAIT(asyncio_sleep(0));
    check(task_done(self->other));
    check_int(list_length(asyncio_all_tasks()), 1);
    END
}

TEST(current_task_and_all_tasks_tell_which_are_pending)
{
    check(asyncio_current_task() == NULL);
    run(make(looks_around));
    check(asyncio_current_task() == NULL);
    check_raised(asyncio_all_tasks(), &RuntimeError, "no running event loop");
}

BODY(looks_at_states, Future *future; Task * task; Coroutine * coroutine;)
{
    BEGIN;
    self->future = new_future();
    self->coroutine = make(waits, .what = AWAITABLE(self->future), .name = "t");
    self->task = asyncio_create_task(self->coroutine);
    check(task_get_coro(self->task) == self->coroutine);
    check(task_waiting_on(self->task) == NULL);
    check_repr(self->task, "<Task pending name='Task-2' coro=<waits()>>");
    TRY_AWAIT(asyncio_sleep(0));
    check(task_waiting_on(self->task) == self->future);
    check_raised(task_result(self->task), &InvalidStateError, "Result is not set.");
    check_raised(task_exception(self->task), &InvalidStateError, "Exception is not set.");
    check_repr(future_set_result(self->future, string("x")), "None");
    check(task_waiting_on(self->task) == self->future); /* until it is woken */
    TRY_AWAIT(asyncio_sleep(0));
    check(task_waiting_on(self->task) == NULL);
    check_repr(task_result(self->task), "'x'");
    check_repr(task_exception(self->task), "None");
    check_repr(self->task, "<Task finished name='Task-2' coro=<waits()> result='x'>");
    check_raised(future_set_result((Future *)self->task, None), &RuntimeError,
                 "Task does not support set_result operation");
    check_raised(future_set_exception((Future *)self->task, error(&ValueError, NULL)),
                 &RuntimeError, "Task does not support set_exception operation");
    END
}

TEST(a_task_shows_its_state)
{
    run(make(looks_at_states));
    check_notes("t:begin t:'x'");
}

BODY(names_tasks, Task *task;)
{
    BEGIN;
    self->task = asyncio_create_task(make(returns));
    check_text(task_get_name(self->task), "Task-2");
    task_set_name(self->task, format("n%d", 1).as.string);
    check_text(task_get_name(self->task), "n1");
    check_text(task_get_name(asyncio_create_task(make(returns))), "Task-3");
    TRY_AWAIT(asyncio_sleep(0));
    task_set_name(self->task, "done");
    check_text(task_get_name(self->task), "done");
    END
}

TEST(tasks_are_numbered_and_may_be_named)
{
    run(make(names_tasks));
}

TEST(numbers_go_on_from_run_to_run)
{
    run(make(returns));
    EventLoop *loop = asyncio_new_event_loop();
    /* run() made two more, of its shutdown. */
    check_text(task_get_name(loop_create_task(loop, make(returns))), "Task-4");
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
}

/* ------------------------------------------------------------------- results */

BODY(awaits_results, Value result; Task * task;)
{
    BEGIN;
    self->task = asyncio_create_task(make(returns, .value = 5));
    NOTE_RESULT(self->task);
    NOTE_RESULT(self->task); /* done: no suspension */
    self->task = asyncio_create_task(make(fails, .type = &ValueError, .text = "v"));
    NOTE_RESULT(self->task);
    check_repr(task_exception(self->task), "ValueError('v')");
    check_repr(self->task,
               "<Task finished name='Task-3' coro=<fails()> exception=ValueError('v')>");
    NOTE_RESULT(make(returns, .value = 6));
    NOTE_RESULT(make(fails, .type = &TypeError, .text = "t"));
    END
}

TEST(results_and_exceptions_come_out_of_tasks_and_coroutines)
{
    run(make(awaits_results));
    check_notes("5 5 raised:ValueError('v') 6 raised:TypeError('t')");
}

BODY(chain, int depth; Value result;)
{
    BEGIN;
    if (self->depth == 0) {
        TRY_AWAIT(asyncio_sleep(1));
        RETURN(error(&ValueError, "deep"));
    }
    AWAIT(self->result, make(chain, .depth = self->depth - 1));
    note("%d", self->depth);
    RETURN(self->result);
    END
}

TEST(an_exception_goes_up_through_a_chain_of_awaits)
{
    check_raised(asyncio_run(make(chain, .depth = 5)), &ValueError, "deep");
    check_notes("1 2 3 4 5");
}

BODY(shares_a_task, Task *shared; Task * a; Task * b;)
{
    BEGIN;
    self->shared = asyncio_create_task(make(ticks, .name = "s", .left = 1, .delay = 1));
    self->a = asyncio_create_task(make(waits, .what = AWAITABLE(self->shared), .name = "a"));
    self->b = asyncio_create_task(make(waits, .what = AWAITABLE(self->shared), .name = "b"));
    TRY_AWAIT(self->shared);
    note("main");
    TRY_AWAIT(self->a);
    TRY_AWAIT(self->b);
    END
}

TEST(tasks_that_wait_for_one_task_wake_in_the_order_they_came)
{
    run(make(shares_a_task));
    /* main began to wait first. */
    check_notes("s1 a:begin b:begin main a:None b:None");
}

BODY(drives_one_coroutine_twice, Coroutine *coroutine; Task * first; Task * second; Value result;)
{
    BEGIN;
    self->coroutine = make(waits, .what = AWAITABLE(asyncio_sleep(1)), .name = "c");
    self->first = asyncio_create_task(self->coroutine);
    TRY_AWAIT(self->first);
    self->second = asyncio_create_task(self->coroutine);
    NOTE_RESULT(self->second);
    END
}

TEST(a_task_of_a_coroutine_that_has_ended_fails)
{
    run(make(drives_one_coroutine_twice));
    check_notes("c:begin c:None raised:RuntimeError('cannot reuse already awaited coroutine')");
}

/* ----------------------------------------------------------------- cancelling */

BODY(cancels_at_once, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(asyncio_sleep(0)), .name = "t"));
    note("%d", task_cancel_message(self->task, "m"));
    note("%d", task_done(self->task));
    NOTE_RESULT(self->task);
    note("%d", task_cancel(self->task));
    END
}

TEST(cancel_before_the_first_step_never_runs_the_body)
{
    record();
    run(make(cancels_at_once));
    check_notes("1 0 raised:CancelledError('m') 0");
    check_stderr("RuntimeWarning: coroutine 'sleep' was never awaited\n");
}

BODY(cancels_later, Task *task; Future * future; Value result;)
{
    BEGIN;
    self->future = new_future();
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(self->future), .name = "t"));
    TRY_AWAIT(asyncio_sleep(0));
    check(task_cancel_message(self->task, "msg"));
    check(future_cancelled(self->future)); /* at once; the task is told in the next turn */
    check(!task_done(self->task));
    check_repr(self->task, "<Task cancelling name='Task-2' coro=<waits()> "
                           "wait_for=<Future cancelled>>");
    NOTE_RESULT(self->task);
    NOTE_RESULT(self->task);
    check(task_cancelled(self->task));
    check_raised(task_result(self->task), &CancelledError, NULL);
    check_raised(task_exception(self->task), &CancelledError, NULL);
    check_repr(self->task, "<Task cancelled name='Task-2' coro=<waits()>>");
    END
}

TEST(cancel_of_a_waiting_task_cancels_what_it_waits_for)
{
    run(make(cancels_later));
    /* The message is the first one's to see, as in CPython. */
    check_notes("t:begin t:CancelledError('msg') raised:CancelledError('msg') "
                "raised:CancelledError()");
}

BODY(cancels_after_set_result, Future *future; Task * task; Value result;)
{
    BEGIN;
    self->future = new_future();
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(self->future), .name = "t"));
    TRY_AWAIT(asyncio_sleep(0));
    check_repr(future_set_result(self->future, integer(1)), "None");
    note("%d", task_cancel(self->task));
    note("%d", task_cancelling(self->task));
    NOTE_RESULT(self->task);
    note("%d%d", task_cancelled(self->task), future_cancelled(self->future));
    END
}

TEST(cancel_of_a_task_whose_future_is_done_already_still_cancels_it)
{
    run(make(cancels_after_set_result));
    check_notes("t:begin 1 1 t:CancelledError() raised:CancelledError() 10");
}

BODY(cancels_a_bare_yield, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(asyncio_sleep(0)), .name = "t"));
    TRY_AWAIT(asyncio_sleep(0));
    task_cancel_message(self->task, "z");
    NOTE_RESULT(self->task);
    END
}

TEST(cancel_of_a_task_that_gave_way_is_thrown_by_its_next_step)
{
    run(make(cancels_a_bare_yield));
    check_notes("t:begin t:CancelledError('z') raised:CancelledError('z')");
}

BODY(cancels_a_chain, bool the_inner_one; Task * inner; Task * outer; Value result;)
{
    BEGIN;
    self->inner =
        asyncio_create_task(make(waits, .what = AWAITABLE(asyncio_sleep(10)), .name = "i"));
    self->outer = asyncio_create_task(make(waits, .what = AWAITABLE(self->inner), .name = "o"));
    TRY_AWAIT(asyncio_sleep(1));
    task_cancel_message(self->the_inner_one ? self->inner : self->outer, "m");
    note("cancelling:%d%d", task_cancelling(self->inner), task_cancelling(self->outer));
    NOTE_RESULT(self->outer);
    note("%d%d@%g", task_cancelled(self->inner), task_cancelled(self->outer), now());
    END
}

TEST(cancel_goes_down_to_the_task_that_is_waited_for)
{
    run(make(cancels_a_chain));
    check_notes("i:begin o:begin cancelling:11 i:CancelledError('m') o:CancelledError('m') "
                "raised:CancelledError('m') 11@1");
}

TEST(a_cancelled_task_cancels_who_waits_for_it)
{
    run(make(cancels_a_chain, .the_inner_one = true));
    check_notes("i:begin o:begin cancelling:10 i:CancelledError('m') o:CancelledError('m') "
                "raised:CancelledError('m') 11@1");
}

BODY(waits_for_many, int left; Task * next; Value result;)
{
    BEGIN;
    if (!self->left)
        TRY_AWAIT(asyncio_sleep(10));
    else {
        self->next = asyncio_create_task(make(waits_for_many, .left = self->left - 1));
        TRY_AWAIT(self->next);
    }
    END
}

BODY(cancels_a_long_chain, Task *first; Value result;)
{
    BEGIN;
    self->first = asyncio_create_task(make(waits_for_many, .left = 20000));
    TRY_AWAIT(asyncio_sleep(1));
    check(task_cancel(self->first));
    NOTE_RESULT(self->first);
    note("@%g", now());
    END
}

TEST(a_chain_of_tasks_is_cancelled_at_any_length)
{
    run(make(cancels_a_long_chain));
    check_notes("raised:CancelledError() @1");
}

BODY(waits_for_another, Task **other; Value result;)
{
    BEGIN;
    TRY_AWAIT(asyncio_sleep(0));
    TRY_AWAIT(*self->other);
    END
}

BODY(cancels_a_circle, Task *tasks[3]; Value result;)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->tasks[i] =
            asyncio_create_task(make(waits_for_another, .other = &self->tasks[(i + 1) % 3]));
    TRY_AWAIT(asyncio_sleep(1));
    check(task_cancel(self->tasks[0]));
    TRY_AWAIT(self->tasks[0]);
    END
}

TEST(a_circle_of_tasks_is_a_deadlock_cancelled_or_not)
{
    check_raised(asyncio_run(make(cancels_a_circle)), &DeadlockError,
                 "deadlock: Task-1 (cancels_a_circle) waits for Task-2; Task-2 "
                 "(waits_for_another) waits for Task-3; Task-3 (waits_for_another) waits for "
                 "Task-4; Task-4 (waits_for_another) waits for Task-2");
}

BODY(cleans_up, Value result;)
{
    BEGIN;
    AWAIT(self->result, asyncio_sleep(10));
    note("first:%s", value_repr(self->result).as.string);
    AWAIT(self->result, asyncio_sleep(5));
    note("second:%s", value_repr(self->result).as.string);
    RETURN(integer(3));
    END
}

BODY(cancels_thrice, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(cleans_up));
    TRY_AWAIT(asyncio_sleep(1));
    task_cancel_message(self->task, "a");
    task_cancel_message(self->task, "b");
    note("%d", task_cancelling(self->task));
    TRY_AWAIT(asyncio_sleep(1));
    task_cancel_message(self->task, "c");
    NOTE_RESULT(self->task);
    note("%d%d@%g", task_cancelling(self->task), task_cancelled(self->task), now());
    END
}

TEST(two_cancels_are_one_error_and_a_third_one_hits_the_cleanup)
{
    run(make(cancels_thrice));
    check_notes("2 first:CancelledError('a') second:CancelledError('c') 3 30@2");
}

typedef enum Then { RETURNS, RAISES, SWALLOWS, UNCANCELS } Then;

BODY(cancels_itself, Then then; Value result;)
{
    BEGIN;
    task_cancel_message(asyncio_current_task(), "self");
    if (self->then == RETURNS)
        RETURN(integer(5));
    if (self->then == RAISES)
        RETURN(error(&ValueError, "v"));
    AWAIT(self->result, asyncio_sleep(0));
    note("%s", value_repr(self->result).as.string);
    if (self->then == UNCANCELS)
        note("%d", task_uncancel(asyncio_current_task()));
    RETURN(integer(6));
    END
}

BODY(runs_who_cancels_itself, Then then; Task * task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(cancels_itself, .then = self->then));
    NOTE_RESULT(self->task);
    note("%d%d", task_cancelled(self->task), task_cancelling(self->task));
    END
}

TEST(a_task_that_cancels_itself_and_returns_is_cancelled)
{
    run(make(runs_who_cancels_itself, .then = RETURNS));
    check_notes("raised:CancelledError('self') 11");
}

TEST(a_task_that_cancels_itself_and_raises_has_failed)
{
    run(make(runs_who_cancels_itself, .then = RAISES));
    check_notes("raised:ValueError('v') 01");
}

TEST(a_task_that_cancels_itself_is_hit_by_its_next_await)
{
    run(make(runs_who_cancels_itself, .then = SWALLOWS));
    check_notes("CancelledError('self') 6 01");
    run(make(runs_who_cancels_itself, .then = UNCANCELS));
    check_notes("CancelledError('self') 0 6 00");
}

BODY(waits_after_cancelling_itself, Future *future; Value result;)
{
    BEGIN;
    task_cancel_message(asyncio_current_task(), "early");
    self->future = new_future();
    AWAIT(self->result, self->future);
    note("%s %d%d", value_repr(self->result).as.string, future_cancelled(self->future),
         task_cancelling(asyncio_current_task()));
    END
}

TEST(a_cancel_that_is_due_cancels_the_next_future_that_is_awaited)
{
    run(make(waits_after_cancelling_itself));
    check_notes("CancelledError('early') 11");
}

BODY(uncancels_before_the_start, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(
        make(waits, .what = AWAITABLE(asyncio_sleep_result(0, string("x"))), .name = "t"));
    task_cancel(self->task);
    note("%d%d", task_uncancel(self->task), task_uncancel(self->task));
    NOTE_RESULT(self->task);
    END
}

TEST(uncancel_takes_back_a_cancel_that_was_not_delivered_yet)
{
    run(make(uncancels_before_the_start));
    check_notes("00 t:begin t:'x' 'x'");
}

BODY(cancels_a_done_task, Task *task;)
{
    BEGIN;
    self->task = asyncio_create_task(make(returns, .value = 1));
    TRY_AWAIT(self->task);
    note("%d", task_cancel(self->task));
    note("%d", task_cancelling(self->task));
    check_repr(task_result(self->task), "1");
    END
}

TEST(a_done_task_cannot_be_cancelled)
{
    run(make(cancels_a_done_task));
    check_notes("0 0");
}

BODY(awaits_who_raises_cancelled_error, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(fails, .type = &CancelledError, .text = "own"));
    NOTE_RESULT(self->task);
    note("%d%d", task_cancelled(self->task), task_cancelling(self->task));
    END
}

TEST(a_task_that_raises_cancelled_error_is_cancelled)
{
    run(make(awaits_who_raises_cancelled_error));
    check_notes("raised:CancelledError('own') 10");
}

BODY(cancels_by_future_cancel, Task *task; Value result;)
{
    BEGIN;
    self->task = asyncio_create_task(make(waits, .what = AWAITABLE(new_future()), .name = "t"));
    TRY_AWAIT(asyncio_sleep(0));
    check(future_cancel(self->task));
    check(!future_cancelled(self->task)); /* it is asked, as by task_cancel() */
    NOTE_RESULT(self->task);
    END
}

TEST(cancelling_a_task_as_a_future_is_the_same)
{
    run(make(cancels_by_future_cancel));
    check_notes("t:begin t:CancelledError() raised:CancelledError()");
}

BODY(cancels_while_others_wait, Future *shared; Task * a; Task * b; Value result;)
{
    BEGIN;
    self->shared = new_future();
    self->a = asyncio_create_task(make(waits, .what = AWAITABLE(self->shared), .name = "a"));
    self->b = asyncio_create_task(make(waits, .what = AWAITABLE(self->shared), .name = "b"));
    TRY_AWAIT(asyncio_sleep(0));
    task_cancel(self->b);
    NOTE_RESULT(self->a);
    note("%d%d", task_cancelled(self->a), task_cancelling(self->a));
    END
}

TEST(cancelling_one_task_cancels_a_shared_future_for_all)
{
    run(make(cancels_while_others_wait));
    check_notes("a:begin b:begin a:CancelledError() b:CancelledError() raised:CancelledError() 10");
}

/* -------------------------------------------------------------- SystemExit etc. */

BODY(waits_for_a_quitter, Task *task;)
{
    BEGIN;
    self->task = asyncio_create_task(make(fails, .type = &SystemExit, .text = "bye"));
    TRY_AWAIT(asyncio_sleep(1));
    note("not-reached");
    END
}

TEST(system_exit_in_a_task_leaves_the_loop)
{
    EventLoop *loop = asyncio_new_event_loop();
    Task *task = loop_create_task(loop, make(fails, .type = &KeyboardInterrupt, .text = "k"));
    check_raised(loop_run_until_complete(loop, task), &KeyboardInterrupt, "k");
    check(task_done(task));
    check_repr(task_exception(task), "KeyboardInterrupt('k')");
    loop_close(loop);
    check_raised(asyncio_run(make(waits_for_a_quitter)), &SystemExit, "bye");
    check_notes("");
}

/* ------------------------------------------------------------------- bad yields */

BODY(yields_badly, Value value; Value result;)
{
    BEGIN;
    AWAIT(self->result, yields(self->value));
    note("caught");
    RETURN(self->result);
    END
}

BODY(yields_badly_when_cancelled, Value result;)
{
    BEGIN;
    task_cancel_message(asyncio_current_task(), "early");
    NOTE_RESULT(yields(integer(5)));
    NOTE_RESULT(asyncio_sleep(0));
    END
}

TEST(what_is_no_future_is_a_bad_yield)
{
    check_raised(asyncio_run(make(yields_badly, .value = integer(5))), &RuntimeError,
                 "Task got bad yield: 5");
    check_raised(asyncio_run(make(yields_badly, .value = string("x"))), &RuntimeError,
                 "Task got bad yield: 'x'");
    check_notes("caught caught");
}

TEST(a_cancel_that_is_due_goes_before_a_bad_yield)
{
    run(make(yields_badly_when_cancelled));
    check_notes("raised:CancelledError('early') None");
}

TEST(a_bare_yield_of_none_gives_way)
{
    run(make(yields_badly, .value = None));
    check_notes("caught");
}

BODY(yields_a_future, )
{
    BEGIN;
    TRY_AWAIT(yields(VALUE(new_future())));
    END
}

BODY(awaits_itself, )
{
    BEGIN;
    TRY_AWAIT(asyncio_current_task());
    END
}

TEST(a_future_yielded_without_await_is_an_error)
{
    check_raised(asyncio_run(make(yields_a_future)), &RuntimeError,
                 "yield was used instead of yield from in task <Task pending name='Task-1' "
                 "coro=<yields_a_future()> cb=[run_until_complete()]> with <Future pending>");
}

TEST(a_task_cannot_await_itself)
{
    check_raised(asyncio_run(make(awaits_itself)), &RuntimeError,
                 "Task cannot await on itself: <Task pending name='Task-1' "
                 "coro=<awaits_itself()> cb=[run_until_complete()]>");
}

TEST(a_future_of_another_loop_cannot_be_awaited)
{
    EventLoop *other = asyncio_new_event_loop();
    Future *future = loop_create_future(other);
    check_raised(
        asyncio_run(make(waits, .what = AWAITABLE(future), .name = "t")), &RuntimeError,
        "Task <Task pending name='Task-1' coro=<waits()> "
        "cb=[run_until_complete()]> got Future <Future pending> attached to a different loop");
    check_notes(
        "t:begin t:RuntimeError(\"Task <Task pending name='Task-1' coro=<waits()> "
        "cb=[run_until_complete()]> got Future <Future pending> attached to a different loop\")");
}

/* ------------------------------------------------------- where there is no loop */

TEST(a_task_needs_a_running_loop)
{
    record();
    check_null(asyncio_create_task(make(returns)), &RuntimeError, "no running event loop");
    coroutine__report_never_awaited(0);
    check_stderr("RuntimeWarning: coroutine 'returns' was never awaited\n");
}

TEST(every_function_takes_null)
{
    Task *none = NULL;
    check(!task_cancel(none));
    check(!task_cancel_message(none, "m"));
    check_int(task_cancelling(none), 0);
    check_int(task_uncancel(none), 0);
    check(!task_done(none));
    check(!task_cancelled(none));
    check_text(task_get_name(none), "");
    task_set_name(none, "x");
    check(task_get_coro(none) == NULL);
    check(task_waiting_on(none) == NULL);
    fail(error(&ValueError, "v"));
    check_raised(task_result(none), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(task_exception(none), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_create_task(asyncio_new_event_loop(), NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_create_task(NULL, make(returns)), &ValueError, "v");
}

RUN_TESTS
