#include "coroutines.h"
#include "harness.h"
#include "object.h"

static TaskGroup *group;

ASYNC(fails_in_cleanup)
{
    Value result = await(asyncio_sleep(5));
    return caught(&result, &CancelledError) ? error(&ValueError, "cleanup") : result;
}

static Task *start(Coroutine *coroutine)
{
    return task_group_create_task(group, coroutine);
}

/* Notes the group's exception and what it is made of. */
static Value note_group(Value result)
{
    Value exceptions = exception_group_exceptions(held(result));
    if (!list_length(exceptions))
        return note_result(result);
    note("%s%s@%g", value_str(held(result)).as.string, value_repr(exceptions).as.string, now());
    return held(result);
}

#define WITH_GROUP(body)                                                                           \
    (group = asyncio_task_group(), note_group(await(async_with(group, coro(body)))))

/* -------------------------------------------------------------------- the end */

ASYNC(starts_two)
{
    start(coro(waits, 2, "a"));
    start(coro(waits, 1, "b"));
    return integer(1);
}

ASYNC(starts_none)
{
    return await(asyncio_sleep(0));
}

ASYNC(uses_a_group)
{
    WITH_GROUP(starts_two);
    WITH_GROUP(starts_none);
    return None;
}

TEST(a_group_ends_when_its_last_task_has)
{
    run(coro(uses_a_group));
    check_notes("a:begin b:begin b:'b'@1 a:'a'@2 1@2 None@2");
}

ASYNC(starts_another, double delay;)
{
    TRY(await(asyncio_sleep(arg->delay)));
    start(coro(waits, 1, "added"));
    return None;
}

ASYNC(starts_one_that_starts_another)
{
    start(coro(starts_another, 1));
    return None;
}

ASYNC(uses_a_growing_group)
{
    WITH_GROUP(starts_one_that_starts_another);
    return None;
}

TEST(a_task_may_add_tasks_while_the_group_ends)
{
    run(coro(uses_a_growing_group));
    check_notes("added:begin added:'added'@2 None@2");
}

ASYNC(cancels_one_of_two)
{
    Task *x = start(coro(waits, 5, "x"));
    start(coro(waits, 2, "y"));
    TRY(await(asyncio_sleep(1)));
    task_cancel(x);
    return integer(1);
}

ASYNC(uses_a_group_with_a_cancelled_task)
{
    WITH_GROUP(cancels_one_of_two);
    return None;
}

TEST(a_cancelled_task_is_no_error)
{
    run(coro(uses_a_group_with_a_cancelled_task));
    check_notes("x:begin y:begin x:CancelledError()@1 y:'y'@2 1@2");
}

/* --------------------------------------------------------------------- errors */

ASYNC(starts_one_that_fails)
{
    start(coro(waits, 5, "a"));
    start(coro(fails, 1, "f"));
    note("end");
    return None;
}

ASYNC(waits_while_one_fails)
{
    start(coro(waits, 5, "a"));
    start(coro(fails, 1, "f"));
    return await(coro(waits, 9, "body"));
}

ASYNC(raises_itself)
{
    start(coro(waits, 5, "a"));
    TRY(await(asyncio_sleep(1)));
    return error(&TypeError, "body");
}

ASYNC(starts_three_that_fail)
{
    start(coro(fails_in_cleanup));
    start(coro(fails, 1, "one"));
    start(coro(fails, 1, "two"));
    return None;
}

ASYNC(uses_failing_groups)
{
    WITH_GROUP(starts_one_that_fails);
    note("%d", task_cancelling(asyncio_current_task()));
    WITH_GROUP(waits_while_one_fails);
    note("%d", task_cancelling(asyncio_current_task()));
    WITH_GROUP(raises_itself);
    WITH_GROUP(starts_three_that_fail);
    return None;
}

TEST(the_first_error_cancels_the_rest_and_all_errors_come_at_once)
{
    record();
    run(coro(uses_failing_groups));
    check_notes("end a:begin a:CancelledError()@1 "
                "unhandled errors in a TaskGroup (1 sub-exception)[ValueError('f')]@1 0 "
                "body:begin a:begin a:CancelledError()@2 body:CancelledError()@2 "
                "unhandled errors in a TaskGroup (1 sub-exception)[ValueError('f')]@2 0 "
                "a:begin a:CancelledError()@3 "
                "unhandled errors in a TaskGroup (1 sub-exception)[TypeError('body')]@3 "
                "unhandled errors in a TaskGroup (3 sub-exceptions)"
                "[ValueError('one'), ValueError('two'), ValueError('cleanup')]@4");
    check_stderr("");
}

