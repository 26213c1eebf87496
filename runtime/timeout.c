#include <math.h>

#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

/*
 * A timeout is one more party that asks its task to cancel. On the way out it
 * takes that request back, and turns the CancelledError into a TimeoutError
 * only when nobody else had asked as well.
 */
struct Timeout {
    Task *task;
    Handle *handle; /* of on_timeout, until it has run */
    int cancelling; /* requests there were on entry */
    bool expiring;
};

static void on_timeout(void *self, Future *future)
{
    (void)future;
    Timeout *timeout = self;
    uint32_t cause = trace.cause;
    if (tracing())
        trace.cause = trace_event(EVENT_TIMEOUT_EXPIRED, timeout->task->future.object.id,
                                  timeout->handle->object.id, 0, 0);
    future__cancel(&timeout->task->future, NULL);
    trace.cause = cause;
    timeout->expiring = true;
}

static const CallbackKind timeout_callback = {"timeout", on_timeout, false};

Timeout *timeout__enter(double delay)
{
    EventLoop *loop = asyncio_get_running_loop();
    if (!loop)
        return NULL;
    Task *task = task__current;
    if (!task)
        return fail(error(&RuntimeError, "Timeout should be used inside a task"));
    Timeout *timeout = heap_alloc(sizeof *timeout);
    if (!timeout)
        return fail(memory_error());
    timeout->task = task;
    timeout->cancelling = task->cancelling;
    if (delay == INFINITY)
        return timeout;
    double now = loop_time(loop), when = now + delay;
    timeout->handle = when <= now
                          ? loop__call_soon_handle(loop, &timeout_callback, timeout)
                          : (Handle *)loop__call_at(loop, when, &timeout_callback, timeout);
    if (!timeout->handle)
        return NULL;
    if (tracing())
        trace_event_at(EVENT_TIMEOUT_ENTERED, task->future.object.id, timeout->handle->object.id,
                       0, when);
    return timeout;
}

Value timeout__exit(Timeout *timeout, Value body)
{
    handle_cancel(timeout->handle);
    if (tracing() && timeout->handle)
        trace_event(EVENT_TIMEOUT_EXITED, timeout->task->future.object.id,
                    timeout->handle->object.id, timeout->expiring, 0);
    if (!timeout->expiring)
        return body;
    bool only_ours = task_uncancel(timeout->task) <= timeout->cancelling;
    if (only_ours && body.raised && is_instance(body, &CancelledError))
        return error_from(error(&TimeoutError, NULL), body);
    return body;
}
