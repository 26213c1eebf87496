#include "twin.h"

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

ASYNC(waits_for, Future *future;)
{
    return await(arg->future);
}

ASYNC(returns, Value value;)
{
    return arg->value;
}

static Value wait_for_end(Task *task)
{
    return await(asyncio_wait((Future *[]){FUTURE(task)}, 1, NO_TIMEOUT, ALL_COMPLETED));
}

ASYNC(cancelled_with, const char *message; double after;)
{
    Task *task = asyncio_create_task(asyncio_sleep(10));
    TRY(await(asyncio_sleep(arg->after)));
    task_cancel_message(task, arg->message);
    TRY(wait_for_end(task));
    return value_of_object(task);
}

BEHAVIOUR(the_message_comes_with_the_error)
{
    const char *messages[] = {NULL, "my message", ""};
    for (int i = 0; i < 3; i++) {
        Task *task = TRY(await(coro(cancelled_with, messages[i], 0))).as.object;
        tell("result", task_result(task));
        tell("exception", task_exception(task));
        tell("again", task_exception(task));
    }
    return None;
}

BEHAVIOUR(a_message_before_the_first_step_is_kept)
{
    Task *task = asyncio_create_task(coro(returns, integer(1)));
    task_cancel_message(task, "early");
    TRY(wait_for_end(task));
    tell("result", task_result(task));
    return None;
}

BEHAVIOUR(the_last_of_two_messages_counts_before_the_first_step)
{
    Task *task = asyncio_create_task(coro(returns, integer(1)));
    task_cancel_message(task, "one");
    task_cancel_message(task, "two");
    tell("awaited", await(task));
    tell("result", task_result(task));
    return None;
}

BEHAVIOUR(a_cancelled_future_raises_its_message_each_time)
{
    Future *future = new_future();
    tell("cancel", boolean(future_cancel_message(future, "why")));
    tell("again", boolean(future_cancel_message(future, "later")));
    tell("result", future_result(future));
    tell("exception", future_exception(future));
    tell("awaited", await(future));
    return None;
}

CALLBACK(cancels_task, Task *task; const char *message;)
{
    task_cancel_message(arg->task, arg->message);
    return None;
}

BEHAVIOUR(an_error_may_be_raised_from_the_cancel)
{
    Task *task = asyncio_create_task(asyncio_sleep(10));
    TRY(await(asyncio_sleep(0)));
    loop_call_soon(asyncio_get_running_loop(), callback(cancels_task, task, "msg"));
    Value result = await(task);
    if (caught(&result, &CancelledError)) {
        Value problem = error_from(error(&ValueError, "cancelled"), result);
        if (caught(&problem, &ValueError))
            print(value_repr(problem), "from", value_repr(result));
    }
    return None;
}

ASYNC(uncancels)
{
    Value slept = await(asyncio_sleep(10));
    if (caught(&slept, &CancelledError)) {
        print("caught", task_uncancel(asyncio_current_task()));
        slept = await(asyncio_sleep(10));
    }
    return slept;
}

BEHAVIOUR(an_uncancelled_task_goes_on_until_the_next_cancel)
{
    Task *task = named(coro(uncancels), "t");
    TRY(await(asyncio_sleep(0)));
    int before = task_cancelling(task);
    bool cancelled = task_cancel(task);
    print(before, cancelled, task_cancelling(task), task_cancelled(task));
    cancelled = task_cancel(task);
    int twice = task_cancelling(task);
    print(cancelled, twice, task_uncancel(task));
    TRY(await(asyncio_sleep(0)));
    print(task_cancelling(task), task_done(task), task);
    cancelled = task_cancel(task);
    print(cancelled, task_cancelling(task));
    tell("awaited", await(task));
    bool is_cancelled = task_cancelled(task);
    int count = task_cancelling(task), first = task_uncancel(task), second = task_uncancel(task);
    print(is_cancelled, count, first, second);
    cancelled = task_cancel(task);
    print(cancelled, task_cancelled(task));
    return None;
}

CALLBACK(ring, Task *task; bool *rang;)
{
    *arg->rang = true;
    task_cancel(arg->task);
    return None;
}

ASYNC(with_a_timeout_of_its_own, double sleep; double timeout;)
{
    Task *task = asyncio_current_task();
    bool *rang = asyncio_alloc(sizeof *rang);
    TimerHandle *timer =
        loop_call_later(asyncio_get_running_loop(), arg->timeout, callback(ring, task, rang));
    Value slept = await(asyncio_sleep(arg->sleep));
    timer_handle_cancel(timer);
    if (is_raised(slept) && is_instance(slept, &CancelledError)) {
        if (!(*rang && task_uncancel(task) == 0))
            return slept;
        print("timed out");
    }
    TRY(await(asyncio_sleep(0)));
    return boolean(*rang);
}

BEHAVIOUR(a_timeout_can_be_made_of_cancel_and_uncancel)
{
    Task *slow = asyncio_create_task(coro(with_a_timeout_of_its_own, 10, 0.1));
    tell("slow", await(slow));
    print(task_cancelling(slow), now());
    Task *quick = asyncio_create_task(coro(with_a_timeout_of_its_own, 0, 10));
    tell("quick", await(quick));
    print(task_cancelling(quick), now());
    return None;
}

BEHAVIOUR(uncancel_takes_back_what_was_not_thrown_yet)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(future, integer(42)));
    bool cancelled = task_cancel(task);
    int count = task_cancelling(task);
    print(cancelled, count, task_uncancel(task));
    tell("awaited", await(task));
    return None;
}

