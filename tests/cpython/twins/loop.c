#include "twin.h"

ASYNC(returns, Value value;)
{
    return arg->value;
}

ASYNC(sleeps, double seconds;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return number(arg->seconds);
}

ASYNC(fails, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

CALLBACK(says, const char *text;)
{
    print(arg->text);
    return None;
}

CALLBACK(fails_at_once, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

/* --------------------------------------------------------------------- futures */

BEHAVIOUR(a_future_is_done_once)
{
    Future *future = new_future();
    tell("result", future_result(future));
    tell("exception", future_exception(future));
    tell("set_result", future_set_result(future, integer(42)));
    print(future_done(future), future_cancelled(future));
    tell("result", future_result(future));
    tell("exception", future_exception(future));
    tell("set_result", future_set_result(future, integer(1)));
    tell("set_exception", future_set_exception(future, error(&ValueError, NULL)));
    tell("cancel", boolean(future_cancel(future)));
    return None;
}

BEHAVIOUR(a_failed_future_raises)
{
    Future *future = new_future();
    tell("set_exception", future_set_exception(future, error(&RuntimeError, "boom")));
    tell("result", future_result(future));
    tell("exception", future_exception(future));
    tell("set_result", future_set_result(future, integer(1)));
    tell("cancel", boolean(future_cancel(future)));
    return None;
}

BEHAVIOUR(a_cancelled_future_is_done)
{
    Future *future = new_future();
    bool cancelled = future_cancel(future);
    print(cancelled, future_cancelled(future), future_done(future));
    tell("result", future_result(future));
    tell("exception", future_exception(future));
    tell("set_result", future_set_result(future, integer(1)));
    tell("set_exception", future_set_exception(future, error(&ValueError, NULL)));
    print(future_cancel(future));
    return None;
}

BEHAVIOUR(no_stop_iteration_gets_into_a_future)
{
    Future *future = new_future();
    TRY(future_set_exception(future, error(&StopIteration, "s")));
    tell("result", future_result(future));
    return None;
}

CALLBACK(keeps, Value kept; int number;)
{
    return list_append(arg->kept, integer(arg->number));
}

BEHAVIOUR(callbacks_are_removed_wherever_they_are)
{
    static const int orders[][4] = {{1, 1}, {1, 2, 1}, {3, 3}, {1, 2, 3}};
    for (int i = 0; i < 4; i++) {
        Future *future = new_future();
        Value kept = list_new(), removed = list_new();
        Callback *callbacks[4];
        for (int number = 1; number <= 3; number++) {
            callbacks[number] = callback(keeps, kept, number);
            TRY(future_add_done_callback(future, callbacks[number]));
        }
        for (const int *number = orders[i]; *number; number++) {
            int count = future_remove_done_callback(future, callbacks[*number]);
            TRY(list_append(removed, integer(count)));
        }
        print(removed);
        TRY(future_set_result(future, string("foo")));
        TRY(await(asyncio_sleep(0)));
        print(kept);
    }
    return None;
}

BEHAVIOUR(a_callback_that_was_added_often_is_removed_often)
{
    Future *future = new_future();
    Value kept = list_new();
    Callback *one = callback(keeps, kept, 1), *two = callback(keeps, kept, 2),
             *three = callback(keeps, kept, 3);
    TRY(future_add_done_callback(future, one));
    TRY(future_add_done_callback(future, two));
    int removed = future_remove_done_callback(future, two);
    print(removed, future_remove_done_callback(future, three));
    TRY(future_add_done_callback(future, two));
    for (int i = 0; i < 5; i++)
        TRY(future_add_done_callback(future, one));
    print(future_remove_done_callback(future, one));
    TRY(future_set_exception(future, error(&RuntimeError, NULL)));
    TRY(await(asyncio_sleep(0)));
    print(kept);
    tell("exception", future_exception(future));
    return None;
}

BEHAVIOUR(a_future_nobody_asks_says_so_only_if_it_failed)
{
    new_future();
    Future *good = new_future(), *taken = new_future(), *asked = new_future(),
           *cancelled = new_future();
    TRY(future_set_result(good, integer(42)));
    TRY(future_set_result(taken, integer(43)));
    tell("result", future_result(taken));
    TRY(future_set_exception(asked, error(&RuntimeError, "asked")));
    tell("exception", future_exception(asked));
    TRY(future_set_exception(cancelled, error(&RuntimeError, "cancelled")));
    print(future_cancel(cancelled));
    TRY(future_set_exception(new_future(), error(&RuntimeError, "alone")));
    loop_set_debug(asyncio_get_running_loop(), true);
    return future_set_exception(new_future(), error(&RuntimeError, "debugged"));
}

/* ------------------------------------------------------------------------ loop */

CALLBACK(sets_result, Future *target; Value result;)
{
    return future_set_result(arg->target, arg->result);
}

BEHAVIOUR_OUTSIDE(run_until_complete_runs_futures_and_coroutines)
{
    EventLoop *loop = asyncio_new_event_loop();
    tell("coroutine", loop_run_until_complete(loop, coro(returns, integer(1))));
    tell("sleep", loop_run_until_complete(loop, coro(sleeps, 0.1)));
    tell("error", loop_run_until_complete(loop, coro(fails, "bad")));
    Future *future = loop_create_future(loop);
    loop_call_later(loop, 0.1, callback(sets_result, future, string("later")));
    tell("future", loop_run_until_complete(loop, future));
    tell("again", loop_run_until_complete(loop, future));
    print(loop_is_running(loop), loop_is_closed(loop));
    TRY(loop_close(loop));
    print(loop_is_closed(loop));
    return None;
}

ASYNC(stops, EventLoop *loop;)
{
    loop_stop(arg->loop);
    TRY(await(asyncio_sleep(0.1)));
    return string("went on");
}

BEHAVIOUR_OUTSIDE(a_loop_that_is_stopped_too_early_tells)
{
    EventLoop *loop = asyncio_new_event_loop();
    Task *task = loop_create_task(loop, coro(stops, loop));
    tell("stopped", loop_run_until_complete(loop, task));
    print(task_done(task));
    tell("again", loop_run_until_complete(loop, task));
    return loop_close(loop);
}

CALLBACK(keeps_going, EventLoop *loop; int left;)
{
    if (!arg->left)
        return None;
    print("left", arg->left);
    Callback *next = callback_new("keeps_going", keeps_going__call,
                                  &(struct keeps_going){arg->loop, arg->left - 1}, sizeof *arg);
    return loop_call_soon(arg->loop, next) ? None : value_of_object(NULL);
}

BEHAVIOUR_OUTSIDE(a_loop_stopped_beforehand_runs_one_turn)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(keeps_going, loop, 2));
    loop_stop(loop);
    tell("first", loop_run_forever(loop));
    loop_stop(loop);
    tell("second", loop_run_forever(loop));
    return loop_close(loop);
}

