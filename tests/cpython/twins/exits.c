#include <string.h>

#include "twin.h"

static bool is(const char *how, const char *other)
{
    return strcmp(how, other) == 0;
}

static void throw_(Coroutine *coroutine, Value exception)
{
    Value value;
    if (coroutine_throw(coroutine, exception, &value) == SENT_YIELDED)
        print("throw yielded");
    else
        tell("throw", value);
}

/* ---------------------------------------------------------------- GeneratorExit */

static const char *const hows[] = {
    "raises it again",    "returns",
    "raises another",     "waits",
    "waits, and returns", "waits, and raises another",
    "waits below",        "waits twice",
    "waits on and on",
};

enum { HOWS = sizeof hows / sizeof *hows };

ASYNC(fails_with, Value exception;)
{
    TRY(await(asyncio_sleep(1)));
    return reraise(arg->exception);
}

ASYNC(sleeps_and_tells, const char *label;)
{
    Value slept = await(asyncio_sleep(1));
    if (slept.raised)
        print(arg->label, value_repr(slept));
    else
        print(arg->label, "slept");
    return slept;
}

ASYNC(finishes, Coroutine *coroutine;)
{
    Value result = await(arg->coroutine);
    if (!caught(&result, &BaseException))
        return result;
    print("finishes", value_repr(result));
    return await(coro(sleeps_and_tells, "finish"));
}

ASYNC(handles_exit, const char *how;)
{
    if (is(arg->how, "returns"))
        return string("returned");
    if (is(arg->how, "raises another"))
        return error(&ValueError, "another");
    if (is(arg->how, "waits"))
        TRY(await(coro(sleeps_and_tells, "cleanup")));
    if (is(arg->how, "waits, and returns")) {
        Value slept = await(asyncio_sleep(1));
        if (caught(&slept, &BaseException))
            print("again", value_repr(slept));
        return string("waited");
    }
    if (is(arg->how, "waits, and raises another")) {
        Value slept = await(asyncio_sleep(0));
        if (caught(&slept, &BaseException)) {
            print("again", value_repr(slept));
            return error(&ValueError, "another");
        }
    }
    if (is(arg->how, "waits twice")) {
        Value slept = await(asyncio_sleep(0));
        TRY(await(asyncio_sleep(0)));
        return slept;
    }
    if (is(arg->how, "waits below"))
        TRY(await(coro(finishes, coro(sleeps_and_tells, "below"))));
    return None;
}

ASYNC(innermost, const char *how; Future * future;)
{
    Value result = await(arg->future);
    if (!caught(&result, &BaseException))
        return result;
    print("innermost", value_repr(result));
    for (int i = 0; i < 4 && is(arg->how, "waits on and on"); i++) {
        Value slept = await(asyncio_sleep(1));
        caught(&slept, &GeneratorExit);
        TRY(slept);
    }
    Value handled = TRY(await(coro(handles_exit, arg->how)));
    return handled.kind == VALUE_NONE ? reraise(result) : handled;
}

ASYNC(middle, const char *how; Future * future;)
{
    Value got = await(coro(innermost, arg->how, arg->future));
    if (got.raised)
        print("middle", value_repr(got));
    else
        print("middle got", got);
    print("middle ends");
    return got.raised ? got : None;
}

ASYNC(outer, const char *how; Future * future;)
{
    Value got = await(coro(middle, arg->how, arg->future));
    if (got.raised)
        print("outer", value_repr(got));
    return got;
}

ASYNC(outer_that_waits, const char *how; Future * future;)
{
    Value got = await(coro(middle, arg->how, arg->future));
    if (got.raised)
        print("outer", value_repr(got));
    TRY(await(asyncio_sleep(1)));
    return string("waited");
}

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

static void start(Coroutine *coroutine)
{
    Value value;
    coroutine_send(coroutine, None, &value);
}

