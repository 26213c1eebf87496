#include "twin.h"

ASYNC(returns, Value value;)
{
    return arg->value;
}

ASYNC(fails, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

CALLBACK(fails_at_once, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

CALLBACK(fails_when_done)
{
    return error(&ValueError, "done");
}

static EventLoop *with_default_handler(void)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_exception_handler(loop, NULL, NULL);
    return loop;
}

/* ------------------------------------------------------------------ debug mode */

CALLBACK(blocks, double seconds;)
{
    time_sleep(arg->seconds);
    return None;
}

CALLBACK(blocks_when_done, double seconds;)
{
    time_sleep(arg->seconds);
    return None;
}

ASYNC(blocks_in_a_task, double seconds;)
{
    time_sleep(arg->seconds);
    TRY(await(asyncio_sleep(1)));
    time_sleep(2 * arg->seconds);
    return None;
}

ASYNC(blocks_below, double seconds;)
{
    TRY(await(coro(blocks_in_a_task, arg->seconds)));
    return error(&ValueError, "slow");
}

BEHAVIOUR(in_debug_mode_slow_callbacks_are_told)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_call_soon(loop, callback(blocks, 1));
    TRY(await(asyncio_sleep(0)));
    loop_set_debug(loop, true);
    loop_call_soon(loop, callback(blocks, 0.15));
    loop_call_soon(loop, callback(blocks, 0.125));
    loop_call_soon(loop, callback(blocks, 0.0625));
    loop_call_later(loop, 1.5, callback(blocks, 0.25));
    loop_call_later(loop, 1.5, callback(blocks, 0.0625));
    loop_call_at(loop, 3, callback(blocks, 12.0006));
    TRY(await(asyncio_sleep(20)));
    loop_set_debug(loop, false);
    loop_call_soon(loop, callback(blocks, 1));
    return await(asyncio_sleep(0));
}

/* The one that runs, and later the timer. */
static Handle *cancelled_handle;
static TimerHandle *cancelled_timer;

CALLBACK(cancels_and_blocks)
{
    handle_cancel(cancelled_handle);
    timer_handle_cancel(cancelled_timer);
    time_sleep(1);
    return None;
}

BEHAVIOUR(in_debug_mode_a_handle_that_cancels_itself_is_told_of)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_debug(loop, true);
    cancelled_handle = loop_call_soon(loop, callback(cancels_and_blocks));
    TRY(await(asyncio_sleep(0)));
    cancelled_timer = loop_call_at(loop, 3, callback(cancels_and_blocks));
    return await(asyncio_sleep(20));
}

BEHAVIOUR(in_debug_mode_slow_tasks_are_told)
{
    loop_set_debug(asyncio_get_running_loop(), true);
    named(coro(blocks_in_a_task, 0.5), "good");
    Task *bad = named(coro(blocks_below, 0.25), "bad");
    named(coro(blocks_in_a_task, 0.03125), "quick");
    TRY(await(asyncio_sleep(10)));
    tell("bad", task_exception(bad));
    time_sleep(0.5);
    return None;
}

BEHAVIOUR(in_debug_mode_slow_done_callbacks_are_told)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_debug(loop, true);
    Future *future = loop_create_future(loop);
    TRY(future_add_done_callback(future, callback(blocks_when_done, 0.5)));
    TRY(future_set_result(future, integer(1)));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(what_is_slow_is_a_setting)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_debug(loop, true);
    loop_set_slow_callback_duration(loop, 1);
    loop_call_soon(loop, callback(blocks, 0.5));
    loop_call_soon(loop, callback(blocks, 1));
    TRY(await(asyncio_sleep(0)));
    loop_set_slow_callback_duration(loop, 0.25);
    loop_call_soon(loop, callback(blocks, 0.25));
    loop_call_soon(loop, callback(blocks, 0.125));
    TRY(await(asyncio_sleep(0)));
    loop_set_slow_callback_duration(loop, 100);
    return None;
}

/* ------------------------------------------------------------- default handler */

