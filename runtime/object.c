#include "object.h"

#include <stdlib.h>

#include "allocation.h"
#include "heap.h"
#include "port.h"
#include "value.h"

uint32_t object__last_id;

void object__reset_ids(void)
{
    object__last_id = 0;
}

typedef struct Collection {
    bool (*matches)(const Object *object, const void *of);
    const void *of;
    Object **objects; /* NULL while they are counted */
    size_t count;
} Collection;

/* A coroutine is pinned until it begins; from then on a sleep's cell is pinned for its future. */
static Object *pinned_object(void *cell)
{
    bool has_begun = coroutine__is(cell) && ((const Coroutine *)cell)->state != COROUTINE_CREATED;
    return has_begun ? &((Sleep *)cell)->future.object : cell;
}

static void object__collect(void *cell, void *context)
{
    Collection *collection = context;
    Object *object = pinned_object(cell);
    if (!collection->matches(object, collection->of))
        return;
    if (collection->objects)
        collection->objects[collection->count] = object;
    collection->count++;
}

/* Shell's: short, and these are almost in order. */
static void sort_by_id(Object **objects, size_t count)
{
    for (size_t gap = count; gap > 1;) {
        gap = gap > 2 ? gap * 5 / 11 : 1;
        for (size_t i = gap; i < count; i++) {
            Object *object = objects[i];
            size_t at = i;
            for (; at >= gap && objects[at - gap]->id > object->id; at -= gap)
                objects[at] = objects[at - gap];
            objects[at] = object;
        }
    }
}

void object__each_pinned(bool (*matches)(const Object *object, const void *of), const void *of,
                         void (*visit)(Object *object, void *context), void *context)
{
    Collection collection = {.matches = matches, .of = of};
    heap_each_pinned(object__collect, &collection);
    if (!collection.count)
        return;
    collection.objects = allocation_get(collection.count * sizeof *collection.objects);
    if (!collection.objects)
        port_fatal("Out of memory: what is left over could not be reported.");
    collection.count = 0;
    heap_each_pinned(object__collect, &collection);
    sort_by_id(collection.objects, collection.count);
    for (size_t i = 0; i < collection.count; i++)
        visit(collection.objects[i], context);
    allocation_free(collection.objects);
}

size_t *object__first_places(void *const *items, size_t count)
{
    size_t capacity = 4;
    while (capacity < count * 2)
        capacity *= 2;
    size_t *first = heap_alloc((count ? count : 1) * sizeof *first);
    size_t *table = heap_alloc(capacity * sizeof *table); /* of indices plus one, by hash */
    if (!first || !table)
        return fail(memory_error());
    for (size_t i = 0; i < count; i++) {
        size_t slot = (size_t)(((uintptr_t)items[i] >> 4) * 2654435761u) & (capacity - 1);
        while (table[slot] && items[table[slot] - 1] != items[i])
            slot = (slot + 1) & (capacity - 1);
        if (!table[slot])
            table[slot] = i + 1;
        first[i] = table[slot] - 1;
    }
    return first;
}

static const char *const future_states[] = {"pending", "finished", "cancelled"};

static const char *callback_text(const DoneCallback *callback)
{
    return callback__name(callback->kind, callback->self);
}

/* base_futures._format_callbacks */
static const char *callbacks_text(const Future *future)
{
    if (!future->first.kind)
        return "";
    const char *first = callback_text(&future->first);
    uint32_t more = future->more ? future->more->count : 0;
    if (!more)
        return describe(" cb=[%s()]", first).as.string;
    const char *last = callback_text(&future->more->callbacks[more - 1]);
    if (more == 1)
        return describe(" cb=[%s(), %s()]", first, last).as.string;
    return describe(" cb=[%s(), <%u more>, %s()]", first, (unsigned)more - 1, last).as.string;
}

static const char *outcome_text(const Future *future)
{
    if (future->state != FUTURE_FINISHED)
        return "";
    if (future->is_exception)
        return describe(" exception=%s", value_repr(future->result).as.string).as.string;
    return describe(" result=%s", value_short_repr(future->result).as.string).as.string;
}

static Value future_repr(const Future *future)
{
    return describe("<%s %s%s%s>", future->object.awaitable.type->name,
                    future_states[future->state], outcome_text(future), callbacks_text(future));
}

static Value task_repr(const Task *task)
{
    const char *name = value_repr(string(task_get_name(task))).as.string;
    const char *state = future_states[task->future.state], *waits = "";
    if (task->future.state == FUTURE_PENDING && task->cancelling)
        state = "cancelling";
    if (task->waiting_on) {
        Value future = value_repr(value_of_object(task->waiting_on));
        waits = describe(" wait_for=%s", future.as.string).as.string;
    }
    return describe("<Task %s name=%s coro=<%s()>%s%s%s>", state, name,
                    coroutine__qualified_name(task->coroutine), waits, outcome_text(&task->future),
                    callbacks_text(&task->future));
}

static Value handle_repr(const Handle *handle)
{
    const char *type = handle->object.awaitable.type->name, *when = "";
    if (handle__is_timer(handle)) {
        Value time = value_repr(number(((const TimerHandle *)handle)->when));
        when = describe(" when=%s", time.as.string).as.string;
    }
    const char *cancelled = handle->cancelled ? " cancelled" : "";
    if (handle->cancelled && !handle->cancelled_in_debug_mode)
        return describe("<%s%s%s>", type, cancelled, when);
    return describe("<%s%s%s %s()>", type, cancelled, when,
                    callback__name(handle->kind, handle->self));
}

Value object_repr(void *object)
{
    const AwaitableType *type = ((const Awaitable *)object)->type;
    if (type == &task__type.awaitable)
        return task_repr(object);
    if (future__is(object))
        return future_repr(object);
    if (type == &coroutine__type)
        return describe("<coroutine object %s>", coroutine__qualified_name(object));
    if (type == &loop__type) {
        const EventLoop *loop = object;
        return describe("<EventLoop running=%s closed=%s debug=%s>",
                        loop->running ? "True" : "False", loop->closed ? "True" : "False",
                        loop->debug ? "True" : "False");
    }
    if (type == &handle__type || type == &timer_handle__type)
        return handle_repr(object);
    return describe("<%s object>", type->name);
}
