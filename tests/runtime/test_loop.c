#include <math.h>
#include <string.h>

#include "harness.h"
#include "object.h"

CALLBACK(named, const char *name;)
{
    note("%s", arg->name);
    return None;
}

CALLBACK(timed, const char *name;)
{
    note("%s@%g", arg->name, now());
    return None;
}

CALLBACK(stops)
{
    loop_stop(asyncio_get_running_loop());
    return None;
}

ASYNC(returns, int value;)
{
    return integer(arg->value);
}

ASYNC(waits_for_ever)
{
    return await(loop_create_future(asyncio_get_running_loop()));
}

ASYNC(sleeps, double delay; const char *name;)
{
    TRY(await(asyncio_sleep(arg->delay)));
    note("%s@%g", arg->name, now());
    return None;
}

/* ------------------------------------------------------------------ call_soon */

TEST(call_soon_keeps_the_order)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(named, "a"));
    loop_call_soon(loop, callback(named, "b"));
    loop_call_soon(loop, callback(stops));
    loop_call_soon(loop, callback(named, "c")); /* of the same turn */
    check_repr(loop_run_forever(loop), "None");
    check_notes("a b c");
}

CALLBACK(schedules, int left;)
{
    note("%d", arg->left);
    EventLoop *loop = asyncio_get_running_loop();
    if (arg->left)
        loop_call_soon(loop, callback(schedules, arg->left - 1));
    else
        loop_stop(loop);
    return None;
}

TEST(what_a_callback_schedules_waits_for_the_next_turn)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(schedules, 3));
    loop_call_soon(loop, callback(schedules, 0)); /* stops after the first turn */
    check_repr(loop_run_forever(loop), "None");
    check_notes("3 0");
    loop_call_soon(loop, callback(named, "between"));
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
    check_notes("2 between");
}

TEST(many_handles_wait_in_order)
{
    EventLoop *loop = asyncio_new_event_loop();
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            loop_call_soon(loop, callback(schedules, 1));
        loop_stop(loop);
        check_repr(loop_run_forever(loop), "None");
    }
    loop_close(loop);
}

static int came;

CALLBACK(comes, int number;)
{
    check_int(came++, arg->number);
    return None;
}

ASYNC(comes_twice, int first; int second;)
{
    check_int(came++, arg->first);
    TRY(await(asyncio_sleep(0)));
    check_int(came++, arg->second);
    return None;
}