BEHAVIOUR(what_callbacks_raise_is_told)
{
    EventLoop *loop = with_default_handler();
    loop_call_soon(loop, callback(fails_at_once, "soon"));
    loop_call_later(loop, 0.5, callback(fails_at_once, "later"));
    Future *future = loop_create_future(loop);
    TRY(future_add_done_callback(future, callback(fails_when_done)));
    TRY(future_set_result(future, integer(1)));
    return await(asyncio_sleep(1));
}

BEHAVIOUR(what_nobody_looked_at_is_told)
{
    EventLoop *loop = with_default_handler();
    named(coro(fails, "in a task"), "t");
    TRY(await(asyncio_sleep(0)));
    return future_set_exception(loop_create_future(loop), error(&OSError, NULL));
}

CALLBACK(stops, EventLoop *loop;)
{
    loop_stop(arg->loop);
    return None;
}

ASYNC(waits_for, Future *future;)
{
    return await(arg->future);
}

BEHAVIOUR_OUTSIDE(a_pending_task_that_is_left_is_told)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop);
    Task *task = loop_create_task(loop, coro(waits_for, future));
    task_set_name(task, "left");
    loop_call_soon(loop, callback(stops, loop));
    TRY(loop_run_forever(loop));
    return loop_close(loop);
}

ASYNC(fails_after, double seconds;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return error(&ValueError, "behind");
}

BEHAVIOUR(an_error_behind_a_cancelled_shield_is_told)
{
    with_default_handler();
    Task *task = named(coro(fails_after, 1), "t");
    Future *outer = asyncio_shield(task);
    TRY(await(asyncio_sleep(0)));
    future_cancel(outer);
    return await(asyncio_sleep(2));
}

BEHAVIOUR(a_program_may_tell_of_anything)
{
    EventLoop *loop = with_default_handler();
    Future *future = loop_create_future(loop);
    TimerHandle *timer = loop_call_at(loop, 5, callback(fails_at_once, "never"));
    Task *task = named(coro(returns, integer(1)), "t");
    const ExceptionContext contexts[] = {
        {.message = NULL},
        {.message = "only this"},
        {.message = "mine", .exception = new_exception(&ValueError, NULL)},
        {.message = "future", .future = future},
        {.message = "handle", .handle = (Handle *)timer, .exception = new_exception(&OSError, "x")},
        {.message = "task", .task = task},
    };
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        loop_call_exception_handler(loop, &contexts[i]);
    timer_handle_cancel(timer);
    return await(asyncio_sleep(0));
}

static Value handler_that_fails(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)context;
    (void)arg;
    return error(&OSError, "in handler");
}

BEHAVIOUR(a_handler_that_fails_is_told_of_with_what_it_was_given)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_exception_handler(loop, handler_that_fails, NULL);
    loop_call_soon(loop, callback(fails_at_once, "bad"));
    TRY(await(asyncio_sleep(0)));
    Task *task = named(coro(returns, integer(1)), "t");
    loop_call_exception_handler(loop, &(ExceptionContext){.message = "quote's", .task = task});
    loop_call_exception_handler(
        loop, &(ExceptionContext){.message = "future", .future = loop_create_future(loop)});
    TRY(await(asyncio_sleep(0)));
    loop_set_exception_handler(loop, tell_of, NULL);
    return None;
}

/* `arg` is the type. */
static Value handler_that_leaves(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)context;
    const ExceptionType *type = arg;
    return type == &SystemExit ? error(type, "exit") : error(type, NULL);
}

BEHAVIOUR_OUTSIDE(a_handler_may_leave_the_loop)
{
    const ExceptionType *const types[] = {&SystemExit, &KeyboardInterrupt};
    for (size_t i = 0; i < 2; i++) {
        EventLoop *loop = asyncio_new_event_loop();
        loop_set_exception_handler(loop, handler_that_leaves, (void *)types[i]);
        loop_call_soon(loop, callback(fails_at_once, "bad"));
        Coroutine *coroutine = asyncio_sleep(1);
        tell("left", loop_run_until_complete(loop, coroutine));
        TRY(coroutine_close(coroutine));
        TRY(loop_close(loop));
    }
    return None;
}