CALLBACK(stops_loop, EventLoop *loop;)
{
    loop_stop(arg->loop);
    return None;
}

BEHAVIOUR_OUTSIDE(timers_run_by_their_deadlines)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_later(loop, -1, callback(says, "a"));
    loop_call_later(loop, -2, callback(says, "b"));
    loop_call_soon(loop, callback(says, "soon"));
    loop_call_later(loop, 0.1, callback(says, "later"));
    loop_call_at(loop, loop_time(loop) + 0.1, callback(says, "at"));
    loop_call_later(loop, 0.2, callback(stops_loop, loop));
    tell("run", loop_run_forever(loop));
    print(loop_time(loop));
    return loop_close(loop);
}

CALLBACK(schedules_on, EventLoop *other; Handle * cancelled; TimerHandle * timer;)
{
    print("schedules on the other loop");
    loop_call_soon(arg->other, callback(says, "from the first"));
    loop_call_later(arg->other, 0.05, callback(says, "timer from the first"));
    handle_cancel(arg->cancelled);
    timer_handle_cancel(arg->timer);
    return None;
}

ASYNC(sleeps_twice, const char *what;)
{
    for (int i = 0; i < 2; i++) {
        TRY(await(asyncio_sleep(0.1)));
        print(arg->what, i, now());
    }
    return None;
}

