#include "twin.h"

#include <math.h>

ASYNC(returns, Value value;)
{
    return arg->value;
}

ASYNC(fails, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

ASYNC(waits_for, Future *future;)
{
    return await(arg->future);
}

BEHAVIOUR(a_task_tells_its_result_and_its_state)
{
    Task *task = named(coro(returns, string("ok")), "t");
    print(task_done(task), task_get_name(task));
    tell("awaited", await(task));
    print(task_done(task), task_cancelled(task), task_cancelling(task));
    tell("result", task_result(task));
    tell("exception", task_exception(task));
    tell("cancel", boolean(task_cancel(task)));
    return None;
}

BEHAVIOUR(a_task_without_a_name_has_a_number)
{
    print(task_get_name(asyncio_create_task(coro(returns, integer(1)))));
    print(task_get_name(asyncio_create_task(coro(returns, integer(2)))));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(a_task_prints_what_it_waits_for)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    Task *task = named(coro(waits_for, future), "t");
    print(task);
    TRY(await(asyncio_sleep(0)));
    print(task);
    print(future);
    task_cancel(task);
    print(task);
    TRY(await(asyncio_sleep(0)));
    print(task);
    return None;
}

BEHAVIOUR(a_done_task_prints_its_outcome)
{
    Task *good = named(coro(returns, string("abc")), "good");
    Task *bad = named(coro(fails, "no"), "bad");
    TRY(await(asyncio_sleep(0)));
    print(good);
    print(bad);
    tell("exception", task_exception(bad));
    return None;
}

BEHAVIOUR(results_go_up_through_coroutines)
{
    tell("inner", await(coro(returns, integer(42))));
    tell("task", await(asyncio_create_task(coro(returns, integer(1000)))));
    tell("error", await(coro(fails, "up")));
    return None;
}

BEHAVIOUR(a_coroutine_may_return_a_future_without_awaiting_it)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    Task *task = asyncio_create_task(coro(returns, value_of_object(future)));
    Value result = TRY(await(task));
    print(boolean(result.as.object == future), future_done(future));
    return None;
}

BEHAVIOUR(a_task_knows_its_coroutine)
{
    Coroutine *coroutine = coro(returns, integer(1));
    Task *task = asyncio_create_task(coroutine);
    print(boolean(task_get_coro(task) == coroutine));
    TRY(await(task));
    print(boolean(task_get_coro(task) == coroutine));
    return None;
}

ASYNC(says_who_runs, Future *first; Future * second;)
{
    Task *me = asyncio_current_task();
    TRY(await(arg->first));
    print(task_get_name(me), boolean(asyncio_current_task() == me));
    return future_set_result(arg->second, None);
}

BEHAVIOUR(the_current_task_changes_with_the_step)
{
    EventLoop *loop = asyncio_get_running_loop();
    Future *first = loop_create_future(loop), *second = loop_create_future(loop),
           *third = loop_create_future(loop);
    Task *one = named(coro(says_who_runs, first, second), "one");
    Task *two = named(coro(says_who_runs, second, third), "two");
    TRY(future_set_result(first, None));
    TRY(await(asyncio_wait((Future *[]){FUTURE(one), FUTURE(two)}, 2, NO_TIMEOUT, ALL_COMPLETED)));
    Task *me = asyncio_current_task();
    print(boolean(me != one && me != two));
    return None;
}

BEHAVIOUR_OUTSIDE(there_is_no_current_task_without_a_loop)
{
    TELL_OBJECT("current_task", asyncio_current_task());
    tell("all_tasks", asyncio_all_tasks());
    return None;
}

CALLBACK(adds, Value numbers; int number;)
{
    return list_append(arg->numbers, integer(arg->number));
}

BEHAVIOUR(sleep_of_no_time_gives_way_once)
{
    Value numbers = list_new();
    loop_call_soon(asyncio_get_running_loop(), callback(adds, numbers, 1));
    print(numbers);
    TRY(list_append(numbers, TRY(await(asyncio_sleep_result(0, integer(10))))));
    print(numbers);
    return None;
}

BEHAVIOUR(sleeps_add_up)
{
    Value first = TRY(await(asyncio_sleep_result(0.05, string("first"))));
    print(first, now());
    Value second = TRY(await(asyncio_sleep_result(0.05, string("second"))));
    print(second, now());
    return None;
}

BEHAVIOUR(no_sleep_takes_nan_seconds)
{
    tell("sleep", await(asyncio_sleep(NAN)));
    tell("task", await(asyncio_create_task(asyncio_sleep(NAN))));
    return None;
}

BEHAVIOUR(ensure_future_makes_a_task_only_of_what_is_no_future)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    Task *task = asyncio_create_task(coro(returns, integer(1)));
    print(boolean(asyncio_ensure_future(future) == future),
          boolean(asyncio_ensure_future(task) == FUTURE(task)));
    Future *made = asyncio_ensure_future(coro(returns, integer(2)));
    bool done = future_done(made);
    Value result = TRY(await(made));
    print(done, result);
    return await(task);
}

BEHAVIOUR(a_tasks_outcome_is_its_coroutines)
{
    Task *task = asyncio_create_task(coro(returns, string("ko")));
    tell("set_result", future_set_result(FUTURE(task), string("ok")));
    tell("set_exception", future_set_exception(FUTURE(task), error(&ValueError, NULL)));
    tell("task", await(task));
    return None;
}

BEHAVIOUR(an_exception_nobody_looked_at_is_told_of)
{
    Task *task = named(coro(fails, "alone"), "t");
    TRY(await(asyncio_sleep(0)));
    print(task_done(task));
    return None;
}

BEHAVIOUR(an_exception_is_not_told_of_after_a_cancel)
{
    Task *task = named(coro(fails, "alone"), "t");
    TRY(await(asyncio_sleep(0.05)));
    tell("cancel", boolean(task_cancel(task)));
    return None;
}

BEHAVIOUR(an_exception_keeps_its_cause)
{
    Value first = await(coro(fails, "first"));
    if (caught(&first, &ValueError)) {
        Value second = error_from(error(&OSError, "second"), first);
        if (caught(&second, &OSError))
            print(value_repr(second), "from", value_repr(first));
    }
    return None;
}

ASYNC(many, int width; int depth;)
{
    if (!arg->depth)
        return None;
    Awaitable *children[5];
    for (int i = 0; i < arg->width; i++)
        children[i] = AWAITABLE(coro(many, arg->width, arg->depth - 1));
    return await(asyncio__gather(children, (size_t)arg->width, false));
}

BEHAVIOUR(a_gather_within_gathers_makes_a_task_of_each)
{
    TRY(await(coro(many, 5, 4)));
    print(task_get_name(asyncio_create_task(coro(returns, integer(0)))));
    return await(asyncio_sleep(0));
}

ASYNC(down, int depth;)
{
    if (!arg->depth)
        return integer(0);
    Value below = TRY(await(coro(down, arg->depth - 1)));
    return integer(below.as.integer + 1);
}

BEHAVIOUR(a_chain_of_awaits_is_one_task)
{
    Value depth = TRY(await(coro(down, 20)));
    print(depth);
    print(task_get_name(asyncio_create_task(coro(returns, integer(0)))));
    return await(asyncio_sleep(0));
}

RUN_BEHAVIOURS