/* -------------------------------------------------------------------- uncaught */

BEHAVIOUR_OUTSIDE(what_nobody_catches_is_told_with_its_causes)
{
    Value first = new_exception(&ValueError, "first");
    Value second = error_from(error(&OSError, NULL), first);
    Value third = error_from(error(&RuntimeError, "third"), second);
    print(exit_status(error(&ValueError, "alone")));
    print(exit_status(error(&RuntimeError, NULL)));
    print(exit_status(third));
    Value plain = exception_group(
        "plain", LIST(new_exception(&ValueError, "in"), new_exception(&OSError, NULL)));
    print(exit_status(plain));
    plain.raised = false;
    Value cancelled = new_exception(&CancelledError, "c");
    print(exit_status(exception_group("mixed", LIST(plain, cancelled, plain))));
    third.raised = false;
    Value again = new_exception(&ValueError, "and\nagain");
    print(exit_status(exception_group("two\nlines", LIST(again, third))));
    return None;
}

BEHAVIOUR_OUTSIDE(causes_in_a_circle_are_told_once)
{
    Value first = new_exception(&ValueError, "first");
    Value second = error_from(error(&OSError, NULL), first);
    error_from(first, second);
    exit_status(second);
    exit_status(reraise(first));
    error_from(first, first);
    exit_status(reraise(first));
    print("told");
    return None;
}

BEHAVIOUR_OUTSIDE(large_groups_are_cut)
{
    Value many = list_new(), deep = new_exception(&ValueError, "inmost");
    for (int number = 0; number < 20; number++)
        TRY(list_append(many, new_exception(&ValueError, format("%d", number).as.string)));
    for (int depth = 0; depth < 13; depth++) {
        Value both = LIST(deep, new_exception(&OSError, NULL));
        deep = exception_group(format("%d", depth).as.string, both);
        caught(&deep, &BaseException);
    }
    exit_status(exception_group("wide", many));
    exit_status(reraise(deep));
    print("told");
    return None;
}

ASYNC(sleeps, double seconds;)
{
    return await(asyncio_sleep(arg->seconds));
}

ASYNC(times_out)
{
    return await(async_with(asyncio_timeout(1), coro(sleeps, 2)));
}

ASYNC(gives_up, double seconds;)
{
    return await(asyncio_wait_for(asyncio_sleep(2), arg->seconds));
}

ASYNC(awaits_a_stop_iteration)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    TRY(future_set_exception(future, error(&StopIteration, "s")));
    return await(future);
}

ASYNC(creates_what_times_out, TaskGroup *group;)
{
    task_group_create_task(arg->group, coro(times_out));
    task_group_create_task(arg->group, coro(gives_up, 1));
    return None;
}

ASYNC(groups_what_times_out)
{
    TaskGroup *group = asyncio_task_group();
    return await(async_with(group, coro(creates_what_times_out, group)));
}

ASYNC(fails_by_a_timeout)
{
    with_default_handler();
    asyncio_create_task(coro(times_out));
    return await(asyncio_sleep(2));
}

BEHAVIOUR_OUTSIDE(a_timeout_tells_of_the_cancel_that_it_was)
{
    exit_status(asyncio_run(coro(times_out)));
    exit_status(asyncio_run(coro(gives_up, 1)));
    exit_status(asyncio_run(coro(gives_up, 0)));
    exit_status(asyncio_run(coro(groups_what_times_out)));
    exit_status(asyncio_run(coro(fails_by_a_timeout)));
    EventLoop *loop = asyncio_new_event_loop();
    print(loop_time(loop));
    return loop_close(loop);
}

BEHAVIOUR_OUTSIDE(a_stop_iteration_is_the_cause_of_what_it_became)
{
    exit_status(asyncio_run(coro(awaits_a_stop_iteration)));
    print("told");
    return None;
}

RUN_BEHAVIOURS
