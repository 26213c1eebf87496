#include "trace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "heap.h"
#include "object.h"
#include "port.h"
#include "program.h"

#ifndef __wasm__
#include "port_posix.h"
#endif

static const char *const kind_names[] = {
    "NONE",
#define EVENT(kind, ...) #kind,
#include "trace.def"
#undef EVENT
};

/* Runs main as a host does, every event recorded. */
static void trace_program(int (*main)(void))
{
    record();
    program_run(&(Program){"traced", main});
    asyncio__tracing = false;
}

static const Recorded *event_number(uint32_t sequence)
{
    return recorded(sequence - 1);
}

/* KIND or KIND:text of each event from `first` on, for those of most interest. */
static void note_kinds(void)
{
    for (size_t i = 0; i < recorded_count(); i++)
        note("%s", kind_names[recorded(i)->kind]);
}

static const char *cause_of(const Recorded *event)
{
    return event && event->cause ? kind_names[event_number(event->cause)->kind] : "";
}

/* ------------------------------------------------------------------- the order */

ASYNC(sleeps, double delay;)
{
    TRY(await(asyncio_sleep(arg->delay)));
    return integer(7);
}

static int sleeping_program(void)
{
    return exit_status(asyncio_run(coro(sleeps, 1)));
}

TEST(every_decision_is_an_event)
{
    trace_program(sleeping_program);
    note_kinds();
    check_notes(
        "PROGRAM_BEGINS COROUTINE_CREATED LOOP_CREATED "
        "TASK_CREATED HANDLE_SCHEDULED CALLBACK_ADDED LOOP_RUNS "
        /* The step to the sleep. */
        "LOOP_TURN HANDLE_RUNS STEP_BEGINS COROUTINE_BEGINS COROUTINE_CREATED "
        "COROUTINE_BEGINS FUTURE_CREATED TIMER_SET TASK_WAITS CALLBACK_ADDED STEP_ENDS "
        "HANDLE_ENDS "
        /* The timer completes the future, which wakes the task. */
        "LOOP_WAITS TIMER_FIRED HANDLE_SCHEDULED LOOP_TURN HANDLE_RUNS FUTURE_DONE "
        "HANDLE_SCHEDULED HANDLE_ENDS "
        "LOOP_TURN HANDLE_RUNS STEP_BEGINS COROUTINE_RETURNS COROUTINE_RETURNS "
        "FUTURE_DONE HANDLE_SCHEDULED STEP_ENDS HANDLE_ENDS "
        /* run_until_complete()'s callback. */
        "LOOP_TURN HANDLE_RUNS LOOP_STOP HANDLE_ENDS LOOP_STOPPED "
        /* shutdown_asyncgens() and shutdown_default_executor(). */
        "COROUTINE_CREATED TASK_CREATED HANDLE_SCHEDULED CALLBACK_ADDED LOOP_RUNS LOOP_TURN "
        "HANDLE_RUNS STEP_BEGINS COROUTINE_BEGINS COROUTINE_RETURNS FUTURE_DONE "
        "HANDLE_SCHEDULED STEP_ENDS HANDLE_ENDS LOOP_TURN HANDLE_RUNS LOOP_STOP HANDLE_ENDS "
        "LOOP_STOPPED "
        "COROUTINE_CREATED TASK_CREATED HANDLE_SCHEDULED CALLBACK_ADDED LOOP_RUNS LOOP_TURN "
        "HANDLE_RUNS STEP_BEGINS COROUTINE_BEGINS COROUTINE_RETURNS FUTURE_DONE "
        "HANDLE_SCHEDULED STEP_ENDS HANDLE_ENDS LOOP_TURN HANDLE_RUNS LOOP_STOP HANDLE_ENDS "
        "LOOP_STOPPED LOOP_CLOSED PROGRAM_ENDS");
}

TEST(events_know_their_time_and_objects)
{
    trace_program(sleeping_program);
    check_text(recorded_text(recorded_first(EVENT_PROGRAM_BEGINS)->a), "traced");
    const Recorded *created = recorded_first(EVENT_TASK_CREATED);
    const Recorded *coroutine = recorded_first(EVENT_COROUTINE_CREATED);
    check_text(recorded_text(coroutine->a), "sleeps");
    check_int(created->a, coroutine->subject);
    check_text(recorded_text(created->b), "Task-1");
    check_int(created->c, 0); /* nobody's child */
    const Recorded *future = recorded_first(EVENT_FUTURE_CREATED);
    check_text(recorded_text(future->a), "sleep(1)");
    const Recorded *waits = recorded_first(EVENT_TASK_WAITS);
    check_int(waits->subject, created->subject);
    check_int(waits->a, future->subject);
    const Recorded *set = recorded_first(EVENT_TIMER_SET);
    check(set->time == 0 && set->when == 1);
    check_int(set->b, future->subject);
    const Recorded *loop_waits = recorded_first(EVENT_LOOP_WAITS);
    check(loop_waits->when == 1);
    const Recorded *fired = recorded_first(EVENT_TIMER_FIRED);
    check(fired->time == 1 && fired->when == 1);
    check_int(fired->subject, set->subject);
    const Recorded *done = recorded_first(EVENT_FUTURE_DONE);
    check_int(done->subject, future->subject);
    check_int(done->a, 1);
    check_text(recorded_text(done->b), "None");
    check_text(recorded_text(recorded(recorded_count() - 1)->b), "");
    double last = 0;
    for (size_t i = 0; i < recorded_count(); i++) {
        check(recorded(i)->time >= last);
        last = recorded(i)->time;
    }
}

