#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

Task *task__current;
static uint32_t last_number; /* of all loops, as in CPython */

void task__reset(void)
{
    last_number = 0;
    task__current = NULL;
}

static bool task__cancel(Future *future, const char *message);

const FutureType task__type = {{"Task", future__await}, task__cancel};

/* ------------------------------------------------------------------- a step */

static void task__step(void *self, Future *woken_by);

static const CallbackKind task_step = {"step", task__step, true};
static const CallbackKind task_wakeup = {"wakeup", task__step, true};

__attribute__((noinline)) static void task__cannot_schedule(const Task *task)
{
    /* CPython, too, lets this out of the callback. */
    loop_call_exception_handler(task->future.loop, &(ExceptionContext){
                                                       .message = "Exception in callback step",
                                                       .exception = held(take_pending()),
                                                       .future = (Future *)&task->future,
                                                   });
}

static inline void schedule_step(Task *task)
{
    if (!loop__call_soon(task->future.loop, &task_step, task, NULL))
        task__cannot_schedule(task);
}

static void schedule_throw(Task *task, Value exception)
{
    task->future.result = exception;
    schedule_step(task);
}

/* Its coroutine has ended: the task becomes done, as a future does. */
__attribute__((noinline)) static void finish(Task *task)
{
    Value result = asyncio__result;
    bool cancelled = result.raised ? is_instance(result, &CancelledError) : task->must_cancel;
    if (tracing() && task->cancel_delivered && !cancelled)
        trace_event(EVENT_CANCEL_SWALLOWED, task->future.object.id, task->cancelling, 0, 0);
    heap_unpin(task);
    if (!result.raised && task->must_cancel) {
        /* cancel() came too late to be thrown: the result is dropped. */
        task->must_cancel = false;
        future__cancel_now(&task->future, task->future.cancel_message);
        return;
    }
    if (cancelled) {
        future__cancel_by(&task->future, result);
        return;
    }
    bool interrupts = result.raised &&
                      (is_instance(result, &SystemExit) || is_instance(result, &KeyboardInterrupt));
    if (interrupts)
        task->future.loop->interrupt = result;
    Value scheduled = future__finish(&task->future, held(result), result.raised);
    if (scheduled.raised)
        set_pending(scheduled);
}

static Value bad_yield(Task *task, Value yielded)
{
    const char *me = value_repr(value_of_object(task)).as.string;
    const char *what = value_repr(yielded).as.string;
    if (yielded.kind != VALUE_OBJECT || !future__is(yielded.as.object))
        return error(&RuntimeError, "Task got bad yield: %s", what);
    const Future *future = yielded.as.object;
    if (future->loop != task->future.loop)
        return error(&RuntimeError, "Task %s got Future %s attached to a different loop", me, what);
    if (!future->blocking)
        return error(&RuntimeError, "yield was used instead of yield from in task %s with %s", me,
                     what);
    return error(&RuntimeError, "Task cannot await on itself: %s", me);
}

/* The coroutine is suspended on what it has yielded. */
APART void task__wait_for(Task *task);
APART void task__wait_for(Task *task)
{
    Future *future = asyncio__result.as.object;
    bool good = asyncio__result.kind == VALUE_OBJECT && future__is(future) &&
                future->loop == task->future.loop && future->blocking && future != &task->future;
    if (!good) {
        schedule_throw(task, bad_yield(task, asyncio__result));
        return;
    }
    future->blocking = false;
    if (tracing())
        trace_event(EVENT_TASK_WAITS, task->future.object.id, future->object.id, 0, 0);
    Value added = future__add_callback(future, &task_wakeup, task);
    if (added.raised) {
        schedule_throw(task, added);
        return;
    }
    task->waiting_on = future;
    if (task->must_cancel && future__cancel(future, task->future.cancel_message))
        task->must_cancel = false;
}