BEHAVIOUR(one_that_is_closed_first_closes_what_it_awaits)
{
    for (size_t i = 0; i < HOWS; i++) {
        print("-", hows[i]);
        Coroutine *const ones[] = {
            coro(middle, hows[i], new_future()),
            coro(outer, hows[i], new_future()),
            coro(outer_that_waits, hows[i], new_future()),
        };
        for (size_t k = 0; k < sizeof ones / sizeof *ones; k++) {
            start(ones[k]);
            tell("close", coroutine_close(ones[k]));
            tell("close again", coroutine_close(ones[k]));
        }
    }
    return None;
}

BEHAVIOUR(a_generator_exit_thrown_into_one_first_closes_what_it_awaits)
{
    for (size_t i = 0; i < HOWS; i++) {
        print("-", hows[i]);
        Coroutine *one = coro(outer, hows[i], new_future());
        start(one);
        throw_(one, new_exception(&GeneratorExit, "thrown"));
        Coroutine *two = coro(outer_that_waits, hows[i], new_future());
        start(two);
        throw_(two, new_exception(&GeneratorExit, "thrown"));
        throw_(two, new_exception(&ValueError, "v"));
    }
    return None;
}

BEHAVIOUR(a_task_that_failed_with_generator_exit_ends_what_awaits_it)
{
    for (size_t i = 0; i < HOWS; i++) {
        print("-", hows[i]);
        Value exit = new_exception(&GeneratorExit, "failed");
        Future *failing = (Future *)named(coro(fails_with, exit), "failing");
        Task *one = named(coro(outer, hows[i], failing), "one");
        Task *two = named(coro(outer_that_waits, hows[i], failing), "two");
        Future *const both[] = {(Future *)one, (Future *)two};
        TRY(await(asyncio_wait(both, 2, NO_TIMEOUT, ALL_COMPLETED)));
        tell("one", task_exception(one));
        tell("two", task_result(two));
        print(now());
    }
    return None;
}

ASYNC(swallowing_body, Future *future;)
{
    Value result = await(arg->future);
    if (caught(&result, &GeneratorExit))
        print("block", value_repr(result));
    return result;
}

ASYNC(swallows_in_a_block, Future *future;)
{
    TRY(await(async_with(asyncio_timeout(9), coro(swallowing_body, arg->future))));
    print("after the block");
    return await(asyncio_sleep(1));
}

ASYNC(awaiting_body, Future *future;)
{
    return await(arg->future);
}

ASYNC(group_body, Future *future;)
{
    Value result = await(async_with(asyncio_timeout(9), coro(awaiting_body, arg->future)));
    if (caught(&result, &GeneratorExit))
        print("block", value_repr(result));
    return result;
}

ASYNC(swallows_in_a_group, Future *future;)
{
    TRY(await(async_with(asyncio_task_group(), coro(group_body, arg->future))));
    print("after the block");
    return integer(5);
}

ASYNC(waiting_body, Future *future;)
{
    Value result = await(arg->future);
    if (!caught(&result, &GeneratorExit))
        return result;
    print("block", value_repr(result));
    return await(coro(sleeps_and_tells, "in the block"));
}

ASYNC(waits_in_a_block, Future *future;)
{
    return await(async_with(asyncio_timeout(9), coro(waiting_body, arg->future)));
}

static Coroutine *new_swallows_in_a_block(Future *future)
{
    return coro(swallows_in_a_block, future);
}

static Coroutine *new_swallows_in_a_group(Future *future)
{
    return coro(swallows_in_a_group, future);
}

static Coroutine *new_waits_in_a_block(Future *future)
{
    return coro(waits_in_a_block, future);
}

ASYNC(awaits, Coroutine *(*coroutine)(Future *future); Future * future;)
{
    Value got = await(arg->coroutine(arg->future));
    if (got.raised) {
        print("around", value_repr(got));
        return got;
    }
    print("got", got);
    return None;
}