BEHAVIOUR(cancel_of_the_inner_future_cancels_the_task)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    future_cancel_message(future, "inner");
    tell("awaited", await(task));
    print(future_cancelled(future), task_cancelled(task), task_cancelling(task));
    return None;
}

BEHAVIOUR(cancel_of_the_inner_future_and_of_the_task)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    bool first = future_cancel_message(future, "inner");
    print(first, task_cancel_message(task, "outer"));
    tell("awaited", await(task));
    print(future_cancelled(future), task_cancelled(task), task_cancelling(task));
    return None;
}

ASYNC(catches, Future *first; Future * second; Future * third;)
{
    TRY(await(arg->first));
    Value result = await(arg->second);
    if (caught(&result, &CancelledError))
        print("caught");
    return await(arg->third);
}

BEHAVIOUR(a_task_may_swallow_its_cancel)
{
    Future *first = new_future(), *second = new_future(), *third = new_future();
    Task *task = asyncio_create_task(coro(catches, first, second, third));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(first, None));
    TRY(await(asyncio_sleep(0)));
    task_cancel(task);
    print(future_cancelled(first), future_cancelled(second), future_done(third));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(third, integer(42)));
    tell("awaited", await(task));
    print(task_cancelled(task), task_cancelling(task));
    return None;
}

ASYNC(awaits_another_once_cancelled, Task *other;)
{
    task_cancel(asyncio_current_task());
    return await(arg->other);
}

BEHAVIOUR(a_cancel_of_oneself_goes_to_what_is_awaited_next)
{
    Future *future = new_future();
    Task *nested = asyncio_create_task(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    Task *task = asyncio_create_task(coro(awaits_another_once_cancelled, nested));
    tell("awaited", await(task));
    print(task_cancelled(task), task_cancelled(nested), future_cancelled(future));
    return None;
}

ASYNC(cancels_itself_and_returns)
{
    task_cancel_message(asyncio_current_task(), "at the end");
    return integer(12);
}

BEHAVIOUR(a_cancel_at_the_very_end_still_counts)
{
    Task *task = asyncio_create_task(coro(cancels_itself_and_returns));
    tell("awaited", await(task));
    print(task_cancelled(task), task_cancel(task));
    return None;
}

ASYNC(leaves, Value error;)
{
    Value slept = await(asyncio_sleep(10));
    return caught(&slept, &CancelledError) ? reraise(arg->error) : slept;
}

ASYNC(cancels_one_that_leaves)
{
    Value bye = error(&SystemExit, "bye");
    caught(&bye, &SystemExit);
    Task *task = asyncio_create_task(coro(leaves, bye));
    TRY(await(asyncio_sleep(0)));
    task_cancel(task);
    return await(task);
}

BEHAVIOUR_OUTSIDE(an_exit_during_a_cancel_leaves_the_loop)
{
    tell("run", asyncio_run(coro(cancels_one_that_leaves)));
    return None;
}

ASYNC(inner, Future *future;)
{
    Value result = await(arg->future);
    if (is_raised(result) && is_instance(result, &CancelledError))
        print("inner");
    return result;
}

ASYNC(outer, Future *future;)
{
    Value result = await(coro(inner, arg->future));
    if (caught(&result, &CancelledError))
        print("outer");
    return None;
}

BEHAVIOUR(a_cancel_goes_up_through_coroutines)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(outer, future));
    TRY(await(asyncio_sleep(0)));
    task_cancel(task);
    tell("awaited", await(task));
    print(future_cancelled(future));
    return None;
}

ASYNC(waits_for_a_task_of, Future *future;)
{
    return wait_for_end(named(coro(waits_for, arg->future), "inner"));
}

BEHAVIOUR(wait_hands_no_cancel_on)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(waits_for_a_task_of, future));
    TRY(await(asyncio_sleep(0)));
    TRY(await(asyncio_sleep(0)));
    task_cancel(task);
    tell("awaited", await(task));
    print(future_done(future));
    TRY(future_set_result(future, None));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(a_sleeping_task_is_woken_by_cancel)
{
    Task *task = asyncio_create_task(asyncio_sleep(5000));
    loop_call_later(asyncio_get_running_loop(), 0.1, callback(cancels_task, task, NULL));
    tell("awaited", await(task));
    print(now());
    return None;
}

BEHAVIOUR(a_gather_whose_children_are_done_refuses_its_cancel)
{
    Future *future = new_future();
    Future *gathered = asyncio_gather(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(future, integer(42)));
    TRY(await(asyncio_sleep(0)));
    Value cancelled = list_new();
    TRY(list_append(cancelled, boolean(future_cancel(gathered))));
    tell("awaited", await(gathered));
    print(cancelled, future_cancelled(gathered));
    return None;
}

ASYNC(gathers_for_ever)
{
    for (;;)
        TRY(await(asyncio_gather_exceptions(asyncio_sleep(0.05))));
}

BEHAVIOUR(a_cancel_gets_through_gathers_that_return_exceptions)
{
    const char *messages[] = {NULL, "my message"};
    for (int i = 0; i < 2; i++) {
        Task *task = asyncio_create_task(coro(gathers_for_ever));
        TRY(await(asyncio_sleep(0.22)));
        task_cancel_message(task, messages[i]);
        tell("awaited", await(task));
        print(now());
    }
    return None;
}

BEHAVIOUR(cancel_during_the_turn_that_ends_it_comes_too_late)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(waits_for, future));
    TRY(await(asyncio_sleep(0)));
    TRY(future_set_result(future, string("in time")));
    TRY(await(asyncio_sleep(0)));
    bool done = task_done(task);
    print(done, task_cancel(task));
    tell("awaited", await(task));
    return None;
}

RUN_BEHAVIOURS