/* A bare yield: suspended for one turn. */
static inline void wait_a_turn(Task *task, bool traced)
{
    if (traced)
        trace_event_inline(EVENT_TASK_WAITS, trace.cause, task->future.object.id, 0, 0, 0, 0);
    schedule_step(task);
}

/* As in CPython the result of the future is not sent: await asks for it. */
static inline bool throws(const Task *task, const Future *woken_by)
{
    return woken_by ? woken_by->is_exception || woken_by->state == FUTURE_CANCELLED
                    : task->future.result.raised;
}

__attribute__((noinline)) static void take_thrown(Task *task, Future *woken_by)
{
    if (woken_by) {
        asyncio__result = future__result(woken_by);
    } else {
        asyncio__result = task->future.result;
        task->future.result = None;
    }
}

/* cancel() was called: what is thrown instead. */
__attribute__((noinline)) static void throw_cancellation(Task *task)
{
    task->must_cancel = false;
    if (!is_instance(asyncio__result, &CancelledError))
        asyncio__result = future__cancelled_error(&task->future);
}

__attribute__((noinline)) static void trace_delivery(Task *task)
{
    if (!is_instance(asyncio__result, &CancelledError))
        return;
    task->cancel_delivered = true;
    trace_because(trace_event(EVENT_CANCEL_DELIVERED, task->future.object.id, 0, 0, 0));
}

static inline __attribute__((always_inline)) void drive(Task *task, bool traced)
{
    if (coroutine__drive(task->coroutine) == SENT_RETURNED)
        finish(task);
    else if (asyncio__result.kind == VALUE_NONE)
        wait_a_turn(task, traced);
    else
        task__wait_for(task);
}

APART void task__drive_traced(Task *task, const Future *woken_by);
APART void task__drive_traced(Task *task, const Future *woken_by)
{
    bool raised = __builtin_expect(asyncio__result.raised, false);
    uint32_t begins =
        trace_event_inline(EVENT_STEP_BEGINS, trace.cause, task->future.object.id,
                           object__id(woken_by), raised ? trace_repr(&asyncio__result) : 0, 0, 0);
    trace_because(begins);
    if (raised)
        trace_delivery(task);
    drive(task, true);
    trace_event_inline(EVENT_STEP_ENDS, begins, task->future.object.id, 0, 0, 0, 0);
}

void task__prefetch(const Task *task)
{
    coroutine__prefetch(task->coroutine);
}

/* Task.__step and Task.__wakeup, which is given the future that is done. What takes values, and so
 * has them in memory, is called: this has no frame. */
static void task__step(void *self, Future *woken_by)
{
    Task *task = self;
    if (__builtin_expect(throws(task, woken_by), false))
        take_thrown(task, woken_by);
    else
        asyncio__result = None;
    if (task->future.state != FUTURE_PENDING)
        return; /* only a closed loop's task can get here */
    if (__builtin_expect(task->must_cancel, false))
        throw_cancellation(task);
    task->waiting_on = NULL;
    task__current = task;
    if (tracing())
        task__drive_traced(task, woken_by);
    else
        drive(task, false);
    task__current = NULL;
}

/* ------------------------------------------------------------------ creation */

Task *loop_create_task(EventLoop *loop, Coroutine *coroutine)
{
    if (!loop || !coroutine)
        return NULL;
    Value closed = loop__check_closed(loop);
    if (closed.raised)
        return fail(closed);
    Task *task = (Task *)future__new(loop, NULL, &task__type, sizeof *task);
    task->coroutine = coroutine;
    coroutine->awaited = AWAITED_AS_USUAL; /* nothing is around a task's block */
    task->called.number = ++last_number;
    task->log_destroy_pending = true;
    heap_pin(task); /* while it is pending */
    if (tracing())
        trace_event(EVENT_TASK_CREATED, task->future.object.id, coroutine->object.id,
                    trace_text_once(task_get_name(task)), object__id(task__current));
    if (!loop__call_soon(loop, &task_step, task, NULL)) {
        heap_unpin(task);
        return NULL;
    }
    return task;
}

