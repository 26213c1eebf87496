#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

/* ------------------------------------------------------------- ensure_future */

static Future *ensure_future(Awaitable *awaitable, EventLoop *loop)
{
    if (!awaitable)
        return NULL;
    if (future__is(awaitable)) {
        Future *future = (Future *)awaitable;
        if (loop && future->loop != loop)
            return fail(error(&ValueError, "The future belongs to a different loop than the one "
                                           "specified as the loop argument"));
        return future;
    }
    if (!loop)
        loop = loop__running;
    Coroutine *coroutine = coroutine__of_awaitable(awaitable, WRAPPER_OF_ENSURE_FUTURE);
    if (!loop)
        return fail(error(&RuntimeError, "There is no current event loop in thread 'MainThread'."));
    Task *task = loop_create_task(loop, coroutine);
    if (!task && coroutine__is(awaitable)) {
        Value closed = coroutine_close(coroutine); /* it has not begun: nothing is raised */
        (void)closed;
    }
    return (Future *)task;
}

Future *asyncio__ensure_future(Awaitable *awaitable)
{
    return ensure_future(awaitable, NULL);
}

/* ------------------------------------------------------------------ wait_for */

static void release_waiter(void *self, Future *future)
{
    (void)future;
    Future *waiter = self;
    if (waiter->state == FUTURE_PENDING)
        future__finish(waiter, None, false);
}

static const CallbackKind waiter_callback = {"release_waiter", release_waiter, true};

/* Waits for a future of its own, so that it can be cancelled itself. */
static Value cancel_and_wait(Future *future)
{
    Future *waiter = future__new(loop__running, "wait_for", &future__type, sizeof *waiter);
    TRY(future__add_callback(future, &waiter_callback, waiter));
    future__cancel(future, NULL);
    Value result = await_future(waiter);
    future__remove_callback(future, &waiter_callback, waiter);
    return result;
}

ASYNC(wait_for, Awaitable *awaitable; double timeout;)
{
    if (arg->timeout <= 0) {
        Future *future = asyncio__ensure_future(arg->awaitable);
        if (!future)
            return take_pending();
        if (future->state != FUTURE_PENDING)
            return future__result(future);
        TRY(cancel_and_wait(future));
        Value result = future__result(future);
        if (result.raised && is_instance(result, &CancelledError))
            return error_from(error(&TimeoutError, NULL), result);
        return result;
    }
    Timeout *timeout = asyncio_timeout(arg->timeout);
    TRY(timeout__enter(timeout));
    return timeout__exit(timeout, await_awaitable(arg->awaitable));
}

Coroutine *asyncio__wait_for(Awaitable *awaitable, double timeout)
{
    return awaitable ? coro(wait_for, awaitable, timeout) : NULL;
}

/* -------------------------------------------------------------------- shield */

static void trace_link(EventKind event, const Future *outer, const Future *inner)
{
    if (tracing())
        trace_event(event, outer->object.id, inner->object.id, 0, 0);
}

static void shield__log(void *self, Future *inner)
{
    (void)self;
    if (inner->state == FUTURE_CANCELLED || !inner->is_exception)
        return;
    Value exception = future__exception(inner);
    Value message = describe("%s exception in shielded future", exception.as.exception->type->name);
    loop_call_exception_handler(
        inner->loop,
        &(ExceptionContext){.message = message.as.string, .exception = exception, .future = inner});
}

static void shield_forget(void *self, Future *inner)
{
    trace_link(EVENT_FUTURE_UNFOLLOWS, self, inner);
}

static const CallbackKind inner_callback;

static void shield__inner_done(void *self, Future *inner)
{
    Future *outer = self;
    Value set = None;
    if (outer->state == FUTURE_CANCELLED)
        return;
    if (inner->state == FUTURE_CANCELLED)
        future__cancel(outer, NULL);
    else if (inner->is_exception)
        set = future_set_exception(outer, future__exception(inner));
    else
        set = future_set_result(outer, inner->result);
    if (set.raised) /* somebody has completed the outer future himself */
        callback__failed(inner->loop, &inner_callback, self, set);
}

static const CallbackKind log_callback = {"shield log", shield__log, false};
static const CallbackKind forget_callback = {"shield forget", shield_forget, true};
static const CallbackKind inner_callback = {"shield inner done", shield__inner_done, true};

/* Cancelled, the outer future lets go of the inner one, which goes on. */
static void shield_outer_done(void *self, Future *outer)
{
    Future *inner = self;
    if (inner->state != FUTURE_PENDING)
        return;
    trace_link(EVENT_FUTURE_UNFOLLOWS, outer, inner);
    future__remove_callback(inner, &inner_callback, outer);
    /* One callback is enough to tell of an exception nobody waits for now. */
    future__remove_callback(inner, &log_callback, NULL);
    future__add_callback(inner, &log_callback, NULL);
}