/* Each keeps its own, while the other runs and while none does. */
BEHAVIOUR_OUTSIDE(two_loops_are_alive_beside_each_other)
{
    EventLoop *first = asyncio_new_event_loop(), *second = asyncio_new_event_loop();
    Handle *cancelled = loop_call_soon(second, callback(says, "cancelled"));
    loop_call_soon(second, callback(says, "second"));
    loop_call_later(second, 0.3, callback(says, "second's timer"));
    TimerHandle *timer = loop_call_later(second, 0.01, callback(says, "cancelled timer"));
    loop_call_soon(first, callback(schedules_on, second, cancelled, timer));
    loop_call_later(first, 0.3, callback(says, "first's timer"));
    Task *task = loop_create_task(second, coro(sleeps_twice, "second"));
    tell("first", loop_run_until_complete(first, coro(sleeps_twice, "first")));
    print(task_done(task));
    loop_call_soon(first, callback(says, "first again"));
    tell("second", loop_run_until_complete(second, task));
    loop_call_later(first, 0.5, callback(stops_loop, first));
    tell("first", loop_run_forever(first));
    TRY(loop_close(first));
    loop_call_later(second, 0.5, callback(stops_loop, second));
    tell("second", loop_run_forever(second));
    return loop_close(second);
}

BEHAVIOUR_OUTSIDE(a_closed_loop_refuses_everything)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop);
    Coroutine *coroutine = coro(returns, integer(1));
    TRY(loop_close(loop));
    TRY(loop_close(loop));
    tell("run_forever", loop_run_forever(loop));
    tell("run_until_complete", loop_run_until_complete(loop, future));
    TELL_OBJECT("call_soon", loop_call_soon(loop, callback(says)));
    TELL_OBJECT("call_later", loop_call_later(loop, 1, callback(says)));
    TELL_OBJECT("call_at", loop_call_at(loop, 1, callback(says)));
    TELL_OBJECT("create_task", loop_create_task(loop, coroutine));
    return coroutine_close(coroutine);
}

BEHAVIOUR(a_running_loop_is_neither_run_nor_closed)
{
    EventLoop *loop = asyncio_get_running_loop();
    print(loop_is_running(loop));
    tell("close", loop_close(loop));
    tell("run_forever", loop_run_forever(loop));
    Coroutine *coroutine = coro(returns, integer(1));
    tell("run_until_complete", loop_run_until_complete(loop, coroutine));
    EventLoop *other = asyncio_new_event_loop();
    tell("other", loop_run_forever(other));
    tell("other", loop_run_until_complete(other, coroutine));
    print(boolean(asyncio_get_running_loop() == loop), loop_is_running(other));
    TRY(loop_close(other));
    return coroutine_close(coroutine);
}

BEHAVIOUR_OUTSIDE(there_is_no_running_loop_outside)
{
    TELL_OBJECT("get_running_loop", asyncio_get_running_loop());
    Coroutine *coroutine = coro(returns, integer(1));
    TELL_OBJECT("create_task", asyncio_create_task(coroutine));
    TELL_OBJECT("ensure_future", asyncio_ensure_future(coroutine));
    TELL_OBJECT("shield", asyncio_shield(coroutine));
    TELL_OBJECT("gather", asyncio_gather());
    tell("timeout", asyncio_timeout(1) ? None : value_of_object(NULL));
    return coroutine_close(coroutine);
}

BEHAVIOUR_OUTSIDE(a_loop_runs_only_its_own_futures)
{
    EventLoop *one = asyncio_new_event_loop(), *two = asyncio_new_event_loop();
    tell("run", loop_run_until_complete(one, loop_create_future(two)));
    TRY(loop_close(one));
    return loop_close(two);
}