/* So many that the loop fetches what several of them touch at the same time. */
TEST(thousands_wait_in_order)
{
    enum { THOUSANDS = 3000 };
    EventLoop *loop = asyncio_new_event_loop();
    came = 0;
    for (int i = 0; i < THOUSANDS; i++) {
        loop_call_soon(loop, callback(comes, 2 * i));
        handle_cancel(loop_call_soon(loop, callback(named, "cancelled")));
        loop_create_task(loop, coro(comes_twice, 2 * i + 1, 2 * THOUSANDS + i));
        loop_create_task(loop, asyncio_sleep(0));
        loop_create_task(loop, asyncio_sleep(1));
    }
    loop_call_later(loop, 2, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_int(came, 3 * THOUSANDS);
    check_notes("");
    check_repr(loop__all_tasks(loop), "[]");
    loop_close(loop);
}

TEST(a_cancelled_handle_is_not_called)
{
    EventLoop *loop = asyncio_new_event_loop();
    Handle *handle = loop_call_soon(loop, callback(named, "cancelled"));
    Handle *other = loop_call_soon(loop, callback(named, "called"));
    check(!handle_cancelled(handle));
    handle_cancel(handle);
    handle_cancel(handle);
    check(handle_cancelled(handle));
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("called");
    handle_cancel(other);
    check(handle_cancelled(other));
    check_repr(handle, "<Handle cancelled>");
}

CALLBACK(cancels, Handle *handle;)
{
    note("cancels");
    handle_cancel(arg->handle);
    return None;
}

TEST(a_handle_of_the_same_turn_can_be_cancelled)
{
    EventLoop *loop = asyncio_new_event_loop();
    struct cancels *arguments = asyncio_alloc(sizeof *arguments);
    Callback *first = callback_new("cancels", cancels__call, arguments, sizeof *arguments);
    loop_call_soon(loop, first);
    Handle *later = loop_call_soon(loop, callback(named, "later"));
    ((struct cancels *)first->arguments)->handle = later;
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("cancels");
}

/* --------------------------------------------------------------------- timers */

TEST(timers_run_in_the_order_of_their_deadlines)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_later(loop, 3, callback(timed, "c"));
    loop_call_later(loop, 1, callback(timed, "a"));
    loop_call_at(loop, 2, callback(timed, "b"));
    loop_call_later(loop, 4, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("a@1 b@2 c@3");
    check(loop_time(loop) == 4);
}

TEST(timers_of_one_deadline_run_in_the_order_of_their_creation)
{
    EventLoop *loop = asyncio_new_event_loop();
    static const char *const names[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t i = 0; i < 10; i++)
        loop_call_later(loop, 1, callback(named, names[i]));
    loop_call_later(loop, 1, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("0 1 2 3 4 5 6 7 8 9");
}

TEST(due_timers_run_after_what_is_ready)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_later(loop, 0, callback(named, "now"));
    loop_call_later(loop, -1, callback(named, "past"));
    loop_call_soon(loop, callback(named, "soon"));
    loop_call_at(loop, 0.5, callback(named, "half"));
    loop_call_later(loop, 1, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("soon past now half");
}

/* Less than the resolution of the clock apart: one turn. */
TEST(deadlines_within_the_clocks_resolution_are_due_together)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_at(loop, 1 + 5e-10, callback(timed, "b"));
    loop_call_at(loop, 1, callback(timed, "a"));
    loop_call_at(loop, 1 + 2e-9, callback(stops));
    record();
    check_repr(loop_run_forever(loop), "None");
    check_notes("a@1 b@1");
    check_int(recorded_of(EVENT_LOOP_TURN), 2);
}

TEST(a_random_heap_of_timers_comes_out_sorted)
{
    EventLoop *loop = asyncio_new_event_loop();
    uint32_t random = 1;
    for (int i = 0; i < 500; i++) {
        random = random * 1664525u + 1013904223u;
        loop_call_at(loop, random >> 24, callback(stops));
    }
    double last = -1;
    while (loop->timer_count) {
        double first = timer_handle_when(loop->timers[0]);
        check(first > last);
        last = first;
        check_repr(loop_run_forever(loop), "None"); /* all of one deadline */
        check(loop_time(loop) == first);
    }
}

TEST(a_cancelled_timer_does_not_run)
{
    EventLoop *loop = asyncio_new_event_loop();
    TimerHandle *first = loop_call_later(loop, 1, callback(timed, "first"));
    TimerHandle *second = loop_call_later(loop, 2, callback(timed, "second"));
    loop_call_later(loop, 3, callback(stops));
    check(timer_handle_when(second) == 2);
    timer_handle_cancel(first);
    timer_handle_cancel(first);
    check(timer_handle_cancelled(first));
    check(!timer_handle_cancelled(second));
    check_repr(second, "<TimerHandle when=2.0 timed()>");
    check_int(loop->timers_cancelled, 1);
    check_repr(loop_run_forever(loop), "None");
    check_notes("second@2");
    check_int(loop->timers_cancelled, 0);
    timer_handle_cancel(second); /* it has run: nothing is counted */
    check_int(loop->timers_cancelled, 0);
    check_repr(first, "<TimerHandle cancelled when=1.0>");
}

/* Cancelled between its deadline and its turn: it is in the ready queue. */
CALLBACK(cancels_timer, TimerHandle *timer;)
{
    note("cancels");
    timer_handle_cancel(arg->timer);
    return None;
}

TEST(a_timer_that_has_fired_can_still_be_cancelled)
{
    EventLoop *loop = asyncio_new_event_loop();
    TimerHandle *timer = loop_call_at(loop, 2, callback(timed, "timer"));
    loop_call_at(loop, 1, callback(named, "first"));
    EventLoop *same = loop;
    loop_call_at(same, 2 - 1e-12, callback(cancels_timer, timer));
    loop_call_at(loop, 2, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("first cancels");
    check_int(loop->timers_cancelled, 0);
}

TEST(a_cancelled_timer_behind_one_that_is_due_is_dropped_with_it)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_at(loop, 1, callback(timed, "first"));
    timer_handle_cancel(loop_call_at(loop, 1, callback(timed, "cancelled")));
    loop_call_at(loop, 1, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("first@1");
    check_int(loop->timer_count, 0);
    check_int(loop->timers_cancelled, 0);
}

/* As in CPython: 100 timers, more than half of them cancelled. */
TEST(cancelled_timers_stay_until_they_are_most_of_a_hundred)
{
    EventLoop *loop = asyncio_new_event_loop();
    TimerHandle *timers[101];
    loop_call_at(loop, 1, callback(stops));
    for (int i = 0; i < 100; i++)
        timers[i] = loop_call_at(loop, 10 + i, callback(timed, "t"));
    for (int i = 0; i < 50; i++)
        timer_handle_cancel(timers[99 - i]);
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
    check_int(loop->timer_count, 101); /* 50 of 101 are not more than half */
    check_int(loop->timers_cancelled, 50);
    timer_handle_cancel(timers[0]);
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
    check_int(loop->timer_count, 50);
    check_int(loop->timers_cancelled, 0);
    timer_handle_cancel(timers[99]); /* long gone */
    check_int(loop->timers_cancelled, 0);
    check_repr(loop_run_forever(loop), "None");
    check(loop_time(loop) == 1);
    check(timer_handle_when(loop->timers[0]) == 11);
}

TEST(few_cancelled_timers_go_when_they_come_first)
{
    EventLoop *loop = asyncio_new_event_loop();
    TimerHandle *first = loop_call_at(loop, 1, callback(named, "1"));
    TimerHandle *second = loop_call_at(loop, 2, callback(named, "2"));
    loop_call_at(loop, 3, callback(named, "3"));
    timer_handle_cancel(second);
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
    check_int(loop->timer_count, 3);
    timer_handle_cancel(first);
    loop_stop(loop);
    check_repr(loop_run_forever(loop), "None");
    check_int(loop->timer_count, 1);
    check(loop_time(loop) == 0);
}

TEST(a_cancelled_timer_does_not_move_the_clock)
{
    EventLoop *loop = asyncio_new_event_loop();
    timer_handle_cancel(loop_call_later(loop, 5, callback(stops)));
    check(is_instance(loop_run_forever(loop), &DeadlockError));
    check(loop_time(loop) == 0);
}

/* ------------------------------------------------------------------------ stop */

TEST(stop_before_run_lets_one_turn_run)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(named, "1"));
    loop_stop(loop);
    loop_call_soon(loop, callback(named, "2"));
    check_repr(loop_run_forever(loop), "None");
    check_notes("1 2");
}