static const CallbackKind outer_callback = {"shield outer done", shield_outer_done, true};

Future *asyncio__shield(Awaitable *awaitable)
{
    Future *inner = asyncio__ensure_future(awaitable);
    if (!inner || inner->state != FUTURE_PENDING)
        return inner;
    Future *outer = future__new(inner->loop, "shield", &future__type, sizeof *outer);
    trace_link(EVENT_FUTURE_FOLLOWS, outer, inner);
    Value added = None;
    if (task__current)
        added = future__add_callback(inner, &forget_callback, outer);
    if (!added.raised)
        added = future__add_callback(inner, &inner_callback, outer);
    if (!added.raised)
        added = future__add_callback(outer, &outer_callback, inner);
    return added.raised ? fail(added) : outer;
}

/* -------------------------------------------------------------------- gather */

typedef struct Gather {
    Future future;
    Future **children; /* in the order of the arguments, one may come twice */
    size_t count, distinct, finished;
    bool return_exceptions, cancel_requested, cancelling;
} Gather;

static bool gather__cancel(Future *future, const char *message)
{
    Gather *gather = (Gather *)future;
    if (future->state != FUTURE_PENDING)
        return false;
    if (gather->cancelling) /* a child waits for who waits for it */
        return false;
    gather->cancelling = true;
    bool any = false;
    for (size_t i = 0; i < gather->count; i++) {
        if (future__cancel(gather->children[i], message))
            any = true;
    }
    gather->cancelling = false;
    if (any)
        gather->cancel_requested = true;
    return any;
}

static const FutureType gather_type = {{"_GatheringFuture", future__await}, gather__cancel};

static Value outcome(Future *child)
{
    if (child->state == FUTURE_CANCELLED)
        return held(
            error_with(&CancelledError, child->cancel_message ? child->cancel_message : ""));
    return child->is_exception ? future__exception(child) : child->result;
}

static void gather_child_done(void *self, Future *child)
{
    Gather *gather = self;
    Future *outer = &gather->future;
    gather->finished++;
    trace_link(EVENT_FUTURE_UNFOLLOWS, outer, child);
    if (outer->state != FUTURE_PENDING) {
        future__exception_is_retrieved(child);
        return;
    }
    if (!gather->return_exceptions) {
        if (child->state == FUTURE_CANCELLED) {
            future__finish(outer, held(future__cancelled_error(child)), true);
            return;
        }
        if (child->is_exception) {
            future__finish(outer, future__exception(child), true);
            return;
        }
    }
    if (gather->finished < gather->distinct)
        return;
    Value results = list_new();
    for (size_t i = 0; i < gather->count && !results.raised; i++) {
        Value appended = list_append(results, outcome(gather->children[i]));
        if (appended.raised)
            results = appended;
    }
    if (results.raised)
        future__finish(outer, held(results), true);
    else if (gather->cancel_requested) /* CPython takes the last argument's error */
        future__finish(outer, held(future__cancelled_error(gather->children[gather->count - 1])),
                       true);
    else
        future__finish(outer, results, false);
}

static const CallbackKind gather_callback = {"gather", gather_child_done, true};

static Future *gather_nothing(void)
{
    EventLoop *loop = loop__running;
    if (!loop)
        return fail(error(&RuntimeError, "There is no current event loop in thread 'MainThread'."));
    Future *outer = future__new(loop, "gather", &future__type, sizeof *outer);
    future__finish(outer, list_new(), false);
    return outer;
}

/* The children's futures: a task is made of what is none. CPython makes the
 * outer future last; here it must exist for the children's callbacks to find. */
static bool ensure_children(Gather *gather, Awaitable *const *awaitables, const size_t *first,
                            size_t count, EventLoop *loop)
{
    for (size_t i = 0; i < count; i++) {
        if (!awaitables[i])
            return false;
        if (first[i] < i) {
            gather->children[i] = gather->children[first[i]];
            continue;
        }
        Future *child = ensure_future(awaitables[i], loop);
        if (!child)
            return false;
        if ((Awaitable *)child != awaitables[i])
            ((Task *)child)->log_destroy_pending = false;
        if (!loop)
            loop = child->loop;
        gather->children[i] = child;
        gather->distinct++;
        if (child->state == FUTURE_PENDING) {
            Value added = future__add_callback(child, &gather_callback, gather);
            if (added.raised)
                return fail(added);
        }
    }
    gather->future.loop = loop;
    return true;
}

