#include "twin.h"

ASYNC(says_after, double seconds; const char *text;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    print(arg->text);
    return string(arg->text);
}

ASYNC(one_after_the_other)
{
    print("started", now());
    TRY(await(coro(says_after, 1, "hello")));
    TRY(await(coro(says_after, 2, "world")));
    print("finished", now());
    return None;
}

BEHAVIOUR_OUTSIDE(coroutines_one_after_the_other_take_the_sum)
{
    return asyncio_run(coro(one_after_the_other));
}

ASYNC(at_the_same_time)
{
    Task *first = asyncio_create_task(coro(says_after, 1, "hello"));
    Task *second = asyncio_create_task(coro(says_after, 2, "world"));
    double began = now();
    TRY(await(first));
    TRY(await(second));
    print(now() - began);
    return None;
}

BEHAVIOUR_OUTSIDE(tasks_take_as_long_as_the_longest)
{
    return asyncio_run(coro(at_the_same_time));
}

ASYNC(creates_two, TaskGroup *group; Task * *two;)
{
    arg->two[0] = task_group_create_task(arg->group, coro(says_after, 1, "hello"));
    arg->two[1] = task_group_create_task(arg->group, coro(says_after, 2, "world"));
    print("all of them are running");
    return None;
}

ASYNC(in_a_group)
{
    double began = now();
    TaskGroup *group = asyncio_task_group();
    Task *two[2];
    TRY(await(async_with(group, coro(creates_two, group, two))));
    print(TRY(task_result(two[0])), TRY(task_result(two[1])), now() - began);
    return None;
}

BEHAVIOUR_OUTSIDE(a_group_awaits_its_tasks)
{
    return asyncio_run(coro(in_a_group));
}

ASYNC(factorial, const char *name; int number;)
{
    int64_t product = 1;
    for (int factor = 2; factor <= arg->number; factor++) {
        print(arg->name, "multiplies by", factor);
        TRY(await(asyncio_sleep(1)));
        product *= factor;
    }
    print(arg->name, "is done", product);
    return integer(product);
}

ASYNC(gathers_factorials)
{
    print(TRY(await(asyncio_gather(coro(factorial, "A", 2), coro(factorial, "B", 3),
                                   coro(factorial, "C", 4)))));
    return None;
}

BEHAVIOUR_OUTSIDE(gathered_factorials_take_turns)
{
    return asyncio_run(coro(gathers_factorials));
}

ASYNC(waits_for_an_hour)
{
    Value slept = await(asyncio_sleep(3600));
    if (is_raised(slept) && is_instance(slept, &CancelledError))
        print("cancelled within");
    print("after the sleep");
    return slept;
}

ASYNC(cancels)
{
    Task *task = asyncio_create_task(coro(waits_for_an_hour));
    TRY(await(asyncio_sleep(1)));
    task_cancel(task);
    Value awaited = await(task);
    if (caught(&awaited, &CancelledError))
        print("cancelled without");
    return awaited.raised ? awaited : None;
}

BEHAVIOUR_OUTSIDE(a_cancelled_task_says_so_to_who_awaits_it)
{
    return asyncio_run(coro(cancels));
}

ASYNC(waits_a_second)
{
    Value waited = await(asyncio_wait_for(coro(waits_for_an_hour), 1));
    if (caught(&waited, &TimeoutError))
        print("timeout!");
    print(now());
    return waited.raised ? waited : None;
}

BEHAVIOUR_OUTSIDE(wait_for_does_not_wait_for_ever)
{
    return asyncio_run(coro(waits_a_second));
}

ASYNC(reschedules_and_waits, Timeout *limit;)
{
    TRY(timeout_reschedule(arg->limit, now() + 1.5));
    return await(coro(waits_for_an_hour));
}

ASYNC(sets_a_deadline)
{
    Timeout *limit = asyncio_timeout(NO_TIMEOUT);
    Value waited = await(async_with(limit, coro(reschedules_and_waits, limit)));
    if (!caught(&waited, &TimeoutError))
        return waited;
    print("looks at it", timeout_expired(limit));
    return None;
}

BEHAVIOUR_OUTSIDE(a_timeout_gets_its_deadline_later)
{
    return asyncio_run(coro(sets_a_deadline));
}

ASYNC(sets_after, Future *future; double seconds; Value value;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return future_set_result(arg->future, arg->value);
}

ASYNC(awaits_what_a_task_sets)
{
    EventLoop *loop = asyncio_get_running_loop();
    Future *future = loop_create_future(loop);
    loop_create_task(loop, coro(sets_after, future, 1, string("... world")));
    print("hello ...");
    print(TRY(await(future)));
    return None;
}

BEHAVIOUR_OUTSIDE(a_future_is_set_by_a_task)
{
    return asyncio_run(coro(awaits_what_a_task_sets));
}

CALLBACK(got, const char *label;)
{
    print(arg->label, TRY(future_result(future)));
    return None;
}

ASYNC(is_called_back)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    TRY(future_add_done_callback(future, callback(got, "Future:")));
    TRY(await(coro(sets_after, future, 1, integer(42))));
    return await(asyncio_sleep(0));
}

BEHAVIOUR_OUTSIDE(a_done_callback_knows_what_it_was_given)
{
    return asyncio_run(coro(is_called_back));
}

ASYNC(awaits_the_earliest)
{
    Awaitable *const three[] = {AWAITABLE(coro(says_after, 3, "c")),
                                AWAITABLE(coro(says_after, 1, "a")),
                                AWAITABLE(coro(says_after, 2, "b"))};
    AsCompleted *each = asyncio_as_completed(three, 3, NO_TIMEOUT);
    for (Coroutine *next; (next = as_completed_next(each));)
        print("earliest:", TRY(await(next)), now());
    return None;
}

BEHAVIOUR_OUTSIDE(results_come_as_they_are_completed)
{
    return asyncio_run(coro(awaits_the_earliest));
}

CALLBACK(ticks, EventLoop *loop; double end;)
{
    print("tick", loop_time(arg->loop));
    if (loop_time(arg->loop) + 1 < arg->end)
        loop_call_later(arg->loop, 1, callback(ticks, arg->loop, arg->end));
    else
        loop_stop(arg->loop);
    return None;
}

BEHAVIOUR_OUTSIDE(a_callback_that_calls_itself_later)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(ticks, loop, loop_time(loop) + 5));
    TRY(loop_run_forever(loop));
    return loop_close(loop);
}

EXCEPTION(TerminateGroup, Exception);

ASYNC(terminates)
{
    return error(&TerminateGroup, NULL);
}

ASYNC(job, int number; double seconds;)
{
    print("job", arg->number, "starts");
    TRY(await(asyncio_sleep(arg->seconds)));
    print("job", arg->number, "is done");
    return None;
}

ASYNC(ends_the_group, TaskGroup *group;)
{
    task_group_create_task(arg->group, coro(job, 1, 0.5));
    task_group_create_task(arg->group, coro(job, 2, 1.5));
    TRY(await(asyncio_sleep(1)));
    task_group_create_task(arg->group, coro(terminates));
    return None;
}

ASYNC(goes_on_behind_the_group)
{
    TaskGroup *group = asyncio_task_group();
    Value left = await(async_with(group, coro(ends_the_group, group)));
    if (!caught(&left, &ExceptionGroup))
        return left;
    print("ended", now());
    return None;
}

BEHAVIOUR_OUTSIDE(a_group_is_ended_by_a_task_that_raises)
{
    return asyncio_run(coro(goes_on_behind_the_group));
}

RUN_BEHAVIOURS
