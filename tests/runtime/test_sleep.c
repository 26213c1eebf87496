#include <math.h>

#include "harness.h"
#include "object.h"

ASYNC(sleeps)
{
    note_result(await(asyncio_sleep_result(0, string("x"))));
    note_result(await(asyncio_sleep_result(-1, string("y"))));
    note_result(await(asyncio_sleep_result(1.5, string("z"))));
    note_result(await(asyncio_sleep(NAN)));
    note_result(await(asyncio_sleep(0)));
    return None;
}

TEST(sleep_takes_its_time_and_gives_its_result)
{
    run(coro(sleeps));
    check_notes("'x'@0 'y'@0 'z'@1.5 "
                "raised:ValueError('Invalid delay: NaN (not a number)')@1.5 None@1.5");
}

ASYNC(sleeps_next_to_nothing)
{
    double delays[] = {1e-2, 1e-4, 1e-6, 1e-8, 1e-10};
    for (int i = 0; i < 5; i++)
        TRY(await(asyncio_sleep(delays[i])));
    return None;
}

/* As in CPython: two a sleep, one for the first step, one for the end. */
TEST(no_sleep_is_too_short_for_two_turns)
{
    record();
    check_repr(loop_run_until_complete(asyncio_new_event_loop(), coro(sleeps_next_to_nothing)),
               "None");
    check_int(recorded_of(EVENT_LOOP_TURN), 12);
}

ASYNC(drives_sleeps)
{
    EventLoop *loop = asyncio_get_running_loop();
    Value value;
    Coroutine *sleep = asyncio_sleep(1);
    check_int(coroutine_send(sleep, None, &value), SENT_YIELDED);
    check_repr(value, "<Future pending>");
    check_int(loop->timer_count, 1);
    check_repr(coroutine_close(sleep), "None");
    check(loop->timers[0]->handle.cancelled);
    sleep = asyncio_sleep_result(0, string("x"));
    check_int(coroutine_send(sleep, None, &value), SENT_YIELDED);
    check_repr(value, "None");
    check_int(coroutine_send(sleep, None, &value), SENT_RETURNED);
    check_repr(value, "'x'");
    sleep = asyncio_sleep(1);
    check_int(coroutine_send(sleep, None, &value), SENT_YIELDED);
    check_int(coroutine_send(sleep, None, &value), SENT_RETURNED);
    check_raised(value, &RuntimeError, "await wasn't used with future");
    return None;
}

TEST(sleep_is_a_coroutine_like_any_other)
{
    run(coro(drives_sleeps));
}

ASYNC(cancels_a_sleep)
{
    EventLoop *loop = asyncio_get_running_loop();
    Task *task = asyncio_create_task(asyncio_sleep(5));
    TRY(await(asyncio_sleep(0)));
    check_int(loop->timer_count, 1);
    task_cancel(task);
    note_result(await(task));
    check_int(loop->timer_count, 0);
    return None;
}

TEST(a_cancelled_sleep_cancels_its_timer)
{
    run(coro(cancels_a_sleep));
    check_notes("raised:CancelledError()@0");
}

CALLBACK(cancels, Task *task;)
{
    task_cancel(arg->task);
    return None;
}

ASYNC(cancels_a_sleep_as_it_ends)
{
    Task *task = asyncio_create_task(asyncio_sleep(2));
    loop_call_later(asyncio_get_running_loop(), 2, callback(cancels, task));
    note_result(await(task));
    return None;
}

/* The future is cancelled first: its timer, of the same turn, leaves it alone. */
TEST(a_sleep_cancelled_in_its_last_turn_is_cancelled)
{
    run(coro(cancels_a_sleep_as_it_ends));
    check_notes("raised:CancelledError()@2");
}

TEST(a_sleep_outside_of_a_loop_raises)
{
    Value value;
    check_int(coroutine_send(asyncio_sleep(1), None, &value), SENT_RETURNED);
    check_raised(value, &RuntimeError, "no running event loop");
}

RUN_TESTS