TEST(a_stopped_loop_keeps_what_is_scheduled)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(stops));
    loop_call_soon(loop, callback(schedules, 0));
    loop_call_later(loop, 1, callback(named, "timer"));
    check_repr(loop_run_forever(loop), "None");
    check_notes("0");
    check(!loop_is_running(loop));
    loop_call_later(loop, 2, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("timer");
}

ASYNC(stops_its_loop)
{
    loop_stop(asyncio_get_running_loop());
    TRY(await(asyncio_sleep(10)));
    note("went-on@%g", now());
    return None;
}

TEST(run_until_complete_stopped_too_early_is_a_runtime_error)
{
    EventLoop *loop = asyncio_new_event_loop();
    Task *task = loop_create_task(loop, coro(stops_its_loop));
    check_raised(loop_run_until_complete(loop, task), &RuntimeError,
                 "Event loop stopped before Future completed.");
    check_repr(loop_run_until_complete(loop, task), "None");
    check_notes("went-on@10");
    loop_close(loop);
}

/* ---------------------------------------------------------- run_until_complete */

TEST(run_until_complete_returns_the_result)
{
    EventLoop *loop = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(loop, coro(returns, 3)), "3");
    Task *task = loop_create_task(loop, coro(returns, 4));
    check_repr(loop_run_until_complete(loop, task), "4");
    check_repr(loop_run_until_complete(loop, task), "4");
    Future *future = loop_create_future(loop);
    check_repr(future_set_result(future, integer(5)), "None");
    check_repr(loop_run_until_complete(loop, future), "5");
    loop_close(loop);
}

