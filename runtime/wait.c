#include <string.h>

#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

/* ---------------------------------------------------------------------- wait */

typedef struct Wait {
    Object object; /* has the waiter's id: that is what its callbacks complete */
    Future *waiter;
    TimerHandle *timer;
    size_t left;
    ReturnWhen return_when;
} Wait;

static void wait_is_over(void *self, Future *future)
{
    (void)future;
    Future *waiter = self;
    if (waiter->state == FUTURE_PENDING)
        future__finish(waiter, None, false);
}

static const CallbackKind timer_callback = {"release_waiter", wait_is_over, true};

static void on_completion(void *self, Future *future)
{
    Wait *wait = self;
    wait->left--;
    bool failed = future->is_exception;
    if (failed && wait->left && wait->return_when == FIRST_EXCEPTION)
        future__exception_is_retrieved(future); /* CPython looks at all but the last one's */
    bool enough = !wait->left || wait->return_when == FIRST_COMPLETED ||
                  (wait->return_when == FIRST_EXCEPTION && failed);
    if (!enough)
        return;
    timer_handle_cancel(wait->timer);
    wait_is_over(wait->waiter, NULL);
}

static const CallbackKind completion_callback = {"wait", on_completion, true};

static Value wait_for_waiter(Wait *wait, Future *const *futures, size_t count, double timeout)
{
    EventLoop *loop = loop__running;
    wait->waiter = future__new(loop, "wait", &future__type, sizeof(Future));
    wait->object.id = wait->waiter->object.id;
    if (timeout != NO_TIMEOUT) {
        wait->timer = loop__call_at(loop, loop_time(loop) + timeout, &timer_callback, wait->waiter);
        if (!wait->timer)
            return take_pending();
    }
    wait->left = count;
    for (size_t i = 0; i < count; i++)
        TRY(future__add_callback(futures[i], &completion_callback, wait));
    Value result = await_future(wait->waiter);
    timer_handle_cancel(wait->timer);
    for (size_t i = 0; i < count; i++)
        future__remove_callback(futures[i], &completion_callback, wait);
    return result;
}

ASYNC(wait, Future **futures; size_t count; double timeout; ReturnWhen return_when;)
{
    if (!arg->count)
        return error(&ValueError, "Set of Tasks/Futures is empty.");
    Wait *state = heap_new(sizeof *state);
    state->return_when = arg->return_when;
    TRY(wait_for_waiter(state, arg->futures, arg->count, arg->timeout));
    Value both = list_new(), done = list_new(), pending = list_new();
    for (size_t i = 0; i < arg->count; i++) {
        Future *future = arg->futures[i];
        TRY(list_append(future__done(future) ? done : pending, value_of_object(future)));
    }
    TRY(list_append(both, done));
    TRY(list_append(both, pending));
    return both;
}

/* A copy without repetitions; NULL with an exception pending. */
static void *distinct(void *const *items, size_t count, size_t *kept)
{
    const size_t *first = object__first_places(items, count);
    if (!first)
        return NULL;
    void **copy = heap_alloc((count ? count : 1) * sizeof *copy);
    if (!copy)
        return fail(memory_error());
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!items[i])
            return NULL;
        if (first[i] == i)
            copy[(*kept)++] = items[i];
    }
    return copy;
}

Coroutine *asyncio_wait(Future *const *futures, size_t count, double timeout,
                        ReturnWhen return_when)
{
    size_t kept;
    Future **copy = distinct((void *const *)futures, count, &kept);
    return copy ? coro(wait, copy, kept, timeout, return_when) : NULL;
}

/* -------------------------------------------------------------- as_completed */

/* A queue of what is done, and of the coroutines that wait for something to be
 * put into it (CPython: queues.Queue). */
typedef struct Getter {
    Future *future;
    struct Getter *next;
} Getter;

struct AsCompleted {
    Object object;
    EventLoop *loop;
    Future **futures;
    size_t count, left, todo_left;
    TimerHandle *timer;
    Future **done; /* room for all, so that none is ever lost; NULL: the timeout */
    size_t done_count, taken;
    Getter *first_getter, *last_getter;
};