/* ---------------------------------------------------------------- the causes */

EXCEPTION(Custom, Exception);

CALLBACK(completes, Future *future;)
{
    return future_set_result(arg->future, string("x"));
}

CALLBACK(raises)
{
    return error(&Custom, "raised");
}

ASYNC(waits, Future *future;)
{
    return await(arg->future);
}

ASYNC(swallows)
{
    Value result = await(asyncio_sleep(10));
    if (caught(&result, &CancelledError))
        task_uncancel(asyncio_current_task());
    return None;
}

ASYNC(does_a_bit_of_everything)
{
    EventLoop *loop = asyncio_get_running_loop();
    Future *future = loop_create_future(loop);
    print("begins");
    Task *waiting = asyncio_create_task(coro(waits, future));
    Task *swallowing = asyncio_create_task(coro(swallows));
    task_set_name(waiting, "waiting");
    loop_call_soon(loop, callback(raises));
    handle_cancel(loop_call_soon(loop, callback(raises)));
    timer_handle_cancel(loop_call_later(loop, 1, callback(raises)));
    loop_call_later(loop, 1, callback(completes, future));
    TRY(await(asyncio_gather(waiting, asyncio_sleep(2), asyncio_shield(waiting))));
    task_cancel_message(swallowing, "enough");
    TRY(await(swallowing));
    Value result = await(asyncio_wait_for(asyncio_sleep(5), 1));
    check(caught(&result, &TimeoutError));
    time_sleep(1);
    Coroutine *never = coro(sleeps, 1);
    (void)never;
    return await(loop_create_future(loop));
}

static int everything_program(void)
{
    return exit_status(asyncio_run(coro(does_a_bit_of_everything)));
}

TEST(every_event_but_the_first_has_an_earlier_cause)
{
    trace_program(everything_program);
    check_int(recorded(0)->cause, 0);
    for (size_t i = 1; i < recorded_count(); i++) {
        const Recorded *event = recorded(i);
        if (!event->cause || event->cause > i)
            check_failed(__FILE__, __LINE__, "%s (%d) is caused by %d", kind_names[event->kind],
                         (int)i + 1, (int)event->cause);
    }
}

TEST(causes_are_the_events_they_should_be)
{
    trace_program(everything_program);
    check_text(cause_of(recorded_first(EVENT_TASK_CREATED)), "PROGRAM_BEGINS");
    check_text(cause_of(recorded_first(EVENT_LOOP_TURN)), "LOOP_RUNS");
    check_text(cause_of(recorded_first(EVENT_HANDLE_RUNS)), "HANDLE_SCHEDULED");
    check_text(cause_of(recorded_first(EVENT_HANDLE_ENDS)), "HANDLE_RUNS");
    check_text(cause_of(recorded_first(EVENT_HANDLE_DROPPED)), "HANDLE_SCHEDULED");
    check_text(cause_of(recorded_first(EVENT_STEP_BEGINS)), "HANDLE_RUNS");
    check_text(cause_of(recorded_first(EVENT_STEP_ENDS)), "STEP_BEGINS");
    check_text(cause_of(recorded_first(EVENT_COROUTINE_BEGINS)), "STEP_BEGINS");
    check_text(cause_of(recorded_first(EVENT_TIMER_FIRED)), "TIMER_SET");
    check_text(cause_of(recorded_first(EVENT_FUTURE_DONE)), "HANDLE_RUNS");
    check_text(cause_of(recorded_first(EVENT_TIMEOUT_EXPIRED)), "HANDLE_RUNS");
    check_text(cause_of(recorded_first(EVENT_CANCEL_DELIVERED)), "STEP_BEGINS");
    check_text(cause_of(recorded_first(EVENT_UNHANDLED_EXCEPTION)), "HANDLE_RUNS");
    bool woken_by_done = false, done_by_cancel = false, cancelled_by_timeout = false;
    for (size_t i = 1; i < recorded_count(); i++) {
        const Recorded *event = recorded(i), *cause = event_number(event->cause);
        if (event->kind == EVENT_HANDLE_SCHEDULED && cause->kind == EVENT_FUTURE_DONE)
            woken_by_done |= strcmp(recorded_text(event->a), "wakeup") == 0;
        if (event->kind == EVENT_FUTURE_DONE && cause->kind == EVENT_CANCEL_REQUESTED)
            done_by_cancel |= event->a == 3;
        if (event->kind == EVENT_CANCEL_REQUESTED)
            cancelled_by_timeout |= cause->kind == EVENT_TIMEOUT_EXPIRED;
    }
    check(woken_by_done);
    check(done_by_cancel);
    check(cancelled_by_timeout);
}