ASYNC(fails)
{
    return error(&ValueError, "v");
}

TEST(run_until_complete_raises_the_exception)
{
    EventLoop *loop = asyncio_new_event_loop();
    check_raised(loop_run_until_complete(loop, coro(fails)), &ValueError, "v");
    Future *future = loop_create_future(loop);
    future_cancel_message(future, "m");
    check_raised(loop_run_until_complete(loop, future), &CancelledError, "m");
    record();
    loop_close(loop);
    check_stderr("");
}

static Value await_seven(Awaitable *self)
{
    (void)self;
    TRY(await(asyncio_sleep(1)));
    return integer(7);
}

TEST(run_until_complete_takes_awaitables_of_ones_own)
{
    static const AwaitableType type = {"Seven", await_seven};
    Awaitable seven = {&type};
    EventLoop *loop = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(loop, &seven), "7");
    check(loop_time(loop) == 1);
}

TEST(a_future_of_another_loop_is_refused)
{
    EventLoop *loop = asyncio_new_event_loop(), *other = asyncio_new_event_loop();
    check_raised(loop_run_until_complete(loop, loop_create_future(other)), &ValueError,
                 "The future belongs to a different loop than the one specified as the loop "
                 "argument");
}

ASYNC(runs_loops_within, EventLoop *outer; EventLoop * other;)
{
    static const char running[] = "This event loop is already running";
    static const char another[] = "Cannot run the event loop while another loop is running";
    Future *future = loop_create_future(arg->outer);
    check_raised(loop_run_until_complete(arg->outer, future), &RuntimeError, running);
    check_raised(loop_run_forever(arg->outer), &RuntimeError, running);
    check_raised(loop_run_forever(arg->other), &RuntimeError, another);
    check_raised(loop_run_until_complete(arg->other, loop_create_future(arg->other)), &RuntimeError,
                 another);
    check_raised(loop_close(arg->outer), &RuntimeError, "Cannot close a running event loop");
    check(loop_is_running(arg->outer));
    check(!loop_is_running(arg->other));
    check(asyncio_get_running_loop() == arg->outer);
    return None;
}

TEST(no_loop_runs_within_another)
{
    EventLoop *loop = asyncio_new_event_loop(), *other = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(loop, coro(runs_loops_within, loop, other)), "None");
    check_null(asyncio_get_running_loop(), &RuntimeError, "no running event loop");
}

ASYNC(runs_coroutines_within, EventLoop *outer; EventLoop * other;)
{
    check_raised(loop_run_until_complete(arg->outer, coro(returns)), &RuntimeError,
                 "This event loop is already running");
    check_raised(loop_run_until_complete(arg->other, coro(returns)), &RuntimeError,
                 "Cannot run the event loop while another loop is running");
    return None;
}

TEST(a_run_that_is_refused_leaves_its_coroutine_never_awaited)
{
    EventLoop *loop = asyncio_new_event_loop(), *other = asyncio_new_event_loop();
    record();
    check_repr(loop_run_until_complete(loop, coro(runs_coroutines_within, loop, other)), "None");
    coroutine__report_never_awaited(0);
    check_stderr("RuntimeWarning: coroutine 'returns' was never awaited\n"
                 "RuntimeWarning: coroutine 'returns' was never awaited\n");
}

TEST(the_clock_goes_on_from_one_loop_to_the_next)
{
    EventLoop *first = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(first, asyncio_sleep(2)), "None");
    EventLoop *second = asyncio_new_event_loop();
    check(loop_time(second) == 2);
    time_sleep(1.5);
    check(loop_time(second) == 3.5);
    check_repr(loop_run_until_complete(second, asyncio_sleep(2)), "None");
    check(loop_time(first) == 5.5);
}

