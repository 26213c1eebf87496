#include "harness.h"
#include "object.h"

ASYNC(waits, double delay; const char *name;)
{
    note("%s:begin", arg->name);
    Value result = await(asyncio_sleep_result(arg->delay, string(arg->name)));
    note("%s:%s@%g", arg->name, value_repr(result).as.string, now());
    return result;
}

ASYNC(returns, Value value;)
{
    note("%s", task_get_name(asyncio_current_task()));
    return arg->value;
}

/* ------------------------------------------------------------------------ run */

TEST(run_returns_the_result_and_closes_the_loop)
{
    record();
    check_repr(asyncio_run(coro(returns, integer(3))), "3");
    check_notes("Task-1");
    check_int(recorded_of(EVENT_LOOP_CLOSED), 1);
    check_null(asyncio_get_running_loop(), &RuntimeError, "no running event loop");
    check(asyncio_current_task() == NULL);
}

TEST(run_raises_the_exception)
{
    record();
    check_raised(asyncio_run(coro(returns, error(&ValueError, "v"))), &ValueError, "v");
    check_stderr("");
}

ASYNC(cancels_itself)
{
    task_cancel_message(asyncio_current_task(), "me");
    return await(asyncio_sleep(0));
}

TEST(a_cancelled_main_raises_cancelled_error)
{
    check_raised(asyncio_run(coro(cancels_itself)), &CancelledError, "me");
}