Future *asyncio__gather(Awaitable *const *awaitables, size_t count, bool return_exceptions)
{
    if (!count)
        return gather_nothing();
    Gather *gather = (Gather *)future__new(loop__running, "gather", &gather_type, sizeof *gather);
    gather->children = heap_alloc(count * sizeof(Future *));
    if (!gather->children)
        return fail(memory_error());
    const size_t *first = object__first_places((void *const *)awaitables, count);
    if (!first)
        return NULL;
    gather->return_exceptions = return_exceptions;
    if (!ensure_children(gather, awaitables, first, count, loop__running)) {
        gather->future.state = FUTURE_CANCELLED; /* the tasks made so far find nobody to tell */
        return NULL;
    }
    gather->count = count;
    for (size_t i = 0; i < count; i++) {
        if (first[i] == i)
            trace_link(EVENT_FUTURE_FOLLOWS, &gather->future, gather->children[i]);
    }
    for (size_t i = 0; i < count; i++) {
        Future *child = gather->children[i];
        if (child->state != FUTURE_PENDING && first[i] == i)
            gather_child_done(gather, child);
    }
    return &gather->future;
}

/* ----------------------------------------------------------------------- run */

/* runners._cancel_all_tasks */
static Value cancel_all_tasks(EventLoop *loop)
{
    const Value all = TRY(loop__all_tasks(loop));
    size_t count = list_length(all);
    if (!count)
        return None;
    Awaitable **tasks = heap_alloc(count * sizeof *tasks);
    if (!tasks)
        return memory_error();
    for (size_t i = 0; i < count; i++)
        tasks[i] = TRY(list_get(all, i)).as.object;
    for (size_t i = 0; i < count; i++)
        future__cancel((Future *)tasks[i], NULL);
    TRY(loop_run_until_complete(loop, asyncio__gather(tasks, count, true)));
    for (size_t i = 0; i < count; i++) {
        Future *task = (Future *)tasks[i];
        if (!task->is_exception)
            continue;
        loop_call_exception_handler(
            loop, &(ExceptionContext){
                      .message = "unhandled exception during asyncio.run() shutdown",
                      .exception = future__exception(task),
                      .task = (Task *)task,
                  });
    }
    return None;
}

/* There are none, but CPython runs a turn of the loop for each of these two. */
static void shutdown_nothing(void *arg)
{
    (void)arg;
    asyncio_return(None);
}

static Value clean_up(EventLoop *loop)
{
    TRY(cancel_all_tasks(loop));
    TRY(loop_run_until_complete(
        loop, coroutine_new("BaseEventLoop.shutdown_asyncgens", shutdown_nothing, NULL, 0)));
    return loop_run_until_complete(
        loop, coroutine_new("BaseEventLoop.shutdown_default_executor", shutdown_nothing, NULL, 0));
}

struct Runner {
    EventLoop *loop; /* made when it is first needed */
    bool closed;
};

Runner *asyncio_runner(void)
{
    return heap_new(sizeof(Runner));
}

EventLoop *runner_get_loop(Runner *runner)
{
    if (!runner)
        return NULL;
    if (runner->closed)
        return fail(error(&RuntimeError, "Runner is closed"));
    if (!runner->loop)
        runner->loop = asyncio_new_event_loop();
    return runner->loop;
}

Value runner__run(Runner *runner, Awaitable *main)
{
    if (!main)
        return take_pending();
    if (loop__running)
        return error(&RuntimeError, "Runner.run() cannot be called from a running event loop");
    EventLoop *loop = runner_get_loop(runner);
    if (!loop)
        return take_pending();
    Task *task = loop_create_task(
        loop, coroutine__of_awaitable(main, "Runner.run.<locals>._wrap_awaitable"));
    return task ? loop_run_until_complete(loop, task) : take_pending();
}

Value runner_close(Runner *runner)
{
    if (!runner)
        return take_pending();
    if (!runner->loop)
        return None;
    Value cleaned = clean_up(runner->loop);
    Value closed = loop_close(runner->loop);
    runner->loop = NULL;
    runner->closed = true;
    return cleaned.raised ? cleaned : closed;
}

Value asyncio__run(Awaitable *main)
{
    if (!main)
        return take_pending();
    if (loop__running)
        return error(&RuntimeError, "asyncio.run() cannot be called from a running event loop");
    Runner *runner = asyncio_runner();
    Value result = runner__run(runner, main);
    Value closed = runner_close(runner);
    return closed.raised ? closed : result;
}

/* -------------------------------------------------------------- finally */

ASYNC(finally_block, Awaitable *body; Awaitable * cleanup;)
{
    Value result = await_awaitable(coroutine__body(arg->body));
    TRY(await_awaitable(coroutine__body(arg->cleanup)));
    return result;
}

Coroutine *asyncio__finally(Awaitable *body, Awaitable *cleanup)
{
    return body && cleanup ? coroutine__block(coro(finally_block, body, cleanup)) : NULL;
}