/* ----------------------------------------------------------------------- close */

TEST(a_closed_loop_refuses_everything)
{
    static const char closed[] = "Event loop is closed";
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop);
    check(!loop_is_closed(loop));
    check_repr(loop_close(loop), "None");
    check_repr(loop_close(loop), "None");
    check(loop_is_closed(loop));
    check_raised(loop_run_forever(loop), &RuntimeError, closed);
    check_raised(loop_run_until_complete(loop, future), &RuntimeError, closed);
    check_raised(loop_run_until_complete(loop, loop_create_future(loop)), &RuntimeError, closed);
    check_null(loop_call_soon(loop, callback(stops)), &RuntimeError, closed);
    check_null(loop_call_later(loop, 1, callback(stops)), &RuntimeError, closed);
    check_null(loop_call_at(loop, 1, callback(stops)), &RuntimeError, closed);
    Coroutine *coroutine = coro(returns);
    check_null(loop_create_task(loop, coroutine), &RuntimeError, closed);
    coroutine_close(coroutine);
    check_repr(loop, "<EventLoop running=False closed=True debug=False>");
}

TEST(closing_drops_what_is_scheduled)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(named, "soon"));
    TimerHandle *timer = loop_call_later(loop, 1, callback(named, "later"));
    loop_close(loop);
    check_notes("");
    timer_handle_cancel(timer);
    check(timer_handle_cancelled(timer));
}

TEST(every_function_takes_null)
{
    check(!loop_is_running(NULL));
    check(!loop_is_closed(NULL));
    check(loop_time(NULL) == 0);
    loop_stop(NULL);
    handle_cancel(NULL);
    timer_handle_cancel(NULL);
    check(!handle_cancelled(NULL));
    check(!timer_handle_cancelled(NULL));
    check(timer_handle_when(NULL) == 0);
    loop_set_exception_handler(NULL, NULL, NULL);
    loop_call_exception_handler(NULL, NULL);
    fail(error(&ValueError, "v"));
    check_raised(loop_run_forever(NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(loop_close(NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_call_soon(NULL, callback(stops)), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_call_at(asyncio_new_event_loop(), 1, NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(loop_call_later(NULL, 1, callback(stops)), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(loop_run_until_complete(asyncio_new_event_loop(), (Task *)NULL), &ValueError, "v");
}

/* ---------------------------------------------------------- exception handlers */

CALLBACK(raises, const ExceptionType *type;)
{
    note("raises");
    return error(arg->type, "bad");
}

TEST(what_a_callback_raises_goes_to_stderr_and_the_loop_goes_on)
{
    EventLoop *loop = asyncio_new_event_loop();
    record();
    loop_call_soon(loop, callback(raises, &ValueError));
    loop_call_soon(loop, callback(named, "next"));
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("raises next");
    check_stderr("Exception in callback raises()\n"
                 "handle: <Handle raises()>\n"
                 "ValueError: bad\n");
}

static Value notes_context(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    check(loop == asyncio_get_running_loop());
    note("%s|%s|%s|%s", (const char *)arg, context->message,
         value_repr(context->exception).as.string, context->handle ? "handle" : "");
    return None;
}

TEST(a_handler_gets_the_context)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, notes_context, "arg");
    loop_call_soon(loop, callback(raises, &ValueError));
    loop_call_later(loop, 1, callback(raises, &TypeError));
    loop_call_later(loop, 1, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("raises arg|Exception in callback raises()|ValueError('bad')|handle "
                "raises arg|Exception in callback raises()|TypeError('bad')|handle");
}

static Value fails_too(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)context;
    return error(arg, "in handler");
}

TEST(an_error_in_the_handler_is_reported)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, fails_too, (void *)&ValueError);
    record();
    loop_call_soon(loop, callback(raises, &TypeError));
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_stderr("Unhandled error in exception handler\n"
                 "context: {'message': 'Exception in callback raises()', 'exception': "
                 "TypeError('bad'), 'handle': <Handle raises()>}\n"
                 "ValueError: in handler\n");
}

TEST(a_handler_may_end_the_loop_by_system_exit)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, fails_too, (void *)&SystemExit);
    loop_call_soon(loop, callback(raises, &TypeError));
    loop_call_soon(loop, callback(named, "not-reached"));
    check_raised(loop_run_forever(loop), &SystemExit, "in handler");
    check_notes("raises");
}

