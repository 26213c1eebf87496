#include "twin.h"

static Future *new_future(void)
{
    return loop_create_future(asyncio_get_running_loop());
}

ASYNC(returns, Value value;)
{
    return arg->value;
}

ASYNC(sleeps, double seconds; Value value;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return arg->value;
}

ASYNC(fails, double seconds; const char *text;)
{
    TRY(await(asyncio_sleep(arg->seconds)));
    return error(&ValueError, "%s", arg->text);
}

ASYNC(waits_for, Future *future;)
{
    return await(arg->future);
}

ASYNC(tells_its_end, double seconds;)
{
    Value slept = await(asyncio_sleep(arg->seconds));
    if (is_raised(slept) && is_instance(slept, &CancelledError))
        print("cancelled", now());
    return slept;
}

ASYNC(fails_in_cleanup, const char *text;)
{
    Value slept = await(asyncio_sleep(10));
    return caught(&slept, &CancelledError) ? error(&OSError, "%s", arg->text) : slept;
}

/* ---------------------------------------------------------------------- gather */

BEHAVIOUR(results_come_in_the_order_of_the_arguments)
{
    for (int return_exceptions = 0; return_exceptions < 2; return_exceptions++) {
        Future *a = new_future(), *b = new_future(), *c = new_future();
        Future *gathered =
            return_exceptions ? asyncio_gather_exceptions(a, b, c) : asyncio_gather(a, b, c);
        TRY(future_set_result(b, integer(1)));
        TRY(future_set_result(a, integer(2)));
        TRY(await(asyncio_sleep(0)));
        print(future_done(gathered));
        TRY(future_set_result(c, integer(3)));
        tell("gathered", await(gathered));
    }
    return None;
}

BEHAVIOUR(the_first_error_comes_out_at_once)
{
    Future *a = new_future(), *b = new_future(), *c = new_future(), *d = new_future();
    Future *gathered = asyncio_gather(a, b, c, d);
    TRY(future_set_result(a, integer(1)));
    TRY(future_set_exception(b, error(&ZeroDivisionError, NULL)));
    TRY(await(asyncio_sleep(0)));
    print(future_done(gathered));
    tell("exception", future_exception(gathered));
    TRY(future_set_result(c, integer(3)));
    future_cancel(d);
    return await(asyncio_sleep(0));
}

BEHAVIOUR(errors_may_be_results)
{
    Future *a = new_future(), *b = new_future(), *c = new_future(), *d = new_future(),
           *e = new_future(), *f = new_future();
    Future *gathered = asyncio_gather_exceptions(a, b, c, d, e, f);
    TRY(future_set_result(a, integer(1)));
    TRY(future_set_exception(b, error(&ZeroDivisionError, NULL)));
    future_cancel(c);
    TRY(await(asyncio_sleep(0)));
    print(future_done(gathered));
    TRY(future_set_result(d, integer(3)));
    future_cancel_message(e, "message");
    TRY(future_set_exception(f, error(&RuntimeError, "f")));
    tell("gathered", await(gathered));
    return None;
}

BEHAVIOUR(a_cancelled_child_is_an_error)
{
    Future *a = new_future(), *b = new_future(), *c = new_future();
    Future *gathered = asyncio_gather(a, b, c);
    TRY(future_set_result(a, integer(1)));
    future_cancel_message(b, "b");
    TRY(await(asyncio_sleep(0)));
    print(future_done(gathered), future_cancelled(gathered));
    tell("exception", future_exception(gathered));
    tell("result", future_result(gathered));
    return future_set_result(c, integer(3));
}

BEHAVIOUR(a_task_that_comes_often_is_one)
{
    Task *task = asyncio_create_task(coro(returns, string("abc")));
    Task *other = asyncio_create_task(coro(returns, string("def")));
    tell("gathered", await(asyncio_gather(task, task, other, task)));
    return None;
}

BEHAVIOUR(a_gather_of_nothing_is_done)
{
    Future *gathered = asyncio_gather();
    print(future_done(gathered));
    tell("gathered", await(gathered));
    return None;
}

BEHAVIOUR_OUTSIDE(a_gather_takes_its_loop_from_its_futures)
{
    EventLoop *loop = asyncio_new_event_loop();
    Future *a = loop_create_future(loop), *b = loop_create_future(loop);
    Future *gathered = asyncio_gather(a, b);
    print(future_done(gathered));
    TRY(future_set_result(a, integer(1)));
    TRY(future_set_result(b, integer(2)));
    tell("run", loop_run_until_complete(loop, gathered));
    return loop_close(loop);
}