CALLBACK(throws, const ExceptionType *type; const char *text;)
{
    return error(arg->type, "%s", arg->text);
}

BEHAVIOUR_OUTSIDE(an_exit_leaves_the_loop_as_it_is)
{
    const ExceptionType *types[] = {&SystemExit, &KeyboardInterrupt};
    const char *texts[] = {"exit", "key"};
    for (int i = 0; i < 2; i++) {
        EventLoop *loop = asyncio_new_event_loop();
        loop_call_soon(loop, callback(throws, types[i], texts[i]));
        tell("thrown", loop_run_until_complete(loop, coro(sleeps, 0.1)));
        tell("after", loop_run_until_complete(loop, coro(sleeps, 0.2)));
        TRY(loop_close(loop));
    }
    return None;
}

ASYNC(raises, const ExceptionType *type;)
{
    return error(arg->type, NULL);
}

CALLBACK(calls_soon, EventLoop *loop; Callback * callback;)
{
    return loop_call_soon(arg->loop, arg->callback) ? None : value_of_object(NULL);
}

BEHAVIOUR_OUTSIDE(an_interrupt_in_a_task_leaves_no_stop_behind)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, tell_of, NULL);
    tell("interrupt", loop_run_until_complete(loop, coro(raises, &KeyboardInterrupt)));
    loop_call_soon(loop, callback(calls_soon, loop, callback(says, "called")));
    loop_call_later(loop, 1, callback(stops_loop, loop));
    tell("run", loop_run_forever(loop));
    return loop_close(loop);
}

BEHAVIOUR(what_callbacks_raise_goes_to_the_handler)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_call_soon(loop, callback(fails_at_once, "soon"));
    loop_call_later(loop, 0.1, callback(fails_at_once, "later"));
    TRY(await(asyncio_sleep(0.2)));
    Value told = error(&ValueError, "told");
    if (caught(&told, &ValueError))
        loop_call_exception_handler(loop,
                                    &(ExceptionContext){.message = "mine", .exception = told});
    return None;
}

static Value handler_that_fails(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)arg;
    print("failing handler:", context->message);
    return error(&OSError, "in handler");
}

BEHAVIOUR(a_handler_that_fails_harms_nobody)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_exception_handler(loop, handler_that_fails, NULL);
    loop_call_soon(loop, callback(fails_at_once, "bad"));
    TRY(await(asyncio_sleep(0)));
    loop_set_exception_handler(loop, tell_of, NULL);
    loop_call_soon(loop, callback(fails_at_once, "again"));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(debug_is_a_switch)
{
    EventLoop *loop = asyncio_get_running_loop();
    print(loop_get_debug(loop));
    loop_set_debug(loop, true);
    print(loop_get_debug(loop));
    loop_set_debug(loop, false);
    print(loop_get_debug(loop));
    return None;
}

BEHAVIOUR(sleeps_of_next_to_nothing_take_few_turns)
{
    double seconds[] = {1e-2, 1e-4, 1e-6, 1e-8, 1e-10};
    for (int i = 0; i < 5; i++) {
        TRY(await(asyncio_sleep(seconds[i])));
        print(now());
    }
    return None;
}

BEHAVIOUR(handles_and_timers_can_be_cancelled)
{
    EventLoop *loop = asyncio_get_running_loop();
    Handle *handle = loop_call_soon(loop, callback(says, "no"));
    TimerHandle *timer = loop_call_later(loop, 1, callback(says, "no"));
    for (int i = 0; i < 2; i++) {
        print(handle_cancelled(handle), timer_handle_cancelled(timer), timer_handle_when(timer));
        handle_cancel(handle);
        timer_handle_cancel(timer);
        timer_handle_cancel(timer);
    }
    return await(asyncio_sleep(2));
}

/* --------------------------------------------------------------------- runners */