TEST(the_default_handler_comes_back)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, fails_too, (void *)&ValueError);
    loop_set_exception_handler(loop, NULL, NULL);
    record();
    loop_call_exception_handler(loop, &(ExceptionContext){.message = "hello"});
    loop_call_exception_handler(loop, &(ExceptionContext){0});
    loop_call_exception_handler(loop,
                                &(ExceptionContext){.message = "hello",
                                                    .future = loop_create_future(loop),
                                                    .exception = held(error(&ValueError, "v"))});
    check_stderr("hello\nUnhandled exception in event loop\n"
                 "hello\nfuture: <Future pending>\nValueError: v\n");
}

TEST(system_exit_and_keyboard_interrupt_leave_the_loop_at_once)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(raises, &KeyboardInterrupt));
    loop_call_soon(loop, callback(raises, &SystemExit));
    loop_call_soon(loop, callback(named, "after"));
    loop_call_soon(loop, callback(stops));
    check_raised(loop_run_forever(loop), &KeyboardInterrupt, "bad");
    check(!loop_is_running(loop));
    check_null(asyncio_get_running_loop(), &RuntimeError, "no running event loop");
    check_raised(loop_run_forever(loop), &SystemExit, "bad");
    check_repr(loop_run_forever(loop), "None");
    check_notes("raises raises after");
}

/* -------------------------------------------------------------------- deadlock */

ASYNC(is_stuck)
{
    Task *inner = asyncio_create_task(coro(waits_for_ever));
    task_set_name(inner, "inner");
    return await(inner);
}

TEST(a_deadlock_names_who_waits_on_what)
{
    EventLoop *loop = asyncio_new_event_loop();
    check_raised(loop_run_until_complete(loop, coro(is_stuck)), &DeadlockError,
                 "deadlock: Task-1 (is_stuck) waits for inner; inner (waits_for_ever) waits for a "
                 "future nobody will complete");
}

ASYNC(gathers_what_is_stuck)
{
    Task *inner = asyncio_create_task(coro(waits_for_ever));
    task_set_name(inner, "inner");
    return await(asyncio_gather(inner));
}

TEST(a_deadlock_tells_a_gather_from_a_future)
{
    EventLoop *loop = asyncio_new_event_loop();
    check_raised(loop_run_until_complete(loop, coro(gathers_what_is_stuck)), &DeadlockError,
                 "deadlock: Task-1 (gathers_what_is_stuck) waits for gather(); inner "
                 "(waits_for_ever) waits for a future nobody will complete");
}

TEST(a_deadlock_comes_after_the_last_timer)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_create_task(loop, coro(sleeps, 5, "slept"));
    check(is_instance(loop_run_until_complete(loop, coro(waits_for_ever)), &DeadlockError));
    check_notes("slept@5");
}

TEST(a_loop_that_nothing_will_stop_is_a_deadlock)
{
    EventLoop *loop = asyncio_new_event_loop();
    check_raised(loop_run_forever(loop), &DeadlockError,
                 "deadlock: the loop has nothing left to run, and nothing will stop it");
    check(!loop_is_running(loop));
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None"); /* the loop is as good as before */
}

TEST(a_deadlock_of_many_names_the_first_twenty)
{
    EventLoop *loop = asyncio_new_event_loop();
    for (int i = 0; i < 25; i++)
        loop_create_task(loop, coro(waits_for_ever));
    Value raised = loop_run_forever(loop);
    check(caught(&raised, &DeadlockError));
    const char *text = value_str(raised).as.string;
    check(strstr(text, "Task-20 (waits_for_ever)") != NULL);
    check(strstr(text, "Task-21") == NULL);
    check(strstr(text, "; and others") != NULL);
}

