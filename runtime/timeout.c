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
typedef enum TimeoutState { CREATED, ENTERED, EXPIRING, EXPIRED, EXITED } TimeoutState;

static const char *const state_names[] = {"created", "active", "expiring", "expired", "finished"};

const AwaitableType timeout__type = {"Timeout", NULL};

struct Timeout {
    Object object; /* without an id: no event names it */
    TimeoutState state;
    double when; /* NO_TIMEOUT: never */
    Task *task;
    Handle *handle; /* of timeout__on_timeout, until it has run */
    int cancelling; /* requests there were on entry */
};

Timeout *asyncio_timeout_at(double when)
{
    Timeout *timeout = heap_new(sizeof *timeout);
    timeout->object.awaitable.type = &timeout__type;
    timeout->when = when;
    return timeout;
}

Timeout *asyncio_timeout(double delay)
{
    EventLoop *loop = asyncio_get_running_loop();
    return loop ? asyncio_timeout_at(loop_time(loop) + delay) : NULL;
}

double timeout_when(const Timeout *timeout)
{
    return timeout ? timeout->when : NO_TIMEOUT;
}

bool timeout_expired(const Timeout *timeout)
{
    return timeout && (timeout->state == EXPIRING || timeout->state == EXPIRED);
}

static void timeout__on_timeout(void *self, Future *future)
{
    (void)future;
    Timeout *timeout = self;
    uint32_t cause = trace.cause;
    if (tracing())
        trace.cause = trace_event(EVENT_TIMEOUT_EXPIRED, timeout->task->future.object.id,
                                  timeout->handle->object.id, 0, 0);
    future__cancel(&timeout->task->future, NULL);
    trace.cause = cause;
    timeout->state = EXPIRING;
}

static const CallbackKind timeout_callback = {"timeout", timeout__on_timeout, false};

static Value schedule(Timeout *timeout)
{
    handle_cancel(timeout->handle);
    timeout->handle = NULL;
    if (timeout->when == NO_TIMEOUT)
        return None;
    EventLoop *loop = timeout->task->future.loop;
    timeout->handle =
        timeout->when <= loop_time(loop)
            ? loop__call_soon_handle(loop, &timeout_callback, timeout)
            : (Handle *)loop__call_at(loop, timeout->when, &timeout_callback, timeout);
    if (!timeout->handle)
        return take_pending();
    if (tracing())
        trace_event_at(EVENT_TIMEOUT_ENTERED, timeout->task->future.object.id,
                       timeout->handle->object.id, 0, timeout->when);
    return None;
}

Value timeout_reschedule(Timeout *timeout, double when)
{
    if (!timeout)
        return take_pending();
    if (timeout->state == CREATED)
        return error(&RuntimeError, "Timeout has not been entered");
    if (timeout->state != ENTERED)
        return error(&RuntimeError, "Cannot change state of %s Timeout",
                     state_names[timeout->state]);
    timeout->when = when;
    return schedule(timeout);
}

Value timeout__enter(Timeout *timeout)
{
    if (!timeout)
        return take_pending();
    if (timeout->state != CREATED)
        return error(&RuntimeError, "Timeout has already been entered");
    if (!task__current)
        return error(&RuntimeError, "Timeout should be used inside a task");
    timeout->state = ENTERED;
    timeout->task = task__current;
    timeout->cancelling = timeout->task->cancelling;
    return schedule(timeout);
}

Value timeout__exit(Timeout *timeout, Value body)
{
    handle_cancel(timeout->handle);
    if (tracing() && timeout->handle)
        trace_event(EVENT_TIMEOUT_EXITED, timeout->task->future.object.id,
                    timeout->handle->object.id, timeout->state == EXPIRING, 0);
    timeout->handle = NULL;
    if (timeout->state != EXPIRING) {
        timeout->state = EXITED;
        return body;
    }
    timeout->state = EXPIRED;
    bool only_ours = task_uncancel(timeout->task) <= timeout->cancelling;
    if (only_ours && body.raised && is_instance(body, &CancelledError))
        return error_from(error(&TimeoutError, NULL), body);
    return body;
}

ASYNC(timeout_block, Timeout *timeout; Awaitable * body;)
{
    Value entered = timeout__enter(arg->timeout);
    if (entered.raised) {
        coroutine__drop_body(arg->body);
        return entered;
    }
    return timeout__exit(arg->timeout, await_awaitable(coroutine__body(arg->body)));
}

Coroutine *timeout__with(Timeout *timeout, Awaitable *body)
{
    return timeout && body ? coroutine__block(coro(timeout_block, timeout, body)) : NULL;
}