TEST(null_raises_what_is_pending)
{
    fail(error(&ValueError, "v"));
    check_raised(asyncio_run((Coroutine *)NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(runner_close(NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(runner_get_loop(NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_raised(runner_run(asyncio_runner(), (Coroutine *)NULL), &ValueError, "v");
    fail(error(&ValueError, "v"));
    check_null(async_finally((Coroutine *)NULL, (Coroutine *)NULL), &ValueError, "v");
}

static Value await_seven(Awaitable *self)
{
    (void)self;
    TRY(await(asyncio_sleep(1)));
    return integer(7);
}

TEST(run_takes_awaitables_of_ones_own)
{
    static const AwaitableType type = {"Seven", await_seven};
    Awaitable seven = {&type};
    check_repr(asyncio_run(&seven), "7");
}

/* ------------------------------------------------------------- what is left over */

ASYNC(cleans_up)
{
    Value result = await(asyncio_sleep(9));
    note("cleaning");
    TRY(await(asyncio_sleep(2)));
    note("cleaned@%g", now());
    return result;
}

ASYNC(leaves_tasks)
{
    asyncio_create_task(coro(waits, 5, "a"));
    asyncio_create_task(coro(waits, 5, "b"));
    asyncio_create_task(coro(cleans_up));
    TRY(await(asyncio_sleep(0)));
    return string("r");
}

TEST(tasks_left_over_are_cancelled_and_waited_for)
{
    record();
    check_repr(run(coro(leaves_tasks)), "'r'");
    check_notes("a:begin b:begin a:CancelledError()@0 b:CancelledError()@0 cleaning cleaned@2");
    check_stderr("");
}

ASYNC(makes_a_task_last)
{
    asyncio_create_task(coro(waits, 5, "last"));
    return None;
}

/* Its first step was scheduled before the end of main was. */
TEST(a_task_made_last_still_begins_before_it_is_cancelled)
{
    record();
    run(coro(makes_a_task_last));
    check_notes("last:begin last:CancelledError()@0");
    check_stderr("");
}

ASYNC(spawns_at_the_end)
{
    Value result = await(asyncio_sleep(9));
    note("spawns");
    asyncio_create_task(coro(waits, 1, "child"));
    return result;
}

ASYNC(leaves_a_spawner)
{
    asyncio_create_task(coro(spawns_at_the_end));
    return await(asyncio_sleep(0));
}

TEST(a_task_made_while_the_rest_is_cancelled_is_destroyed)
{
    record();
    run(coro(leaves_a_spawner));
    check_notes("spawns child:begin");
    check_stderr("Task was destroyed but it is pending!\n"
                 "task: <Task pending name='Task-3' coro=<waits()> "
                 "wait_for=<Future pending cb=[wakeup()]>>\n");
}

ASYNC(fails_in_cleanup)
{
    Value result = await(asyncio_sleep(9));
    return caught(&result, &CancelledError) ? error(&ValueError, "cleanup") : result;
}

ASYNC(leaves_a_failing_task)
{
    asyncio_create_task(coro(fails_in_cleanup));
    TRY(await(asyncio_sleep(0)));
    return error(&TypeError, "main");
}

TEST(errors_in_the_cleanup_are_reported)
{
    record();
    check_raised(asyncio_run(coro(leaves_a_failing_task)), &TypeError, "main");
    check_stderr("unhandled exception during asyncio.run() shutdown\n"
                 "task: <Task finished name='Task-2' coro=<fails_in_cleanup()> "
                 "exception=ValueError('cleanup')>\n"
                 "ValueError: cleanup\n");
}

ASYNC(waits_for_ever)
{
    Value result = await(loop_create_future(asyncio_get_running_loop()));
    note("%s", value_repr(result).as.string);
    return result;
}

TEST(a_deadlock_ends_the_run_and_its_tasks_are_cancelled)
{
    check_raised(asyncio_run(coro(waits_for_ever)), &DeadlockError,
                 "deadlock: Task-1 (waits_for_ever) waits for a future nobody will complete");
    check_notes("CancelledError()");
    check_repr(run(coro(returns, integer(1))), "1");
}

/* ---------------------------------------------------------- more than one run */

static Value runs_in_the_middle(int depth)
{
    int before = depth * 7;
    Value result =
        depth ? runs_in_the_middle(depth - 1) : asyncio_run(coro(waits, 1, "in-the-middle"));
    check_int(before, depth * 7);
    return result;
}

TEST(run_may_be_called_in_the_middle_of_c_code)
{
    for (int i = 0; i < 3; i++)
        check_repr(runs_in_the_middle(5), "'in-the-middle'");
    check_notes("in-the-middle:begin in-the-middle:'in-the-middle'@1 "
                "in-the-middle:begin in-the-middle:'in-the-middle'@2 "
                "in-the-middle:begin in-the-middle:'in-the-middle'@3");
}

ASYNC(runs_within)
{
    Coroutine *inner = coro(returns, None);
    check_raised(asyncio_run(inner), &RuntimeError,
                 "asyncio.run() cannot be called from a running event loop");
    Runner *runner = asyncio_runner();
    check_raised(runner_run(runner, inner), &RuntimeError,
                 "Runner.run() cannot be called from a running event loop");
    check_repr(runner_close(runner), "None");
    coroutine_close(inner);
    return None;
}

TEST(run_within_a_running_loop_is_refused)
{
    run(coro(runs_within));
    check_notes("");
}

ASYNC(looks_for_its_loop, EventLoop *expected;)
{
    check(asyncio_get_running_loop() == arg->expected);
    TRY(await(asyncio_sleep(1)));
    check(asyncio_get_running_loop() == arg->expected);
    return None;
}

TEST(two_loops_run_one_after_the_other)
{
    EventLoop *a = asyncio_new_event_loop(), *b = asyncio_new_event_loop();
    for (int i = 0; i < 2; i++) {
        check_repr(loop_run_until_complete(a, coro(looks_for_its_loop, a)), "None");
        check_repr(loop_run_until_complete(b, coro(looks_for_its_loop, b)), "None");
    }
    check(loop_time(a) == 4);
    loop_close(a);
    check_repr(loop_run_until_complete(b, coro(looks_for_its_loop, b)), "None");
}

/* --------------------------------------------------------------------- Runner */

TEST(a_runner_keeps_its_loop_from_run_to_run)
{
    Runner *runner = asyncio_runner();
    check_repr(runner_run(runner, coro(returns, integer(1))), "1");
    EventLoop *loop = runner_get_loop(runner);
    check_repr(runner_run(runner, coro(returns, integer(2))), "2");
    check(runner_get_loop(runner) == loop);
    check_notes("Task-1 Task-2");
    check_repr(runner_close(runner), "None");
    check_repr(runner_close(runner), "None");
    check(loop_is_closed(loop));
    check_null(runner_get_loop(runner), &RuntimeError, "Runner is closed");
    Coroutine *late = coro(returns);
    check_raised(runner_run(runner, late), &RuntimeError, "Runner is closed");
    coroutine_close(late);
}

TEST(a_runner_closed_before_its_first_run_has_no_loop_to_close)
{
    Runner *runner = asyncio_runner();
    check_repr(runner_close(runner), "None");
    check(runner_get_loop(runner) != NULL); /* as in CPython: it has not begun */
    check_repr(runner_close(runner), "None");
}

ASYNC(starts_a_task)
{
    asyncio_create_task(coro(waits, 3, "t"));
    return await(asyncio_sleep(1));
}

TEST(tasks_go_on_in_the_next_run_of_a_runner)
{
    Runner *runner = asyncio_runner();
    check_repr(runner_run(runner, coro(starts_a_task)), "None");
    check_notes("t:begin");
    check_repr(runner_run(runner, asyncio_sleep(1)), "None");
    check_notes("");
    check_repr(runner_run(runner, asyncio_sleep(1)), "None");
    check_notes("t:'t'@3");
    check_repr(runner_close(runner), "None");
}

/* -------------------------------------------------------------------- finally */

ASYNC(notes_cleanup, bool fails;)
{
    note("cleanup");
    TRY(await(asyncio_sleep(1)));
    note("end@%g", now());
    return arg->fails ? error(&TypeError, "cleanup") : None;
}

ASYNC(uses_finally)
{
    note_result(await(async_finally(coro(waits, 1, "body"), coro(notes_cleanup, false))));
    note_result(
        await(async_finally(coro(returns, error(&ValueError, "v")), coro(notes_cleanup, false))));
    note_result(
        await(async_finally(coro(returns, error(&ValueError, "v")), coro(notes_cleanup, true))));
    return None;
}

TEST(a_finally_runs_however_the_body_ends)
{
    run(coro(uses_finally));
    check_notes("body:begin body:'body'@1 cleanup end@2 'body'@2 "
                "Task-1 cleanup end@3 raised:ValueError('v')@3 "
                "Task-1 cleanup end@4 raised:TypeError('cleanup')@4");
}

ASYNC(cancels_a_finally)
{
    Task *task =
        asyncio_create_task(async_finally(coro(waits, 9, "body"), coro(notes_cleanup, false)));
    TRY(await(asyncio_sleep(1)));
    task_cancel(task);
    note_result(await(task));
    note("%d", task_cancelled(task));
    return None;
}

TEST(a_finally_runs_when_the_body_is_cancelled)
{
    run(coro(cancels_a_finally));
    check_notes("body:begin body:CancelledError()@1 cleanup end@2 raised:CancelledError()@2 1");
}

RUN_TESTS