static const AwaitableType as_completed_type = {"as_completed", NULL};

static Future *add_getter(AsCompleted *iterator)
{
    Future *future = future__new(iterator->loop, "as_completed", &future__type, sizeof *future);
    Getter *getter = heap_new(sizeof *getter);
    getter->future = future;
    *(iterator->first_getter ? &iterator->last_getter->next : &iterator->first_getter) = getter;
    iterator->last_getter = getter;
    return future;
}

static void wake_next(AsCompleted *iterator)
{
    while (iterator->first_getter) {
        Future *getter = iterator->first_getter->future;
        iterator->first_getter = iterator->first_getter->next;
        if (getter->state == FUTURE_PENDING) {
            future__finish(getter, None, false);
            return;
        }
    }
}

static void put(AsCompleted *iterator, Future *future)
{
    iterator->done[iterator->done_count++] = future;
    wake_next(iterator);
}

static void handle_completion(void *self, Future *future)
{
    AsCompleted *iterator = self;
    if (!iterator->todo_left)
        return; /* the timeout was here first */
    iterator->todo_left--;
    put(iterator, future);
    if (!iterator->todo_left)
        timer_handle_cancel(iterator->timer);
}

static const CallbackKind as_completed_callback = {"as_completed", handle_completion, true};

static void handle_timeout(void *self, Future *unused)
{
    (void)unused;
    AsCompleted *iterator = self;
    for (size_t i = 0; i < iterator->count; i++)
        future__remove_callback(iterator->futures[i], &as_completed_callback, iterator);
    for (; iterator->todo_left; iterator->todo_left--)
        put(iterator, NULL);
}

static const CallbackKind as_completed_timeout = {"as_completed timeout", handle_timeout, true};

AsCompleted *asyncio_as_completed(Awaitable *const *awaitables, size_t count, double timeout)
{
    EventLoop *loop = loop__running;
    if (!loop)
        return fail(error(&RuntimeError, "There is no current event loop in thread 'MainThread'."));
    AsCompleted *iterator = heap_new(sizeof *iterator);
    iterator->object.awaitable.type = &as_completed_type;
    iterator->object.id = object__next_id();
    iterator->loop = loop;
    iterator->futures = distinct((void *const *)awaitables, count, &iterator->count);
    if (!iterator->futures)
        return NULL;
    iterator->done = heap_alloc((iterator->count + 1) * sizeof(Future *));
    if (!iterator->done)
        return fail(memory_error());
    for (size_t i = 0; i < iterator->count; i++) {
        iterator->futures[i] = asyncio__ensure_future((Awaitable *)iterator->futures[i]);
        if (!iterator->futures[i])
            return NULL;
    }
    for (size_t i = 0; i < iterator->count; i++) {
        Value added = future__add_callback(iterator->futures[i], &as_completed_callback, iterator);
        if (added.raised)
            return fail(added);
    }
    iterator->left = iterator->todo_left = iterator->count;
    if (iterator->count && timeout != NO_TIMEOUT) {
        iterator->timer =
            loop__call_at(loop, loop_time(loop) + timeout, &as_completed_timeout, iterator);
        if (!iterator->timer)
            return NULL;
    }
    return iterator;
}

ASYNC(wait_for_one, AsCompleted *iterator;)
{
    AsCompleted *iterator = arg->iterator;
    while (iterator->taken == iterator->done_count) {
        Future *getter = add_getter(iterator);
        Value result = await_future(getter);
        if (result.raised) {
            bool was_woken = getter->state == FUTURE_FINISHED;
            future__cancel(getter, NULL);
            if (iterator->taken < iterator->done_count && was_woken)
                wake_next(iterator);
            return result;
        }
    }
    Future *future = iterator->done[iterator->taken++];
    return future ? future__result(future) : error(&TimeoutError, NULL);
}

Coroutine *as_completed_next(AsCompleted *iterator)
{
    if (!iterator || !iterator->left)
        return NULL;
    iterator->left--;
    return coro(wait_for_one, iterator);
}