Task *asyncio_create_task(Coroutine *coroutine)
{
    EventLoop *loop = asyncio_get_running_loop();
    return loop ? loop_create_task(loop, coroutine) : NULL;
}

Task *asyncio_current_task(void)
{
    return asyncio_get_running_loop() ? task__current : NULL;
}

Value asyncio_all_tasks(void)
{
    EventLoop *loop = asyncio_get_running_loop();
    if (!loop)
        return take_pending();
    return loop__all_tasks(loop);
}

/* -------------------------------------------------------------- cancellation */

static void request_cancel(Task *task, const char *message)
{
    task->cancelling++;
    if (tracing())
        trace.cause = trace_event(EVENT_CANCEL_REQUESTED, task->future.object.id,
                                  message ? trace_text(message, strlen(message)) : 0,
                                  task->cancelling, object__id(task->waiting_on));
}

static bool waits_for_pending_task(const Task *task)
{
    const Future *future = task->waiting_on;
    return future && future->object.awaitable.type == &task__type.awaitable &&
           future->state == FUTURE_PENDING;
}

static bool task__cancel(Future *future, const char *message)
{
    Task *task = (Task *)future;
    future__exception_is_retrieved(future);
    if (future->state != FUTURE_PENDING)
        return false;
    uint32_t cause = trace.cause;
    request_cancel(task, message);
    /* A task hands the request on to the one it waits for: a loop, since there
     * may be any number of them, on a small stack. `behind` follows at half the
     * speed, and is met in a circle of tasks that wait for each other. */
    Task *behind = task;
    for (bool follows = false; waits_for_pending_task(task); follows = !follows) {
        task = (Task *)task->waiting_on;
        request_cancel(task, message);
        if (follows)
            behind = (Task *)behind->waiting_on;
        if (task == behind)
            break; /* nothing wakes any of them: the loop will tell of the deadlock */
    }
    /* The future the last one waits for is cancelled first: that wakes it with
     * the error. Otherwise its next step throws it. */
    bool in_circle = waits_for_pending_task(task);
    if (!in_circle && (!task->waiting_on || !future__cancel(task->waiting_on, message))) {
        task->must_cancel = true;
        task->future.cancel_message = message;
    }
    trace.cause = cause;
    return true;
}

bool task_cancel(Task *task)
{
    return future__cancel((Future *)task, NULL);
}

bool task_cancel_message(Task *task, const char *message)
{
    return future__cancel((Future *)task, message);
}

int task_cancelling(const Task *task)
{
    return task ? (int)task->cancelling : 0;
}

int task_uncancel(Task *task)
{
    if (!task)
        return 0;
    if (task->cancelling > 0) {
        task->cancelling--;
        if (!task->cancelling)
            task->must_cancel = false;
        if (tracing())
            trace_event(EVENT_UNCANCEL, task->future.object.id, task->cancelling, 0, 0);
    }
    return (int)task->cancelling;
}

/* ---------------------------------------------------------------- attributes */

bool task_done(const Task *task)
{
    return future__done((const Future *)task);
}

bool task_cancelled(const Task *task)
{
    return future__cancelled((const Future *)task);
}

Value task_result(Task *task)
{
    return future__result((Future *)task);
}

Value task_exception(Task *task)
{
    return future__exception((Future *)task);
}

const char *task_get_name(const Task *task)
{
    if (!task)
        return "";
    if (task->has_name)
        return task->called.name;
    return describe("Task-%u", (unsigned)task->called.number).as.string;
}

void task_set_name(Task *task, const char *name)
{
    if (!task)
        return;
    task->called.name = describe("%s", name).as.string;
    task->has_name = true;
    if (tracing())
        trace_event(EVENT_TASK_NAMED, task->future.object.id, trace_text_once(name), 0, 0);
}

Coroutine *task_get_coro(const Task *task)
{
    return task ? task->coroutine : NULL;
}

Future *task_waiting_on(const Task *task)
{
    return task ? task->waiting_on : NULL;
}