BEHAVIOUR_OUTSIDE(a_gather_of_two_loops_is_refused)
{
    EventLoop *one = asyncio_new_event_loop(), *two = asyncio_new_event_loop();
    TELL_OBJECT("gather", asyncio_gather(loop_create_future(one), loop_create_future(two)));
    TRY(loop_close(one));
    return loop_close(two);
}

ASYNC(gathers, Awaitable *a; Awaitable * b;)
{
    return await(asyncio_gather(arg->a, arg->b));
}

BEHAVIOUR(cancel_goes_to_all_children)
{
    Future *waiter = new_future();
    Task *one = asyncio_create_task(coro(waits_for, waiter));
    Task *two = asyncio_create_task(coro(waits_for, waiter));
    Task *task = asyncio_create_task(coro(gathers, AWAITABLE(one), AWAITABLE(two)));
    TRY(await(asyncio_sleep(0)));
    TRY(await(asyncio_sleep(0)));
    print(task_cancel(task));
    tell("task", await(task));
    print(future_cancelled(waiter), task_cancelled(one), task_cancelled(two));
    return None;
}

BEHAVIOUR(a_second_error_counts_as_looked_at)
{
    TRY(await(asyncio_sleep(0)));
    Task *task = asyncio_create_task(
        coro(gathers, AWAITABLE(coro(fails, 1, "first")), AWAITABLE(coro(fails, 2, "second"))));
    tell("task", await(task));
    return await(asyncio_sleep(3));
}

/* ---------------------------------------------------------------------- shield */

BEHAVIOUR(a_shield_stands_between_a_gather_and_its_canceller)
{
    Future *a = new_future(), *b = new_future();
    Future *parent = asyncio_gather(a, b);
    Future *outer = asyncio_shield(parent);
    TRY(await(asyncio_sleep(0)));
    future_cancel(outer);
    TRY(await(asyncio_sleep(0)));
    print(future_cancelled(outer));
    TRY(future_set_result(a, integer(1)));
    TRY(future_set_result(b, integer(2)));
    TRY(await(asyncio_sleep(0)));
    tell("parent", future_result(parent));
    return None;
}