ASYNC(starts_an_inner_one_that_fails)
{
    TaskGroup *outer = group;
    group = asyncio_task_group();
    Value result = await(async_with(group, coro(starts_one_that_fails)));
    group = outer;
    return result;
}

ASYNC(nests_groups)
{
    WITH_GROUP(starts_an_inner_one_that_fails);
    return None;
}

TEST(groups_of_errors_are_nested_as_the_task_groups_are)
{
    run(coro(nests_groups));
    check_notes("end a:begin a:CancelledError()@1 "
                "unhandled errors in a TaskGroup (1 sub-exception)"
                "[ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('f')])]@1");
}

ASYNC(interrupts)
{
    TRY(await(asyncio_sleep(1)));
    return error(&KeyboardInterrupt, "bye");
}

ASYNC(starts_one_that_interrupts)
{
    start(coro(interrupts));
    start(coro(waits, 5, "a"));
    return None;
}

ASYNC(uses_an_interrupted_group)
{
    WITH_GROUP(starts_one_that_interrupts);
    return None;
}

TEST(a_keyboard_interrupt_comes_out_alone)
{
    check_raised(asyncio_run(coro(uses_an_interrupted_group)), &KeyboardInterrupt, "bye");
    check_notes("a:begin a:CancelledError()@1 raised:KeyboardInterrupt('bye')@1");
}

ASYNC(interrupts_in_the_body)
{
    start(coro(waits, 5, "a"));
    TRY(await(asyncio_sleep(1)));
    return error(&SystemExit, "body");
}

ASYNC(uses_a_group_interrupted_in_its_body)
{
    WITH_GROUP(interrupts_in_the_body);
    return None;
}

TEST(a_system_exit_of_the_body_comes_out_alone_when_the_tasks_have_ended)
{
    run(coro(uses_a_group_interrupted_in_its_body));
    check_notes("a:begin a:CancelledError()@1 raised:SystemExit('body')@1");
}

/* --------------------------------------------------------- cancel from outside */

ASYNC(starts_one_and_waits)
{
    start(coro(waits, 5, "a"));
    return await(coro(waits, 9, "body"));
}

ASYNC(starts_one)
{
    start(coro(waits, 5, "a"));
    return None;
}

ASYNC(starts_one_that_fails_in_cleanup)
{
    start(coro(fails_in_cleanup));
    return None;
}

typedef enum Which { WAITS_IN_BODY, WAITS_AT_EXIT, FAILS_IN_CLEANUP } Which;

ASYNC(uses_one_of, Which which;)
{
    group = asyncio_task_group();
    Coroutine *bodies[] = {coro(starts_one_and_waits), coro(starts_one),
                           coro(starts_one_that_fails_in_cleanup)};
    for (int i = 0; i < 3; i++) {
        if (i != (int)arg->which)
            coroutine_close(bodies[i]);
    }
    Value result = await(async_with(group, bodies[arg->which]));
    note_group(result);
    if (caught(&result, &ExceptionGroup)) {
        note("%d", task_cancelling(asyncio_current_task()));
        TRY(await(asyncio_sleep(1)));
        note("not-reached");
    }
    return result;
}

ASYNC(cancels_a_group, Which which;)
{
    Task *task = asyncio_create_task(coro(uses_one_of, arg->which));
    TRY(await(asyncio_sleep(1)));
    task_cancel_message(task, "m");
    note_result(await(task));
    note("%d%d", task_cancelled(task), task_cancelling(task));
    return None;
}

TEST(cancel_from_outside_cancels_the_group_and_goes_on)
{
    run(coro(cancels_a_group, WAITS_IN_BODY));
    check_notes("body:begin a:begin body:CancelledError('m')@1 a:CancelledError()@1 "
                "raised:CancelledError('m')@1 raised:CancelledError('m')@1 11");
    loop__reset();
    run(coro(cancels_a_group, WAITS_AT_EXIT));
    check_notes("a:begin a:CancelledError()@1 raised:CancelledError('m')@1 "
                "raised:CancelledError('m')@1 11");
}

