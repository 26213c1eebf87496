#include "../../runtime/yields.h"

#include "twin.h"

ASYNC(returns, Value value;)
{
    return arg->value;
}

/* send() or throw(), and how that ended. */
static void tell_driven(const char *label, Sent sent, Value value)
{
    if (sent == SENT_YIELDED)
        print(label, "yielded", value);
    else if (value.raised)
        print(label, "raised", value_repr(value));
    else
        print(label, "returned", value);
}

static void send(const char *label, Coroutine *coroutine, Value sent)
{
    Value value;
    Sent how = coroutine_send(coroutine, sent, &value);
    tell_driven(label, how, value);
}

static void throw_(const char *label, Coroutine *coroutine, Value exception)
{
    Value value;
    Sent how = coroutine_throw(coroutine, exception, &value);
    tell_driven(label, how, value);
}

ASYNC(yields_twice)
{
    print("sent", TRY(await(yields(integer(1)))));
    print("sent", TRY(await(yields(integer(2)))));
    return integer(3);
}

ASYNC(catches)
{
    Value result = await(yields(integer(1)));
    if (caught(&result, &Exception))
        print("caught", value_repr(result));
    else if (result.raised)
        print("cleanup", value_repr(result));
    return result.raised ? result : string("caught");
}

ASYNC(ignores)
{
    Value result = await(yields(integer(1)));
    return caught(&result, &GeneratorExit) ? await(yields(integer(2))) : result;
}

ASYNC(turns)
{
    Value result = await(yields(integer(1)));
    return caught(&result, &GeneratorExit) ? error(&ValueError, "turned") : result;
}

ASYNC(swallows)
{
    Value result = await(yields(integer(1)));
    return caught(&result, &GeneratorExit) ? string("swallowed") : result;
}

BEHAVIOUR_OUTSIDE(a_coroutine_is_driven_by_send)
{
    Coroutine *coroutine = coro(yields_twice);
    send("not yet", coroutine, integer(1));
    send("first", coroutine, None);
    send("second", coroutine, integer(5));
    send("third", coroutine, string("six"));
    send("fourth", coroutine, None);
    throw_("throw", coroutine, new_exception(&ValueError, "late"));
    print(coroutine_close(coroutine));
    return None;
}

BEHAVIOUR_OUTSIDE(an_exception_is_thrown_into_a_coroutine)
{
    Coroutine *coroutine = coro(catches);
    send("send", coroutine, None);
    throw_("throw", coroutine, new_exception(&ValueError, "x"));
    coroutine = coro(catches);
    send("send", coroutine, None);
    throw_("throw", coroutine, new_exception(&KeyboardInterrupt, NULL));
    coroutine = coro(catches);
    throw_("before it has begun", coroutine, new_exception(&ValueError, "x"));
    send("then", coroutine, None);
    const Value wrong[] = {None,        boolean(true),  integer(5),
                           number(1.5), string("text"), list_new()};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        coroutine = coro(yields_twice);
        throw_("no exception", coroutine, wrong[i]);
        send("send", coroutine, None);
        throw_("no exception", coroutine, wrong[i]);
        send("send", coroutine, None);
    }
    return None;
}

BEHAVIOUR_OUTSIDE(a_coroutine_is_closed)
{
    Coroutine *const coroutines[] = {coro(returns, integer(1)), coro(catches), coro(ignores),
                                     coro(turns), coro(swallows)};
    for (size_t i = 0; i < sizeof coroutines / sizeof *coroutines; i++) {
        send("send", coroutines[i], None);
        tell("close", coroutine_close(coroutines[i]));
        send("send", coroutines[i], None);
        tell("close", coroutine_close(coroutines[i]));
    }
    Coroutine *coroutine = coro(catches);
    tell("close before it has begun", coroutine_close(coroutine));
    send("send", coroutine, None);
    return None;
}

ASYNC(drives, Coroutine **coroutine;)
{
    send("inner", *arg->coroutine, None);
    tell("close", coroutine_close(*arg->coroutine));
    throw_("throw", *arg->coroutine, new_exception(&ValueError, "x"));
    return None;
}

ASYNC(awaits_itself, Coroutine **coroutine;)
{
    return await(*arg->coroutine);
}

BEHAVIOUR_OUTSIDE(a_coroutine_cannot_drive_itself)
{
    Coroutine *coroutine = coro(drives, &coroutine);
    send("outer", coroutine, None);
    coroutine = coro(awaits_itself, &coroutine);
    send("outer", coroutine, None);
    return None;
}

ASYNC(stops)
{
    return error(&StopIteration, "stop");
}

BEHAVIOUR_OUTSIDE(no_stop_iteration_gets_out_of_a_coroutine)
{
    send("send", coro(stops), None);
    return None;
}

ASYNC(awaits, Awaitable *awaitable;)
{
    return await(arg->awaitable);
}

BEHAVIOUR_OUTSIDE(a_coroutine_is_awaited_once)
{
    Coroutine *coroutine = coro(returns, integer(1));
    send("first", coro(awaits, AWAITABLE(coroutine)), None);
    send("second", coro(awaits, AWAITABLE(coroutine)), None);
    coroutine = coro(yields_twice);
    send("begun", coroutine, None);
    send("awaited meanwhile", coro(awaits, AWAITABLE(coroutine)), None);
    return coroutine_close(coroutine);
}

