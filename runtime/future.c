#include <string.h>

#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

Value future__await(Awaitable *self)
{
    return await_future((Future *)self);
}

const FutureType future__type = {{"Future", future__await}, future__cancel_now};

/* Futures, tasks and gathers share their __await__: that is what makes one. */
bool future__is(const void *object)
{
    return ((const Awaitable *)object)->type->await_ == future__await;
}

void future__initialise(Future *future, EventLoop *loop, const char *label, const FutureType *type)
{
    future->object.awaitable.type = &type->awaitable;
    future->object.id = object__next_id();
    future->loop = loop;
    if (tracing() && label)
        trace_event(EVENT_FUTURE_CREATED, future->object.id, trace_text_once(label), 0, 0);
}

Future *future__new(EventLoop *loop, const char *label, const FutureType *type, size_t size)
{
    Future *future = heap_new(size);
    future__initialise(future, loop, label, type);
    return future;
}

Future *loop_create_future(EventLoop *loop)
{
    return loop ? future__new(loop, "Future", &future__type, sizeof(Future)) : NULL;
}

bool future__done(const Future *future)
{
    return future && future->state != FUTURE_PENDING;
}

bool future__cancelled(const Future *future)
{
    return future && future->state == FUTURE_CANCELLED;
}

/* ----------------------------------------------------------- done callbacks */

static void trace_callback(EventKind event, const Future *future, const CallbackKind *kind,
                           const void *self)
{
    trace_event(event, future->object.id, trace_name(callback__name(kind, self)),
                kind->has_target ? object__id(self) : 0, 0);
}

static void grow_more(Future *future)
{
    const MoreCallbacks *old = future->more;
    uint32_t capacity = old ? old->capacity * 2 : 4;
    MoreCallbacks *more = heap_new(sizeof *more + capacity * sizeof *more->callbacks);
    if (old) {
        more->count = old->count;
        memcpy(more->callbacks, old->callbacks, old->count * sizeof *more->callbacks);
    }
    more->capacity = capacity;
    future->more = more;
}

Value future__add_callback(Future *future, const CallbackKind *kind, void *self)
{
    if (future->state != FUTURE_PENDING)
        return loop__call_soon(future->loop, kind, self, future) ? None : take_pending();
    if (tracing())
        trace_callback(EVENT_CALLBACK_ADDED, future, kind, self);
    if (!future->first.kind) {
        future->first = (DoneCallback){kind, self};
        return None;
    }
    if (!future->more || future->more->count == future->more->capacity)
        grow_more(future);
    future->more->callbacks[future->more->count++] = (DoneCallback){kind, self};
    return None;
}

static bool is_callback(const DoneCallback *callback, const CallbackKind *kind, const void *self)
{
    if (callback->kind != kind)
        return false;
    return kind == &callback__user ? callback__equal(callback->self, self) : callback->self == self;
}

static int remove_from_more(Future *future, const CallbackKind *kind, const void *self)
{
    MoreCallbacks *more = future->more;
    int removed = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < more->count; i++) {
        if (is_callback(&more->callbacks[i], kind, self))
            removed++;
        else
            more->callbacks[kept++] = more->callbacks[i];
    }
    more->count = kept;
    /* `first` comes before `more`, always. */
    if (!future->first.kind && kept) {
        future->first = more->callbacks[0];
        memmove(more->callbacks, more->callbacks + 1, --more->count * sizeof *more->callbacks);
    }
    return removed;
}

int future__remove_callback(Future *future, const CallbackKind *kind, const void *self)
{
    int removed = 0;
    if (future->first.kind && is_callback(&future->first, kind, self)) {
        future->first = (DoneCallback){0};
        removed++;
    }
    if (future->more)
        removed += remove_from_more(future, kind, self);
    if (tracing() && removed)
        trace_callback(EVENT_CALLBACK_REMOVED, future, kind, self);
    return removed;
}

Value future__add_done_callback(Future *future, Callback *callback)
{
    if (!future || !callback)
        return take_pending();
    return future__add_callback(future, &callback__user, callback);
}

int future__remove_done_callback(Future *future, const Callback *callback)
{
    return future && callback ? future__remove_callback(future, &callback__user, callback) : 0;
}

static Value schedule_callbacks(Future *future)
{
    DoneCallback first = future->first;
    const MoreCallbacks *more = future->more;
    future->first = (DoneCallback){0};
    future->more = NULL;
    if (!first.kind)
        return None;
    bool scheduled = loop__call_soon(future->loop, first.kind, first.self, future);
    for (uint32_t i = 0; more && i < more->count && scheduled; i++)
        scheduled =
            loop__call_soon(future->loop, more->callbacks[i].kind, more->callbacks[i].self, future);
    return scheduled ? None : take_pending();
}