TEST(the_trace_tells_of_cancelling)
{
    trace_program(everything_program);
    const Recorded *requested = recorded_first(EVENT_CANCEL_REQUESTED);
    check_text(recorded_text(requested->a), "enough");
    check_int(requested->b, 1);
    check(requested->c != 0); /* the sleep's future */
    check_int(recorded_first(EVENT_CANCEL_DELIVERED)->subject, requested->subject);
    check_int(recorded_first(EVENT_CANCEL_SWALLOWED)->subject, requested->subject);
    check_int(recorded_first(EVENT_UNCANCEL)->a, 0);
    check_int(recorded_of(EVENT_HANDLE_CANCELLED), 1);
    check(recorded_of(EVENT_TIMER_CANCELLED) >= 1);
    check_int(recorded_of(EVENT_TIMEOUT_ENTERED), 1);
    check_int(recorded_first(EVENT_TIMEOUT_EXITED)->b, 1);
}

TEST(the_trace_tells_the_rest)
{
    trace_program(everything_program);
    check_text(recorded_text(recorded_first(EVENT_TASK_NAMED)->a), "waiting");
    check_text(recorded_text(recorded_first(EVENT_OUTPUT)->b), "begins\n");
    const Recorded *unhandled = recorded_first(EVENT_UNHANDLED_EXCEPTION);
    check_text(recorded_text(unhandled->a), "Exception in callback raises()");
    check_text(recorded_text(unhandled->b), "Custom('raised')");
    const Recorded *blocked = recorded_first(EVENT_BLOCKED);
    check(blocked->when == blocked->time + 1);
    check_text(recorded_text(recorded_first(EVENT_COROUTINE_NEVER_AWAITED)->a), "sleeps");
    check(strstr(recorded_text(recorded_first(EVENT_DEADLOCK)->a), "Task-1") != NULL);
    check(recorded_of(EVENT_FUTURE_FOLLOWS) >= 3);
    check(recorded_of(EVENT_FUTURE_UNFOLLOWS) >= 3);
    const Recorded *ends = recorded(recorded_count() - 1);
    check_int(ends->kind, EVENT_PROGRAM_ENDS);
    check_int(ends->a, 1);
    check(strncmp(recorded_text(ends->b), "DeadlockError('deadlock: ", 20) == 0);
}

/* ----------------------------------------------------------- the same run twice */

TEST(the_same_program_gives_the_same_bytes)
{
    trace_program(everything_program);
    size_t count = trace_record_count(), size = trace_strings_size();
    static TraceRecord records[2048];
    static char strings[32 * 1024];
    check(size <= sizeof strings);
    memcpy(records, trace_records(), count * sizeof *records);
    memcpy(strings, trace_strings(), size);
    program_reset();
    trace_program(everything_program);
    check_int(trace_record_count(), count);
    check_int(trace_strings_size(), size);
    check(memcmp(records, trace_records(), count * sizeof *records) == 0);
    check(memcmp(strings, trace_strings(), size) == 0);
}

TEST(nothing_is_traced_when_tracing_is_off)
{
    check_int(everything_program(), 1);
    check_int(recorded_count(), 0);
    check_int(trace.sequence, 0);
}

/* ------------------------------------------------------------------- the strings */

TEST(a_name_is_written_once)
{
    record();
    uint32_t step = trace_name("step");
    char copy[] = "step";
    check_int(trace_name(copy), step);
    check(trace_name("wakeup") != step);
    check_int(trace_name(NULL), 0);
    check(trace_text("step", 4) != step); /* other texts are new each time */
    check_text(recorded_text(step), "step");
}

TEST(many_names_keep_their_numbers)
{
    record();
    uint32_t numbers[500];
    for (int i = 0; i < 500; i++)
        numbers[i] = trace_name(format("name-%d", i).as.string);
    for (int i = 0; i < 500; i++)
        check_int(trace_name(format("name-%d", i).as.string), numbers[i]);
}

