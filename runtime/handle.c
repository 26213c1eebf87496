#include <string.h>

#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

const AwaitableType handle__type = {"Handle", NULL};
const AwaitableType timer_handle__type = {"TimerHandle", NULL};

/* --------------------------------------------------- callbacks of a program */

Callback *callback_new(const char *name, CallbackFunction *function, const void *arg, size_t size)
{
    Callback *callback = heap_new(sizeof *callback + size);
    callback->name = name;
    callback->function = function;
    callback->size = (uint32_t)size;
    memcpy(callback->arguments, arg, size);
    return callback;
}

bool callback__equal(const Callback *a, const Callback *b)
{
    return a == b || (a->function == b->function && a->size == b->size &&
                      memcmp(a->arguments, b->arguments, a->size) == 0);
}

const char *callback__name(const CallbackKind *kind, const void *self)
{
    return kind == &callback__user ? ((const Callback *)self)->name : kind->name;
}

void callback__failed(EventLoop *loop, const CallbackKind *kind, void *self, Value raised)
{
    const char *name = callback__name(kind, self);
    Handle *handle = loop->current;
    if (!handle) { /* of a callback whose handle no program holds: it is made only to be told of */
        handle = heap_new(sizeof *handle);
        *handle = (Handle){
            .object.awaitable.type = &handle__type,
            .loop = loop,
            .kind = kind,
            .self = self,
            .has_run = true,
        };
    }
    /* A handle that is cancelled forgets its callback, even while that runs. */
    if (handle->cancelled)
        name = "None";
    Value message = describe("Exception in callback %s()", name);
    loop_call_exception_handler(loop, &(ExceptionContext){
                                          .message = message.as.string,
                                          .exception = held(raised),
                                          .handle = handle,
                                      });
}

static void callback__call(void *self, Future *future)
{
    Callback *callback = self;
    EventLoop *loop = loop__running;
    Value result = callback->function(callback->arguments, future);
    if (!result.raised)
        return;
    if (is_instance(result, &SystemExit) || is_instance(result, &KeyboardInterrupt))
        loop->interrupt = result;
    else
        callback__failed(loop, &callback__user, callback, result);
}

const CallbackKind callback__user = {"callback", callback__call, false};

/* -------------------------------------------------------------------- handles */

void handle_cancel(Handle *handle)
{
    if (!handle || handle->cancelled)
        return;
    handle->cancelled = true;
    handle->cancelled_in_debug_mode = handle->loop->debug;
    /* sleep() always cancels its timer at the end: no event when it has run. */
    if (tracing() && !handle->has_run)
        trace_event(handle__is_timer(handle) ? EVENT_TIMER_CANCELLED : EVENT_HANDLE_CANCELLED,
                    handle->object.id, 0, 0, 0);
    if (handle->scheduled)
        handle->loop->timers_cancelled++;
}

bool handle_cancelled(const Handle *handle)
{
    return handle && handle->cancelled;
}

void timer_handle_cancel(TimerHandle *timer)
{
    handle_cancel((Handle *)timer);
}

bool timer_handle_cancelled(const TimerHandle *timer)
{
    return timer && timer->handle.cancelled;
}

double timer_handle_when(const TimerHandle *timer)
{
    return timer ? timer->when : 0;
}