/* ----------------------------------------------------------- becoming done */

enum { DONE_RESULT = 1, DONE_EXCEPTION, DONE_CANCELLED };

/* Its event causes what its callbacks are scheduled for. */
static Value trace_done(Future *future)
{
    uint32_t cause = trace.cause, how = DONE_CANCELLED, text = 0;
    if (future->state == FUTURE_FINISHED) {
        how = future->is_exception ? DONE_EXCEPTION : DONE_RESULT;
        text = trace_repr(&future->result);
    } else if (future->cancel_message) {
        const Value message = string(future->cancel_message);
        text = trace_repr(&message);
    }
    trace.cause = trace_event(EVENT_FUTURE_DONE, future->object.id, how, text, 0);
    Value scheduled = schedule_callbacks(future);
    trace.cause = cause;
    return scheduled;
}

static Value become_done(Future *future, FutureState state)
{
    future->state = (uint8_t)state;
    return tracing() ? trace_done(future) : schedule_callbacks(future);
}

Value future__finish(Future *future, Value result, bool is_exception)
{
    future->result = result;
    future->is_exception = is_exception;
    if (is_exception) {
        future->log_exception = true;
        heap_pin(future); /* until somebody looks at the exception, or it is reported */
    }
    return become_done(future, FUTURE_FINISHED);
}

void future__exception_is_retrieved(Future *future)
{
    if (future->log_exception) {
        future->log_exception = false;
        heap_unpin(future);
    }
}

static void become_cancelled(Future *future, Value exception, const char *message)
{
    future->result = exception;
    future->cancel_message = message;
    Value scheduled = become_done(future, FUTURE_CANCELLED);
    if (scheduled.raised)
        set_pending(scheduled);
}

bool future__cancel_now(Future *future, const char *message)
{
    future__exception_is_retrieved(future);
    if (future->state != FUTURE_PENDING)
        return false;
    become_cancelled(future, None, message);
    return true;
}

void future__cancel_by(Future *future, Value exception)
{
    become_cancelled(future, exception, NULL);
}

bool future__cancel(Future *future, const char *message)
{
    if (!future)
        return false;
    return ((const FutureType *)future->object.awaitable.type)->cancel(future, message);
}

/* What Task.set_result raises: a task's outcome is its coroutine's. */
static Value check_can_set(const Future *future, const char *operation)
{
    if (!future)
        return take_pending();
    if (future->object.awaitable.type == &task__type.awaitable)
        return error(&RuntimeError, "Task does not support %s operation", operation);
    if (future->state != FUTURE_PENDING)
        return error(&InvalidStateError, "invalid state");
    return None;
}

Value future_set_result(Future *future, Value result)
{
    if (result.raised)
        return result;
    TRY(check_can_set(future, "set_result"));
    return future__finish(future, result, false);
}

Value future_set_exception(Future *future, Value exception)
{
    TRY(check_can_set(future, "set_exception"));
    if (exception.kind != VALUE_EXCEPTION)
        return error(&TypeError, "invalid exception object");
    exception = held(exception);
    if (is_instance(exception, &StopIteration))
        exception = held(error_from(
            error(&RuntimeError, "StopIteration interacts badly with generators and cannot be "
                                 "raised into a Future"),
            exception));
    return future__finish(future, exception, true);
}

/* ---------------------------------------------------------------- reading it */

Value future__cancelled_error(Future *future)
{
    /* Of a pending task, which is about to be cancelled, it is something else. */
    if (future->state == FUTURE_CANCELLED && future->result.raised) {
        Value exception = future->result;
        future->result = None;
        return exception;
    }
    return error_with(&CancelledError, future->cancel_message);
}

Value future__result(Future *future)
{
    if (!future)
        return take_pending();
    if (future->state == FUTURE_CANCELLED)
        return future__cancelled_error(future);
    if (future->state == FUTURE_PENDING)
        return error(&InvalidStateError, "Result is not set.");
    if (!future->is_exception)
        return future->result;
    future__exception_is_retrieved(future);
    return reraise(future->result);
}

Value future__exception(Future *future)
{
    if (!future)
        return take_pending();
    if (future->state == FUTURE_CANCELLED)
        return future__cancelled_error(future);
    if (future->state == FUTURE_PENDING)
        return error(&InvalidStateError, "Exception is not set.");
    future__exception_is_retrieved(future);
    return future->is_exception ? future->result : None;
}

void future__report(Future *future)
{
    future__exception_is_retrieved(future);
    Value message =
        describe("%s exception was never retrieved", future->object.awaitable.type->name);
    loop_call_exception_handler(future->loop, &(ExceptionContext){.message = message.as.string,
                                                                  .exception = future->result,
                                                                  .future = future});
}