BEHAVIOUR(shields_within_a_gather_keep_the_children)
{
    Future *a = new_future(), *b = new_future();
    Future *one = asyncio_shield(a), *two = asyncio_shield(b);
    Future *parent = asyncio_gather(one, two);
    future_cancel_message(parent, "all");
    TRY(await(asyncio_sleep(0)));
    tell("parent", future_exception(parent));
    print(future_cancelled(one), future_cancelled(two), future_done(a), future_done(b));
    TRY(future_set_result(a, integer(1)));
    TRY(future_set_result(b, integer(2)));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(one_report_for_all_cancelled_shields)
{
    Future *inner = new_future();
    for (int i = 0; i < 3; i++) {
        Future *outer = asyncio_shield(inner);
        TRY(await(asyncio_sleep(0)));
        future_cancel(outer);
        TRY(await(asyncio_sleep(0)));
    }
    TRY(future_set_exception(inner, error(&ValueError, "foo")));
    return await(asyncio_sleep(0));
}

BEHAVIOUR(an_error_that_a_cancelled_shield_told_of_can_be_read)
{
    Future *inner = new_future();
    Future *outer = asyncio_shield(inner);
    print(inner, outer);
    future_cancel(outer);
    TRY(await(asyncio_sleep(0)));
    print(inner, outer);
    TRY(future_set_exception(inner, error(&ValueError, "foo")));
    TRY(await(asyncio_sleep(0)));
    print("told");
    tell("inner", future_exception(inner));
    return None;
}

BEHAVIOUR(a_gather_hangs_nothing_on_its_own_future)
{
    Future *outer = asyncio_gather(coro(returns, integer(1)), coro(returns, integer(2)));
    print(outer);
    tell("outer", await(outer));
    return None;
}

BEHAVIOUR(no_report_behind_a_cancelled_shield_without_an_error)
{
    for (int i = 0; i < 2; i++) {
        Future *inner = new_future();
        Future *outer = asyncio_shield(inner);
        future_cancel(outer);
        TRY(await(asyncio_sleep(0)));
        if (i)
            TRY(future_set_result(inner, integer(1)));
        else
            future_cancel(inner);
        TRY(await(asyncio_sleep(0)));
        print(future_cancelled(outer), future_cancelled(inner));
    }
    return None;
}

ASYNC(shields, Future *future;)
{
    TRY(await(asyncio_shield(coro(waits_for, arg->future))));
    print("not reached");
    return None;
}

BEHAVIOUR(a_shielded_coroutine_goes_on)
{
    Future *future = new_future();
    Task *task = asyncio_create_task(coro(shields, future));
    TRY(await(asyncio_sleep(0)));
    task_cancel(task);
    tell("task", await(task));
    print(future_done(future));
    TRY(future_set_result(future, None));
    return await(asyncio_sleep(0));
}

/* ------------------------------------------------------------------- TaskGroup */

enum { MOST = 4 };

/* A group's tasks, and what its body awaits, if anything. */
ASYNC(in_a_group_body, TaskGroup *group; Coroutine * tasks[MOST]; Coroutine * then;)
{
    for (int i = 0; i < MOST && arg->tasks[i]; i++) {
        if (!task_group_create_task(arg->group, arg->tasks[i]))
            return value_of_object(NULL);
    }
    return arg->then ? await(arg->then) : None;
}

ASYNC(in_a_group, Coroutine *tasks[MOST]; Coroutine * then;)
{
    TaskGroup *group = asyncio_task_group();
    Coroutine *body = coro(in_a_group_body, .group = group, .then = arg->then,
                           .tasks = {arg->tasks[0], arg->tasks[1], arg->tasks[2], arg->tasks[3]});
    TRY(await(async_with(group, body)));
    return string("left");
}

#define GROUP(...) coro(in_a_group, {__VA_ARGS__}, NULL)
#define GROUP_THEN(body, ...) coro(in_a_group, {__VA_ARGS__}, body)

BEHAVIOUR(a_group_waits_for_its_tasks)
{
    tell("group", await(GROUP(coro(sleeps, 0.1, integer(1)), coro(sleeps, 0.2, integer(2)))));
    print(now());
    return None;
}

BEHAVIOUR(the_first_error_cancels_the_rest)
{
    tell("group", await(GROUP_THEN(coro(tells_its_end, 10), coro(fails, 0.1, "one"),
                                   coro(tells_its_end, 5))));
    print(now(), task_cancelling(asyncio_current_task()));
    return None;
}

BEHAVIOUR(errors_of_one_turn_come_together)
{
    tell("group", await(GROUP(coro(fails, 0.1, "one"), coro(fails, 0.1, "two"),
                              coro(fails, 0.1, "three"), coro(tells_its_end, 5))));
    return None;
}

BEHAVIOUR(a_cancelled_group_cancels_its_tasks)
{
    for (int i = 0; i < 2; i++) {
        Coroutine *then = i ? coro(tells_its_end, 10) : NULL;
        Task *task =
            asyncio_create_task(GROUP_THEN(then, coro(tells_its_end, 5), coro(tells_its_end, 5)));
        TRY(await(asyncio_sleep(0.1)));
        task_cancel_message(task, "outside");
        tell("task", await(task));
    }
    return None;
}

BEHAVIOUR(errors_in_the_cleanup_of_a_cancelled_group_come_out)
{
    Task *task = asyncio_create_task(
        GROUP_THEN(asyncio_sleep(10), coro(fails_in_cleanup, "a"), coro(fails_in_cleanup, "b")));
    TRY(await(asyncio_sleep(0.1)));
    task_cancel(task);
    tell("task", await(task));
    print(task_cancelled(task), task_cancelling(task));
    return None;
}

BEHAVIOUR(an_error_of_the_body_cancels_the_tasks)
{
    double seconds[] = {0.1, 0};
    for (int i = 0; i < 2; i++)
        tell("group", await(GROUP_THEN(coro(fails, seconds[i], "body"), coro(tells_its_end, 1),
                                       coro(tells_its_end, 2))));
    return None;
}

BEHAVIOUR(groups_within_groups_give_groups_within_groups)
{
    Coroutine *deep = GROUP_THEN(asyncio_sleep(10), coro(fails_in_cleanup, "deep"));
    Task *task = asyncio_create_task(GROUP_THEN(deep, NULL));
    TRY(await(asyncio_sleep(0.1)));
    task_cancel(task);
    tell("cancelled", await(task));
    tell("outer", await(GROUP_THEN(GROUP(coro(fails, 10, "i")), coro(fails, 0.1, "o"))));
    tell("inner", await(GROUP_THEN(GROUP(coro(fails, 0.1, "i")), coro(fails, 10, "o"))));
    return None;
}

ASYNC(dies_slowly)
{
    Value slept = await(asyncio_sleep(10));
    if (is_raised(slept) && is_instance(slept, &CancelledError))
        TRY(await(asyncio_sleep(0.5)));
    return slept;
}

BEHAVIOUR(an_error_while_the_body_is_being_cancelled_comes_out)
{
    Task *task = asyncio_create_task(GROUP_THEN(coro(dies_slowly), coro(fails, 0.3, "soon")));
    TRY(await(asyncio_sleep(0.1)));
    task_cancel(task);
    tell("task", await(task));
    print(now(), task_cancelled(task));
    return None;
}

BEHAVIOUR(a_body_that_turns_its_cancel_into_an_error)
{
    Task *task = asyncio_create_task(GROUP_THEN(coro(fails_in_cleanup, "weird"), NULL));
    TRY(await(asyncio_sleep(0.1)));
    task_cancel(task);
    tell("task", await(task));
    return None;
}

BEHAVIOUR(errors_of_the_body_and_of_a_task_come_together)
{
    tell("group", await(GROUP_THEN(coro(fails_in_cleanup, "body"), coro(fails, 0.1, "task"))));
    return None;
}

ASYNC(interrupts_in_cleanup, Value error;)
{
    Value slept = await(asyncio_sleep(10));
    return caught(&slept, &CancelledError) ? reraise(arg->error) : slept;
}

ASYNC(tells_of_an_interrupt, Value error;)
{
    Value interrupt = arg->error;
    caught(&interrupt, &BaseException);
    tell("group",
         await(GROUP_THEN(coro(interrupts_in_cleanup, interrupt), coro(fails, 0.1, "task"))));
    return None;
}

BEHAVIOUR(an_interrupt_of_the_body_comes_out_alone)
{
    TRY(await(coro(tells_of_an_interrupt, error(&KeyboardInterrupt, NULL))));
    return await(coro(tells_of_an_interrupt, error(&BaseException, "mine")));
}

ASYNC(spawns, TaskGroup *group; int *count;)
{
    ++*arg->count;
    TRY(await(asyncio_sleep(0.01)));
    for (int i = 0; i < 2; i++) {
        if (!task_group_create_task(arg->group, coro(spawns, arg->group, arg->count)))
            return value_of_object(NULL);
    }
    return None;
}

ASYNC(ends_it, const int *count;)
{
    while (*arg->count < 10)
        TRY(await(asyncio_sleep(0.015)));
    return error(&ValueError, "enough");
}

ASYNC(spawns_for_ever, TaskGroup *group; int *count;)
{
    task_group_create_task(arg->group, coro(spawns, arg->group, arg->count));
    task_group_create_task(arg->group, coro(ends_it, arg->count));
    return None;
}

ASYNC(interrupts, const ExceptionType *type; const char *text;)
{
    TRY(await(asyncio_sleep(1)));
    return error(arg->type, "%s", arg->text);
}

BEHAVIOUR_OUTSIDE(an_interrupt_of_a_task_leaves_the_loop_and_then_the_group)
{
    Coroutine *const interrupting[] = {coro(interrupts, &KeyboardInterrupt, "key"),
                                       coro(interrupts, &SystemExit, "exit")};
    for (size_t i = 0; i < 2; i++) {
        EventLoop *loop = asyncio_new_event_loop();
        Task *group = loop_create_task(loop, GROUP(interrupting[i], coro(tells_its_end, 5)));
        task_set_name(group, "main");
        tell("first", loop_run_until_complete(loop, group));
        print(task_done(group));
        tell("second", loop_run_until_complete(loop, group));
        TRY(loop_close(loop));
    }
    return None;
}

BEHAVIOUR(tasks_that_make_tasks_end_with_an_error)
{
    int *count = asyncio_alloc(sizeof *count);
    TaskGroup *group = asyncio_task_group();
    tell("group", await(async_with(group, coro(spawns_for_ever, group, count))));
    print(*count, now());
    return None;
}

ASYNC(creates_late, TaskGroup *group;)
{
    Value slept = await(asyncio_sleep(1));
    if (is_raised(slept) && is_instance(slept, &CancelledError))
        TELL_OBJECT("late", task_group_create_task(arg->group, coro(returns, integer(1))));
    return slept;
}

ASYNC(creates_in_a_dying_group, TaskGroup *group;)
{
    task_group_create_task(arg->group, coro(creates_late, arg->group));
    task_group_create_task(arg->group, coro(fails, 0.001, "dies"));
    return None;
}

ASYNC(nothing)
{
    return None;
}

ASYNC(tells_of_entering, TaskGroup *group;)
{
    Value entered = await(async_with(arg->group, coro(nothing)));
    tell("entered", entered);
    return None;
}

BEHAVIOUR(a_group_takes_tasks_only_while_it_is_open)
{
    TaskGroup *group = asyncio_task_group();
    TELL_OBJECT("early", task_group_create_task(group, coro(returns, integer(1))));
    TRY(await(async_with(group, coro(tells_of_entering, group))));
    tell("left", await(async_with(group, coro(nothing))));
    TELL_OBJECT("late", task_group_create_task(group, coro(returns, integer(1))));
    TaskGroup *dying = asyncio_task_group();
    tell("dying", await(async_with(dying, coro(creates_in_a_dying_group, dying))));
    return None;
}

ASYNC(third)
{
    return error(&ValueError, "third");
}

ASYNC(second, TaskGroup *group;)
{
    task_group_create_task(arg->group, coro(third));
    Value slept = await(asyncio_sleep(0));
    if (!is_raised(slept))
        slept = await(asyncio_sleep(0));
    if (is_raised(slept) && is_instance(slept, &CancelledError))
        print("cancelled");
    return slept;
}

ASYNC(begins_second, TaskGroup *group;)
{
    task_group_create_task(arg->group, coro(second, arg->group));
    return None;
}

BEHAVIOUR(a_task_is_cancelled_that_made_one_that_fails)
{
    TaskGroup *group = asyncio_task_group();
    Value result = await(async_with(group, coro(begins_second, group)));
    if (caught(&result, &ExceptionGroup))
        print(value_repr(result));
    TRY(await(asyncio_sleep(0)));
    print(task_cancelling(asyncio_current_task()));
    return None;
}

ASYNC(ends_in_an_error_and_sleeps)
{
    tell("group", await(GROUP_THEN(asyncio_sleep(1), coro(fails, 0, "inner"))));
    print("cancelling", task_cancelling(asyncio_current_task()));
    TRY(await(asyncio_sleep(1)));
    print("not reached");
    return None;
}

BEHAVIOUR(an_error_and_a_cancel_are_an_error_and_then_a_cancel)
{
    Task *task = asyncio_create_task(coro(ends_in_an_error_and_sleeps));
    TRY(await(asyncio_sleep(0)));
    TRY(await(asyncio_sleep(0)));
    int before = task_cancelling(task);
    bool cancelled = task_cancel(task);
    print(before, cancelled, task_cancelling(task));
    tell("task", await(task));
    print(task_cancelled(task));
    return None;
}

ASYNC(within_groups_body, TaskGroup *group; int width; int depth;)
{
    for (int i = 0; arg->depth && i < arg->width; i++) {
        TaskGroup *group = asyncio_task_group();
        Coroutine *inner = coro(within_groups_body, group, arg->width, arg->depth - 1);
        task_group_create_task(arg->group, async_with(group, inner));
    }
    return None;
}

BEHAVIOUR(groups_within_groups_make_a_task_of_each)
{
    TaskGroup *group = asyncio_task_group();
    TRY(await(async_with(group, coro(within_groups_body, group, 3, 3))));
    print(task_get_name(asyncio_create_task(coro(returns, integer(0)))));
    return await(asyncio_sleep(0));
}

ASYNC(both_fail, TaskGroup *inner; TaskGroup * outer;)
{
    task_group_create_task(arg->inner, coro(fails, 0, "inner"));
    task_group_create_task(arg->outer, coro(fails, 0, "outer"));
    return None;
}

ASYNC(outer_fails_too, TaskGroup *outer;)
{
    TaskGroup *inner = asyncio_task_group();
    Value result = await(async_with(inner, coro(both_fail, inner, arg->outer)));
    if (caught(&result, &ExceptionGroup))
        print(value_repr(result), task_cancelling(asyncio_current_task()));
    TRY(result);
    print("cancelling", task_cancelling(asyncio_current_task()));
    return None;
}

BEHAVIOUR(two_groups_that_fail_in_one_turn)
{
    TaskGroup *outer = asyncio_task_group();
    Value result = await(async_with(outer, coro(outer_fails_too, outer)));
    if (caught(&result, &ExceptionGroup))
        print(value_repr(result));
    print("cancelling", task_cancelling(asyncio_current_task()));
    return None;
}

RUN_BEHAVIOURS