TEST(a_name_is_known_after_the_strings_were_drained)
{
    record();
    uint32_t name = trace_name("name");
    trace_clear();
    check_int(trace_strings_size(), 0);
    check_int(trace_name("name"), name);
    check_int(trace_strings_size(), 0);
}

/* ------------------------------------------------------------------ source lines */

ASYNC(has_lines)
{
    asyncio_line(11);
    TRY(await(asyncio_sleep(1)));
    asyncio_line(12);
    return None;
}

ASYNC(has_lines_too)
{
    asyncio_line(21);
    TRY(await(asyncio_create_task(coro(has_lines))));
    asyncio_line(22);
    return None;
}

static int program_with_lines(void)
{
    asyncio_line(31);
    Value result = asyncio_run(coro(has_lines_too));
    asyncio_line(32);
    return exit_status(result);
}

TEST(each_line_is_an_event_of_its_coroutine)
{
    trace_program(program_with_lines);
    for (size_t i = 0; i < recorded_count(); i++) {
        const Recorded *event = recorded(i);
        if (event->kind == EVENT_LINE)
            note("%d:%s%s", event->line, event->subject ? "c" : "top", "");
    }
    check_notes("31:top 21:c 11:c 12:c 22:c 32:top");
}

TEST(an_event_knows_the_line_that_is_running)
{
    trace_program(program_with_lines);
    const Recorded *inner = NULL;
    for (size_t i = 0; i < recorded_count(); i++) {
        if (recorded(i)->kind == EVENT_TIMER_SET)
            inner = recorded(i);
    }
    check_int(inner->line, 11);
    check_int(recorded_first(EVENT_LOOP_CREATED)->line, 31);
    check_int(recorded_first(EVENT_TIMER_FIRED)->line, 0);
    check_text(cause_of(inner), "COROUTINE_BEGINS");
}

TEST(a_line_does_not_outlive_its_coroutine)
{
    trace_program(program_with_lines);
    bool inside = false;
    for (size_t i = 0; i < recorded_count(); i++) {
        const Recorded *event = recorded(i);
        if (event->kind == EVENT_HANDLE_RUNS)
            check_int(event->line, 0);
        inside = inside || event->line == 12;
    }
    check(inside);
    check_int(recorded(recorded_count() - 1)->line, 0);
}

/* --------------------------------------------------------- draining, the budget */

#ifndef __wasm__

enum { MANY_LINES = 5000 };

static int chatty_program(void)
{
    for (int i = 0; i < MANY_LINES; i++)
        asyncio_line(1 + i % 100);
    return 0;
}

static long size_of(FILE *file)
{
    fflush(file);
    fseek(file, 0, SEEK_END);
    return ftell(file);
}

TEST(a_full_buffer_is_drained)
{
    FILE *records = tmpfile(), *strings = tmpfile();
    port_posix_trace_to(records, strings);
    asyncio__tracing = true;
    program_run(&(Program){"traced", chatty_program});
    port_drain();
    port_posix_trace_to(NULL, NULL);
    check_int(size_of(records), (MANY_LINES + 2) * (long)sizeof(TraceRecord));
    check_int(size_of(strings), 4 + 6); /* "traced" */
    rewind(records);
    TraceRecord record;
    for (uint32_t i = 1; i <= MANY_LINES + 2; i++) {
        check_int(fread(&record, sizeof record, 1, records), 1);
        check_int(record.cause, i <= 2 ? i - 1 : i <= MANY_LINES + 1 ? 1 : record.cause);
    }
    check_int(record.kind, EVENT_PROGRAM_ENDS);
    fclose(records);
    fclose(strings);
}

static int endless_program(void)
{
    for (volatile bool for_ever = true; for_ever;)
        asyncio_line(1);
    return 0;
}

static FILE *records_file;

static void runs_endlessly(void)
{
    port_posix_trace_to(records_file, NULL);
    asyncio__tracing = true;
    trace.budget = 3000;
    program_run(&(Program){"traced", endless_program});
}

TEST(a_program_that_uses_up_its_budget_is_stopped)
{
    records_file = tmpfile();
    check_fatal(runs_endlessly, "The program was stopped: it has used up its budget of events. "
                                "Does it loop for ever?");
    check_int(size_of(records_file), 3001 * (long)sizeof(TraceRecord));
    fseek(records_file, -(long)sizeof(TraceRecord), SEEK_END);
    TraceRecord last;
    check_int(fread(&last, sizeof last, 1, records_file), 1);
    check_int(last.kind, EVENT_BUDGET_EXCEEDED);
    check_int(last.a, 3000);
    fclose(records_file);
}

#endif

RUN_TESTS