ASYNC(throws_into, Coroutine *coroutine;)
{
    Task *task = named(arg->coroutine, "t");
    TRY(await(asyncio_sleep(0)));
    throw_(arg->coroutine, new_exception(&GeneratorExit, "thrown"));
    task_cancel(task);
    tell("task", await(task));
    return None;
}

BEHAVIOUR(a_block_is_part_of_the_coroutine_around_it)
{
    Coroutine *(*const made[])(Future *) = {new_swallows_in_a_block, new_swallows_in_a_group,
                                            new_waits_in_a_block};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        TRY(await(coro(throws_into, coro(awaits, made[i], new_future()))));
        TRY(await(coro(throws_into, made[i](new_future()))));
    }
    return None;
}

ASYNC(awaits_with_a_timeout, Future *future;)
{
    return await(asyncio_wait_for(arg->future, 1));
}

ASYNC(cleans_up, Future *future;)
{
    Value slept = await(asyncio_sleep(1));
    print("cleanup got", TRY(await(coro(awaits_with_a_timeout, arg->future))));
    return slept;
}

static Coroutine *new_cleans_up(Future *future)
{
    return coro(cleans_up, future);
}

BEHAVIOUR(what_runs_in_a_close_awaits_as_ever)
{
    Future *future = new_future();
    TRY(future_set_result(future, string("result")));
    Coroutine *one = coro(awaits, new_cleans_up, future);
    start(one);
    tell("close", coroutine_close(one));
    return None;
}

/* ---------------------------------------------------------------- StopIteration */

ASYNC(stops, const char *text;)
{
    return error(&StopIteration, "%s", arg->text);
}

ASYNC(stops_in_a_timeout, const char *text;)
{
    return await(async_with(asyncio_timeout(1), coro(stops, arg->text)));
}

ASYNC(stops_in_a_group, const char *text;)
{
    return await(async_with(asyncio_task_group(), coro(stops, arg->text)));
}

ASYNC(inner_timeout, const char *text;)
{
    return await(async_with(asyncio_timeout(1), coro(stops, arg->text)));
}

ASYNC(catches_it_around_a_timeout, const char *text;)
{
    Value result = await(async_with(asyncio_timeout(1), coro(inner_timeout, arg->text)));
    if (caught(&result, &StopIteration))
        print("caught", value_repr(result));
    return string("went on");
}

ASYNC(raises_again, Value handled;)
{
    return reraise(arg->handled);
}

ASYNC(raises_it_again_in_a_timeout, const char *text;)
{
    Value stop = new_exception(&StopIteration, arg->text);
    return await(async_with(asyncio_timeout(1), coro(raises_again, stop)));
}

ASYNC(awaiting_one_that_stops, const char *text;)
{
    return await(coro(stops_in_a_timeout, arg->text));
}

ASYNC(awaits_one_that_stops, const char *text;)
{
    return await(async_with(asyncio_timeout(1), coro(awaiting_one_that_stops, arg->text)));
}

BEHAVIOUR(a_stop_iteration_gets_out_of_a_block_but_of_no_coroutine)
{
    tell("awaited", await(coro(stops_in_a_timeout, "value")));
    tell("task", await(named(coro(stops_in_a_timeout, "value"), "t")));
    tell("awaited", await(coro(stops_in_a_group, "value")));
    tell("task", await(named(coro(stops_in_a_group, "value"), "t")));
    tell("awaited", await(coro(catches_it_around_a_timeout, "value")));
    tell("task", await(named(coro(catches_it_around_a_timeout, "value"), "t")));
    tell("awaited", await(coro(raises_it_again_in_a_timeout, "value")));
    tell("task", await(named(coro(raises_it_again_in_a_timeout, "value"), "t")));
    tell("awaited", await(coro(awaits_one_that_stops, "value")));
    tell("task", await(named(coro(awaits_one_that_stops, "value"), "t")));
    return None;
}

RUN_BEHAVIOURS