ASYNC(creates_a_task, Coroutine *coroutine;)
{
    named(arg->coroutine, "left over");
    TRY(await(asyncio_sleep(0)));
    return integer(123);
}

ASYNC(fails_when_cancelled)
{
    Value slept = await(asyncio_sleep(10));
    if (!caught(&slept, &CancelledError))
        return slept;
    print("cancelled");
    return error(&OSError, "in cleanup");
}

ASYNC(with_handler, Coroutine *coroutine;)
{
    loop_set_exception_handler(asyncio_get_running_loop(), tell_of, NULL);
    return await(arg->coroutine);
}

BEHAVIOUR_OUTSIDE(run_returns_or_raises_what_main_does)
{
    tell("returns", asyncio_run(coro(returns, integer(42))));
    tell("raises", asyncio_run(coro(fails, "spam")));
    tell("sleeps", asyncio_run(coro(sleeps, 0.5)));
    return None;
}

BEHAVIOUR_OUTSIDE(run_cancels_what_is_left)
{
    tell("sleeping", asyncio_run(coro(creates_a_task, coro(sleeps, 1))));
    tell("failing",
         asyncio_run(coro(with_handler, coro(creates_a_task, coro(fails_when_cancelled)))));
    return None;
}

ASYNC(runs_another, Runner *runner;)
{
    Coroutine *coroutine = coro(returns, integer(1));
    tell("run", asyncio_run(coroutine));
    tell("runner", runner_run(arg->runner, coroutine));
    return coroutine_close(coroutine);
}

BEHAVIOUR_OUTSIDE(no_run_within_a_run)
{
    Runner *runner = asyncio_runner();
    tell("outer", runner_run(runner, coro(runs_another, runner)));
    return runner_close(runner);
}

BEHAVIOUR_OUTSIDE(a_runner_keeps_its_loop_until_it_is_closed)
{
    Runner *runner = asyncio_runner();
    EventLoop *loop = runner_get_loop(runner);
    tell("first", runner_run(runner, coro(returns, string("done"))));
    tell("second", runner_run(runner, coro(returns, string("again"))));
    print(boolean(runner_get_loop(runner) == loop), loop_is_closed(loop));
    TRY(runner_close(runner));
    print(loop_is_closed(loop));
    TRY(runner_close(runner));
    TELL_OBJECT("get_loop", runner_get_loop(runner));
    Coroutine *coroutine = coro(returns, integer(1));
    tell("run", runner_run(runner, coroutine));
    return coroutine_close(coroutine);
}

CALLBACK(fails_late, Future *future;)
{
    return future_set_exception(arg->future, error(&ValueError, "late"));
}

BEHAVIOUR_OUTSIDE(a_runner_takes_a_future)
{
    Runner *runner = asyncio_runner();
    EventLoop *loop = runner_get_loop(runner);
    Future *future = loop_create_future(loop);
    TRY(future_set_result(future, string("done")));
    tell("done", runner_run(runner, future));
    future = loop_create_future(loop);
    TRY(value_of_object(loop_call_later(loop, 2, callback(fails_late, future))));
    tell("late", runner_run(runner, future));
    return runner_close(runner);
}

static Value await_promise(Awaitable *self)
{
    (void)self;
    print(asyncio_current_task());
    return await(asyncio_sleep_result(1, string("kept")));
}

BEHAVIOUR_OUTSIDE(a_runner_takes_any_awaitable)
{
    static const AwaitableType type = {"Promise", await_promise};
    Awaitable promise = {&type};
    Runner *runner = asyncio_runner();
    tell("promise", runner_run(runner, &promise));
    return runner_close(runner);
}

ASYNC(cancels_main)
{
    task_cancel_message(asyncio_current_task(), "main");
    return await(asyncio_sleep(10));
}

BEHAVIOUR_OUTSIDE(a_cancelled_main_raises)
{
    tell("run", asyncio_run(coro(cancels_main)));
    return None;
}

RUN_BEHAVIOURS