TEST(an_infinite_timer_is_no_way_out_of_a_deadlock)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_later(loop, INFINITY, callback(stops));
    check(is_instance(loop_run_forever(loop), &DeadlockError));
}

/* ----------------------------------------------------------------- time.sleep */

CALLBACK(blocks, double seconds;)
{
    note("blocks");
    time_sleep(arg->seconds);
    return None;
}

TEST(time_sleep_moves_the_clock_and_runs_nothing)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_later(loop, 1, callback(timed, "late"));
    loop_call_soon(loop, callback(blocks, 3));
    loop_call_soon(loop, callback(timed, "next"));
    loop_call_later(loop, 4, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_notes("blocks next@3 late@3");
}

TEST(sleeping_no_time_does_nothing)
{
    EventLoop *loop = asyncio_new_event_loop();
    time_sleep(0);
    time_sleep(-1);
    time_sleep(NAN);
    check(loop_time(loop) == 0);
}

/* ----------------------------------------------------------------------- debug */

CALLBACK(blocks_quietly, double seconds;)
{
    time_sleep(arg->seconds);
    return None;
}

ASYNC(blocks_in_a_task)
{
    time_sleep(3);
    return None;
}

TEST(in_debug_mode_slow_callbacks_are_reported)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_debug(loop, true);
    check(loop_get_debug(loop));
    check_repr(loop, "<EventLoop running=False closed=False debug=True>");
    record();
    loop_call_soon(loop, callback(blocks_quietly, 0.05));
    loop_call_soon(loop, callback(blocks_quietly, 0.25));
    loop_call_later(loop, 1, callback(blocks_quietly, 0.5));
    loop_create_task(loop, coro(blocks_in_a_task));
    loop_call_later(loop, 5, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_stderr("Executing <Handle blocks_quietly()> took 0.250 seconds\n"
                 "Executing <Task finished name='Task-1' coro=<blocks_in_a_task()> result=None> "
                 "took 3.000 seconds\n"
                 "Executing <TimerHandle when=1.0 blocks_quietly()> took 0.500 seconds\n");
}

TEST(how_slow_is_slow_can_be_set)
{
    EventLoop *loop = asyncio_new_event_loop();
    check(!loop_get_debug(loop));
    loop_set_slow_callback_duration(loop, 1);
    loop_set_debug(loop, true);
    loop_set_debug(NULL, true);
    loop_set_slow_callback_duration(NULL, 1);
    check(!loop_get_debug(NULL));
    record();
    loop_call_soon(loop, callback(blocks_quietly, 0.5));
    loop_call_soon(loop, callback(blocks_quietly, 1));
    loop_call_soon(loop, callback(stops));
    check_repr(loop_run_forever(loop), "None");
    check_stderr("Executing <Handle blocks_quietly()> took 1.000 seconds\n");
}

/* ------------------------------------------------------------- held from outside */

CALLBACK(releases)
{
    asyncio_release();
    return None;
}

TEST(ready_work_goes_on_while_something_is_held)
{
    EventLoop *loop = asyncio_new_event_loop();
    asyncio_hold();
    asyncio_hold();
    loop_call_soon(loop, callback(timed, "held"));
    loop_call_soon(loop, callback(releases));
    loop_call_soon(loop, callback(releases));
    check_repr(loop_run_until_complete(loop, coro(sleeps, 1, "released")), "None");
    check_notes("held@0 released@1");
}

TEST(one_release_too_many_is_forgiven)
{
    EventLoop *loop = asyncio_new_event_loop();
    asyncio_release();
    asyncio_hold();
    asyncio_release();
    check_repr(loop_run_until_complete(loop, coro(sleeps, 1, "slept")), "None");
    check_notes("slept@1");
}

#ifndef __wasm__
/* Natively nobody outside can call back. */
TEST(an_idle_loop_held_from_outside_does_not_move_the_clock)
{
    EventLoop *loop = asyncio_new_event_loop();
    asyncio_hold();
    check(is_instance(loop_run_until_complete(loop, coro(sleeps, 1, "slept")), &DeadlockError));
    check_notes("");
    check(loop_time(loop) == 0);
    asyncio_release();
}
#endif

RUN_TESTS