BEHAVIOUR_OUTSIDE(a_sleep_ended_by_somebody_else_ends_its_awaiter)
{
    Coroutine *sleep = asyncio_sleep(0), *outer = coro(awaits, AWAITABLE(sleep));
    send("outer", outer, None);
    send("sleep", sleep, None);
    send("outer", outer, None);
    return None;
}

/* ------------------------------------------------------------ outside of a loop */

ASYNC(within)
{
    print("within");
    return None;
}

BEHAVIOUR_OUTSIDE(what_needs_a_loop_says_so)
{
    send("sleep", asyncio_sleep(1), None);
    send("sleep 0", asyncio_sleep(0), None);
    Coroutine *coroutine = coro(returns, integer(1));
    send("wait_for", asyncio_wait_for(coroutine, 0), None);
    send("wait_for", asyncio_wait_for(coroutine, 1), None);
    send("group", async_with(asyncio_task_group(), coro(within)), None);
    Task *task = asyncio_current_task();
    tell("current_task", task ? None : value_of_object(task));
    tell("all_tasks", asyncio_all_tasks());
    Awaitable *const awaitables[] = {AWAITABLE(coroutine)};
    AsCompleted *each = asyncio_as_completed(awaitables, 1, NO_TIMEOUT);
    tell("as_completed", each ? None : value_of_object(each));
    return coroutine_close(coroutine);
}

CALLBACK(enters_by_hand)
{
    send("timeout", async_with(asyncio_timeout(1), coro(within)), None);
    send("group", async_with(asyncio_task_group(), coro(within)), None);
    Future *pending = loop_create_future(asyncio_get_running_loop());
    send("future", coro(awaits, AWAITABLE(pending)), None);
    return None;
}

BEHAVIOUR(what_needs_a_task_says_so)
{
    loop_call_soon(asyncio_get_running_loop(), callback(enters_by_hand));
    return await(asyncio_sleep(0));
}

CALLBACK(prints)
{
    print(future);
    return None;
}

BEHAVIOUR_OUTSIDE(a_closed_loop_takes_no_callbacks)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *future = loop_create_future(loop), *other = loop_create_future(loop);
    Coroutine *coroutine = coro(returns, integer(1));
    TRY(future_add_done_callback(future, callback(prints)));
    TRY(future_set_result(other, integer(1)));
    TRY(loop_close(loop));
    tell("set_result", future_set_result(future, integer(1)));
    print(future_done(future));
    tell("add_done_callback", future_add_done_callback(other, callback(prints)));
    TELL_OBJECT("gather", asyncio_gather(other, coroutine));
    tell("run", loop_run_until_complete(loop, other));
    return coroutine_close(coroutine);
}

/* ------------------------------------------------------------------- bad yields */

ASYNC(yields_and_tells, Value value;)
{
    tell("within", await(yields(arg->value)));
    return string("went on");
}

ASYNC(awaits_and_tells, Future *future;)
{
    tell("within", await(arg->future));
    return string("went on");
}

ASYNC(awaits_the_first, Task **tasks;)
{
    return await(arg->tasks[0]);
}

BEHAVIOUR(a_task_takes_only_its_futures)
{
    const Value values[] = {integer(1), string("text"), LIST(integer(1)), number(1.5)};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        tell("bad yield", await(named(coro(yields_and_tells, values[i]), "t")));
    Future *future = loop_create_future(asyncio_get_running_loop());
    tell("bare future", await(named(coro(yields_and_tells, value_of_object(future)), "t")));
    EventLoop *loop = asyncio_new_event_loop();
    Task *foreign = named(coro(awaits_and_tells, loop_create_future(loop)), "t");
    tell("foreign future", await(foreign));
    TRY(loop_close(loop));
    Task *tasks[1];
    tasks[0] = named(coro(awaits_the_first, tasks), "itself");
    tell("itself", await(tasks[0]));
    return None;
}

BEHAVIOUR(a_task_may_yield_nothing)
{
    tell("none", await(named(coro(yields_and_tells, None), "t")));
    return None;
}

/* ---------------------------------------------------------------------- finally */

ASYNC(sleeps_and_fails, double seconds; const char *text;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return error(&ValueError, "%s", arg->text);
}

ASYNC(cleans_up, double seconds;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    print("cleaned up", now());
    return None;
}

BEHAVIOUR(a_cleanup_runs_however_the_body_ends)
{
    tell("returned",
         await(async_finally(asyncio_sleep_result(1, string("body")), coro(cleans_up, 1))));
    tell("raised", await(async_finally(coro(sleeps_and_fails, 1, "body"), coro(cleans_up, 1))));
    tell("both", await(async_finally(coro(sleeps_and_fails, 1, "body"),
                                     coro(sleeps_and_fails, 1, "cleanup"))));
    tell("cleanup", await(async_finally(asyncio_sleep(1), coro(sleeps_and_fails, 1, "cleanup"))));
    Task *task = named(async_finally(asyncio_sleep(5), coro(cleans_up, 1)), "t");
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "stop");
    tell("cancelled", await(task));
    task = named(async_finally(asyncio_sleep(5), coro(cleans_up, 5)), "t");
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "once");
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "twice");
    tell("cancelled twice", await(task));
    print(now());
    return None;
}

RUN_BEHAVIOURS