TEST(cancelled_and_failed_it_raises_the_errors_and_is_cancelled_at_the_next_await)
{
    run(coro(cancels_a_group, FAILS_IN_CLEANUP));
    check_notes("unhandled errors in a TaskGroup (1 sub-exception)[ValueError('cleanup')]@1 1 "
                "raised:CancelledError()@1 11");
}

/* --------------------------------------------------------------------- misuse */

ASYNC(enters_again)
{
    Coroutine *body = coro(starts_none);
    check_raised(await(async_with(group, body)), &RuntimeError,
                 "TaskGroup <TaskGroup entered> has already been entered");
    coroutine_close(body);
    return None;
}

ASYNC(adds_when_cancelled)
{
    Value result = await(asyncio_sleep(5));
    check_null(start(coro(starts_none)), &RuntimeError,
               "TaskGroup <TaskGroup tasks=1 errors=1 cancelling> is shutting down");
    return result;
}

ASYNC(starts_one_that_adds_when_cancelled)
{
    start(coro(adds_when_cancelled));
    start(coro(fails, 1, "f"));
    return None;
}

ASYNC(misuses_groups)
{
    group = asyncio_task_group();
    check_null(start(coro(starts_none)), &RuntimeError,
               "TaskGroup <TaskGroup> has not been entered");
    TRY(await(async_with(group, coro(enters_again))));
    check_null(start(coro(starts_none)), &RuntimeError,
               "TaskGroup <TaskGroup entered> is finished");
    WITH_GROUP(starts_one_that_adds_when_cancelled);
    check_null(start(coro(starts_none)), &RuntimeError,
               "TaskGroup <TaskGroup cancelling> is finished");
    return None;
}

TEST(a_group_takes_tasks_only_while_it_is_open)
{
    record();
    run(coro(misuses_groups));
    check_notes("unhandled errors in a TaskGroup (1 sub-exception)[ValueError('f')]@1");
    check_stderr(""); /* the coroutines it refused are closed */
}

CALLBACK(enters_a_group)
{
    Value value;
    Coroutine *body = coro(starts_none);
    check_int(coroutine_send(async_with(asyncio_task_group(), body), None, &value), SENT_RETURNED);
    check_raised(value, &RuntimeError, "TaskGroup <TaskGroup> cannot determine the parent task");
    coroutine_close(body);
    loop_stop(asyncio_get_running_loop());
    return None;
}

TEST(a_group_needs_a_task)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_call_soon(loop, callback(enters_a_group));
    check_repr(loop_run_forever(loop), "None");
}

TEST(every_function_takes_null)
{
    fail(error(&ValueError, "v"));
    check_null(task_group_create_task(NULL, NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(async_with((TaskGroup *)NULL, (Coroutine *)NULL), &ValueError, "v");
}

/* ------------------------------------------------------------ ExceptionGroup */

TEST(an_exception_group_holds_its_exceptions)
{
    Value plain = list_new(), mixed = list_new();
    list_append(plain, held(error(&ValueError, "a")));
    list_append(plain, held(error(&TypeError, NULL)));
    list_append(mixed, held(error(&KeyboardInterrupt, NULL)));
    Value group_of_plain = held(exception_group("x", plain));
    Value group_of_mixed = held(exception_group("x", mixed));
    check_repr(group_of_plain, "ExceptionGroup('x', [ValueError('a'), TypeError()])");
    check_repr(group_of_mixed, "BaseExceptionGroup('x', [KeyboardInterrupt()])");
    check_text(value_str(group_of_plain).as.string, "x (2 sub-exceptions)");
    check_text(value_str(group_of_mixed).as.string, "x (1 sub-exception)");
    check(is_instance(group_of_plain, &Exception));
    check(is_instance(group_of_plain, &BaseExceptionGroup));
    check(!is_instance(group_of_mixed, &Exception));
    check_int(list_length(exception_group_exceptions(group_of_plain)), 2);
    check_int(list_length(exception_group_exceptions(integer(1))), 0);
}

TEST(an_exception_group_is_made_of_exceptions)
{
    Value none = list_new(), wrong = list_new();
    check_raised(exception_group("x", none), &ValueError,
                 "second argument (exceptions) must be a non-empty sequence");
    list_append(wrong, integer(1));
    check_raised(exception_group("x", wrong), &ValueError,
                 "Item 0 of second argument (exceptions) is not an exception");
    check_raised(exception_group("x", error(&TypeError, "t")), &TypeError, "t");
}

RUN_TESTS
