/*
 * JavaScript on this loop: its generators are one more kind of coroutine, its
 * functions are callbacks, its promises are futures. What the host may ask for
 * is the table of operations at the end; values cross as a stream of tagged
 * bytes, objects of either side as numbers.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "heap.h"
#include "javascript_web.h"
#include "object.h"
#include "port.h"
#include "program.h"
#include "trace.h"
#include "value.h"

#define IMPORT(name) __attribute__((import_module("host"), import_name(#name))) name
#define EXPORT __attribute__((used, visibility("default")))

/* The host goes on with a coroutine, calls a function, drops what it kept under a number. The first
 * two return where the answer is: an Answer, then a value. */
const uint8_t *IMPORT(host_send)(uint32_t number, bool thrown, const void *bytes, size_t size);
const uint8_t *IMPORT(host_call)(uint32_t number, const void *bytes, size_t size);
void IMPORT(host_release)(uint32_t number);

typedef enum Answer { ANSWER_RETURNED, ANSWER_RAISED, ANSWER_AWAITS } Answer;

/* ----------------------------------------------------------- names and types */

/* Names come with every call and are few: each is kept once, for ever. */
static const char *keep_name(const char *text, size_t length)
{
    static struct Name {
        struct Name *next;
        char text[];
    } * names;
    for (const struct Name *name = names; name; name = name->next) {
        if (strncmp(name->text, text, length) == 0 && !name->text[length])
            return name->text;
    }
    struct Name *name = malloc(sizeof *name + length + 1);
    if (!name)
        port_fatal("Out of memory: a name could not be kept.");
    memcpy(name->text, text, length);
    name->text[length] = '\0';
    name->next = names;
    names = name;
    return name->text;
}

static const ExceptionType *const own_types[] = {
    &BaseException,     &BaseExceptionGroup, &ExceptionGroup, &GeneratorExit,   &KeyboardInterrupt,
    &SystemExit,        &CancelledError,     &Exception,      &AssertionError,  &LookupError,
    &IndexError,        &MemoryError,        &OSError,        &RuntimeError,    &StopIteration,
    &TimeoutError,      &TypeError,          &ValueError,     &ArithmeticError, &ZeroDivisionError,
    &InvalidStateError, &DeadlockError,
};

/* An error of JavaScript is an Exception of its name. */
static const ExceptionType *exception_type(const char *name)
{
    static struct Type {
        ExceptionType type;
        struct Type *next;
    } * types;
    for (size_t i = 0; i < sizeof own_types / sizeof *own_types; i++) {
        if (strcmp(own_types[i]->name, name) == 0)
            return own_types[i];
    }
    for (const struct Type *type = types; type; type = type->next) {
        if (type->type.name == name)
            return &type->type;
    }
    struct Type *type = malloc(sizeof *type);
    if (!type)
        return &Exception;
    *type = (struct Type){{name, &Exception, NULL}, types};
    types = type;
    return &type->type;
}

/* ----------------------------------------- values of JavaScript in this heap */

/* Anything that has no Value of its own. */
typedef struct Foreign {
    Object object;
    uint32_t number;
} Foreign;

typedef struct ForeignType {
    AwaitableType awaitable;
    struct ForeignType *next;
} ForeignType;

static Value await_foreign(Awaitable *self)
{
    return error(&TypeError, "object %s can't be used in 'await' expression", self->type->name);
}

static bool is_foreign(const void *object)
{
    return ((const Awaitable *)object)->type->await_ == await_foreign;
}

static void release_foreign(void *cell)
{
    host_release(((Foreign *)cell)->number);
}

static const AwaitableType *foreign_type(const char *name)
{
    static ForeignType *types;
    for (const ForeignType *type = types; type; type = type->next) {
        if (type->awaitable.name == name)
            return &type->awaitable;
    }
    ForeignType *type = malloc(sizeof *type);
    if (!type)
        port_fatal("Out of memory: a type of JavaScript could not be kept.");
    *type = (ForeignType){{name, await_foreign}, types};
    types = type;
    return &type->awaitable;
}

static Foreign *foreign_new(uint32_t number, const char *type)
{
    Foreign *foreign = heap_new(sizeof *foreign);
    foreign->object.awaitable.type = foreign_type(type);
    foreign->number = number;
    coroutine__own(foreign, release_foreign);
    return foreign;
}

/* ------------------------------------- objects of this heap that the host has */

/* A static variable points to the table, so the collector finds what is in it.
 * A free slot holds the number of the next free one, odd: no address. */
static struct {
    void **slots;
    uint32_t count, capacity, first_free; /* slot 0 is none */
} kept;

static uint32_t keep(void *object)
{
    uint32_t slot = kept.first_free;
    if (slot) {
        kept.first_free = (uint32_t)((uintptr_t)kept.slots[slot] >> 1);
    } else {
        if (kept.count == kept.capacity) {
            uint32_t capacity = kept.capacity ? kept.capacity * 2 : 64;
            void **slots = heap_new(capacity * sizeof *slots);
            if (kept.count)
                memcpy(slots, kept.slots, kept.count * sizeof *slots);
            kept.count += !kept.count;
            kept.slots = slots;
            kept.capacity = capacity;
        }
        slot = kept.count++;
    }
    kept.slots[slot] = object;
    return slot;
}

EXPORT void asyncio_outside_drop(uint32_t slot)
{
    kept.slots[slot] = (void *)((uintptr_t)kept.first_free << 1 | 1);
    kept.first_free = slot;
}

/* ---------------------------------------------------------------- the stream */

typedef enum Tag {
    TAG_NONE,
    TAG_FALSE,
    TAG_TRUE,
    TAG_INT,       /* i64 */
    TAG_FLOAT,     /* f64 */
    TAG_STR,       /* u32 bytes, UTF-8 */
    TAG_LIST,      /* u32 items, the items */
    TAG_OBJECT,    /* u32 slot; to the host then: u32 id, u8 Type */
    TAG_EXCEPTION, /* u32 slot; to the host see put_exception */
    TAG_FOREIGN,   /* u32 number; from the host then: str type */
    TAG_ERROR,     /* from the host: u32 number, str type, u8 has text, str text, and
                    * of a group the list of its exceptions */
    TAG_GENERATOR, /* from the host: u32 number, str name; a coroutine is made of it */
} Tag;

typedef enum Type {
    TYPE_COROUTINE,
    TYPE_FUTURE,
    TYPE_TASK,
    TYPE_HANDLE,
    TYPE_TASK_GROUP,
    TYPE_TIMEOUT,
    TYPE_OTHER
} Type;

static struct {
    uint8_t *bytes;
    size_t size, capacity;
} out;

static void put(const void *bytes, size_t size)
{
    if (out.size + size > out.capacity) {
        out.capacity = (out.size + size) * 2;
        out.bytes = realloc(out.bytes, out.capacity);
        if (!out.bytes)
            port_fatal("Out of memory: a value could not go to the host.");
    }
    memcpy(out.bytes + out.size, bytes, size);
    out.size += size;
}

static void put_byte(unsigned byte)
{
    put(&(uint8_t){(uint8_t)byte}, 1);
}

static void put_number(uint32_t number)
{
    put(&number, sizeof number);
}

static void put_text(const char *text, size_t length)
{
    put_number((uint32_t)length);
    put(text, length);
}

static Type type_of(const void *object)
{
    const AwaitableType *type = ((const Awaitable *)object)->type;
    if (coroutine__is(object))
        return TYPE_COROUTINE;
    if (type == &task__type.awaitable)
        return TYPE_TASK;
    if (type == &handle__type || type == &timer_handle__type)
        return TYPE_HANDLE;
    if (type == &task_group__type)
        return TYPE_TASK_GROUP;
    if (type == &timeout__type)
        return TYPE_TIMEOUT;
    return future__is(object) ? TYPE_FUTURE : TYPE_OTHER;
}

static void put_value(Value value);

/* One that came from the host goes back as what it was there. */
static void put_exception(const struct Exception *exception)
{
    if (exception->origin) {
        put_byte(TAG_FOREIGN);
        put_number(((const Foreign *)exception->origin)->number);
        return;
    }
    Value self = {.kind = VALUE_EXCEPTION, .as.exception = (struct Exception *)exception};
    Value text = value_str(self);
    put_byte(TAG_EXCEPTION);
    put_number(keep((void *)exception));
    uint32_t depth = 0;
    for (const ExceptionType *type = exception->type; type; type = type->base)
        depth++;
    put_number(depth);
    for (const ExceptionType *type = exception->type; type; type = type->base)
        put_text(type->name, strlen(type->name));
    put_text(text.as.string, text.length);
    put_value(exception_group_exceptions(self));
    if (exception->cause)
        put_exception(exception->cause);
    else
        put_byte(TAG_NONE);
}

static void put_object(void *object)
{
    if (is_foreign(object)) {
        put_byte(TAG_FOREIGN);
        put_number(((const Foreign *)object)->number);
        return;
    }
    /* The host tells objects apart by their ids. */
    if (!object__id(object))
        ((Object *)object)->id = object__next_id();
    put_byte(TAG_OBJECT);
    put_number(keep(object));
    put_number(object__id(object));
    put_byte(type_of(object));
}

static void put_value(Value value)
{
    switch ((ValueKind)value.kind) {
    case VALUE_NONE:
        put_byte(TAG_NONE);
        break;
    case VALUE_BOOL:
        put_byte(value.as.boolean ? TAG_TRUE : TAG_FALSE);
        break;
    case VALUE_INT:
        put_byte(TAG_INT);
        put(&value.as.integer, sizeof value.as.integer);
        break;
    case VALUE_FLOAT:
        put_byte(TAG_FLOAT);
        put(&value.as.number, sizeof value.as.number);
        break;
    case VALUE_STR:
        put_byte(TAG_STR);
        put_text(value.as.string, value.length);
        break;
    case VALUE_LIST:
        put_byte(TAG_LIST);
        put_number((uint32_t)list_length(value));
        for (size_t i = 0; i < list_length(value); i++)
            put_value(list_get(value, i));
        break;
    case VALUE_EXCEPTION:
        put_exception(value.as.exception);
        break;
    case VALUE_OBJECT:
        put_object(value.as.object);
        break;
    }
}

static void put_only(Value value)
{
    out.size = 0;
    put_value(value);
}

static void take(const uint8_t **at, void *to, size_t size)
{
    memcpy(to, *at, size);
    *at += size;
}

static uint32_t take_number(const uint8_t **at)
{
    uint32_t number;
    take(at, &number, sizeof number);
    return number;
}

static const char *take_name(const uint8_t **at)
{
    uint32_t length = take_number(at);
    const char *name = keep_name((const char *)*at, length);
    *at += length;
    return name;
}

static Value take_text(const uint8_t **at)
{
    uint32_t length = take_number(at);
    char *text = asyncio_alloc(length + 1);
    if (!text)
        return take_pending();
    take(at, text, length);
    return string_of_length(text, length);
}

static Coroutine *generator_new(uint32_t number, const char *name);
static Value take_value(const uint8_t **at);

static Value take_error(const uint8_t **at)
{
    Foreign *origin = foreign_new(take_number(at), "Error");
    const char *type = take_name(at);
    bool has_text = *(*at)++;
    Value text = take_text(at);
    Value exceptions = take_value(at);
    if (!origin)
        return held(take_pending());
    Value exception = exceptions.kind == VALUE_LIST
                          ? exception_group(text.as.string, exceptions)
                          : error_with(exception_type(type), has_text ? text.as.string : NULL);
    exception.as.exception->origin = origin;
    return held(exception);
}

static Value take_value(const uint8_t **at)
{
    switch ((Tag) * (*at)++) {
    case TAG_NONE:
        return None;
    case TAG_FALSE:
        return boolean(false);
    case TAG_TRUE:
        return boolean(true);
    case TAG_INT: {
        int64_t value;
        take(at, &value, sizeof value);
        return integer(value);
    }
    case TAG_FLOAT: {
        double value;
        take(at, &value, sizeof value);
        return number(value);
    }
    case TAG_STR:
        return take_text(at);
    case TAG_LIST: {
        Value list = list_new();
        for (uint32_t count = take_number(at); count; count--)
            TRY(list_append(list, take_value(at)));
        return list;
    }
    case TAG_OBJECT:
        return value_of_object(kept.slots[take_number(at)]);
    case TAG_EXCEPTION:
        return (Value){.kind = VALUE_EXCEPTION, .as.exception = kept.slots[take_number(at)]};
    case TAG_FOREIGN: {
        uint32_t number = take_number(at);
        return value_of_object(foreign_new(number, take_name(at)));
    }
    case TAG_ERROR:
        return take_error(at);
    case TAG_GENERATOR: {
        uint32_t number = take_number(at);
        return value_of_object(generator_new(number, take_name(at)));
    }
    }
    return None;
}

static Answer take_answer(const uint8_t *at, Value *value)
{
    Answer answer = *at++;
    *value = take_value(&at);
    if (answer == ANSWER_RAISED && !value->raised)
        *value = reraise(*value);
    return answer;
}

/* ---------------------------------------------------------------- coroutines */

/* A generator that awaits something is suspended: this awaits in its place. */
typedef struct Generator {
    uint32_t number;
    Coroutine *inner;
    Future *future;
} Generator;

/* True when it suspends; else *in is what the generator is to go on with. */
static bool await_for(Generator *generator, Value awaited, Value *in, Value *yielded)
{
    if (awaited.kind == VALUE_NONE) {
        *yielded = None;
        return true;
    }
    if (awaited.kind != VALUE_OBJECT || type_of(awaited.as.object) > TYPE_TASK) {
        *in = error(&TypeError, "object %s can't be used in 'await' expression",
                    value_repr(awaited).as.string);
        return false;
    }
    if (coroutine__is(awaited.as.object)) {
        Coroutine *inner = awaited.as.object;
        if (inner->state == COROUTINE_SUSPENDED) {
            *in = error(&RuntimeError, "coroutine is being awaited already");
            return false;
        }
        generator->inner = inner;
        *in = None;
        return false;
    }
    Future *future = awaited.as.object;
    if (future__done(future)) {
        *in = future__result(future);
        return false;
    }
    future->blocking = true;
    generator->future = future;
    *yielded = awaited;
    return true;
}

/* What it awaits goes on first. True when that suspends again. */
static bool resume_inner(Generator *generator, Value *in, Value *yielded)
{
    Coroutine *inner = generator->inner;
    if (inner && in->raised && inner->awaited != AWAITED_AS_BLOCK &&
        is_instance(*in, &GeneratorExit)) {
        generator->inner = NULL;
        Value closed = coroutine__close_awaited(inner);
        if (closed.raised)
            *in = closed;
    } else if (inner) {
        Value value;
        Sent how = in->raised ? coroutine_throw(inner, held(*in), &value)
                              : coroutine_send(inner, *in, &value);
        if (how == SENT_YIELDED) {
            *yielded = value;
            return true;
        }
        generator->inner = NULL;
        *in = value;
    } else if (generator->future) {
        Future *future = generator->future;
        generator->future = NULL;
        if (!in->raised)
            *in = future__done(future) ? future__result(future)
                                       : error(&RuntimeError, "await wasn't used with future");
    }
    return false;
}

static Sent generator_resume(Generator *generator, Value in, Value *value)
{
    for (;;) {
        if (resume_inner(generator, &in, value))
            return SENT_YIELDED;
        put_only(held(in));
        Value answer;
        Answer how =
            take_answer(host_send(generator->number, in.raised, out.bytes, out.size), &answer);
        if (how != ANSWER_AWAITS) {
            *value = answer;
            return SENT_RETURNED;
        }
        if (await_for(generator, answer, &in, value))
            return SENT_YIELDED;
    }
}

static Sent generator_send(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)coroutine;
    return generator_resume(state, sent, value);
}

static Sent generator_throw(Coroutine *coroutine, void *state, Value exception, Value *value)
{
    (void)coroutine;
    return generator_resume(state, reraise(exception), value);
}

static void generator_release(void *state)
{
    host_release(((Generator *)state)->number);
}

static const CoroutineKind generator_kind = {
    .send = generator_send,
    .throw_ = generator_throw,
    .release = generator_release,
};

static Coroutine *generator_new(uint32_t number, const char *name)
{
    Coroutine *coroutine = coroutine_of_kind(&generator_kind, name, sizeof(Generator));
    ((Generator *)coroutine_state(coroutine))->number = number;
    return coroutine;
}

/* ----------------------------------------------------------------- callbacks */

static Value call_function(void *arg, Future *future)
{
    put_only(future ? value_of_object(future) : None);
    Value answer;
    take_answer(host_call(*(uint32_t *)arg, out.bytes, out.size), &answer);
    return answer;
}

static Callback *function_new(uint32_t number, const char *name)
{
    return callback_new(name, call_function, &number, sizeof number);
}

/* ------------------------------------------------------------------ promises */

/* Work outside: while the future of a promise is pending, an idle loop is no
 * deadlock. */
static bool cancel_promise(Future *future, const char *message);
static const FutureType promise_type = {{"Future", future__await}, cancel_promise};

static void let_go(Future *future)
{
    if (future->object.awaitable.type == &promise_type.awaitable && !future__done(future))
        asyncio_release();
}

static bool cancel_promise(Future *future, const char *message)
{
    let_go(future);
    return future__cancel_now(future, message);
}

/* -------------------------------------------------- what the host may ask for */

static uint32_t number_of(Value value)
{
    return (uint32_t)value.as.integer;
}

static double seconds_of(Value value)
{
    return value.kind == VALUE_INT ? (double)value.as.integer : value.as.number;
}

static const char *name_of(Value value)
{
    return keep_name(value.as.string, value.length);
}

static const char *message_of(Value value)
{
    return value.kind == VALUE_STR ? value.as.string : NULL;
}

static Value create_task(const Value *a)
{
    Task *task = a[2].kind == VALUE_OBJECT ? task_group_create_task(a[2].as.object, a[0].as.object)
                                           : asyncio_create_task(a[0].as.object);
    if (task && a[1].kind == VALUE_STR)
        task_set_name(task, a[1].as.string);
    return value_of_object(task);
}

static Value create_coroutine(const Value *a)
{
    return a[0];
}

static Value create_future(const Value *a)
{
    (void)a;
    return value_of_object(loop_create_future(asyncio_get_running_loop()));
}

static Value create_promise(const Value *a)
{
    (void)a;
    EventLoop *loop = asyncio_get_running_loop();
    Future *future = loop ? future__new(loop, "promise", &promise_type, sizeof *future) : NULL;
    if (future)
        asyncio_hold();
    return value_of_object(future);
}

static Value sleep_for(const Value *a)
{
    return value_of_object(asyncio_sleep_result(seconds_of(a[0]), a[1]));
}

/* The items of a list as an array. NULL: MemoryError. */
static void *objects_of(Value list)
{
    size_t count = list_length(list);
    void **objects = asyncio_alloc((count + 1) * sizeof *objects);
    for (size_t i = 0; objects && i < count; i++)
        objects[i] = list_get(list, i).as.object;
    return objects;
}

static Value gather(const Value *a)
{
    Awaitable **awaitables = objects_of(a[0]);
    if (!awaitables)
        return take_pending();
    return value_of_object(asyncio__gather(awaitables, list_length(a[0]), a[1].as.boolean));
}

static Value wait_for_all(const Value *a)
{
    Future **futures = objects_of(a[0]);
    if (!futures)
        return take_pending();
    return value_of_object(
        asyncio_wait(futures, list_length(a[0]), seconds_of(a[1]), (ReturnWhen)number_of(a[2])));
}

static Value as_completed(const Value *a)
{
    Awaitable **awaitables = objects_of(a[0]);
    if (!awaitables)
        return take_pending();
    return value_of_object(asyncio_as_completed(awaitables, list_length(a[0]), seconds_of(a[1])));
}

/* The host knows how many there are. */
static Value next_completed(const Value *a)
{
    return value_of_object(as_completed_next(a[0].as.object));
}

static Value task_group(const Value *a)
{
    (void)a;
    return value_of_object(asyncio_task_group());
}

static Value timeout_at(const Value *a)
{
    return value_of_object(asyncio_timeout_at(seconds_of(a[0])));
}

static Value async_with_block(const Value *a)
{
    void *manager = a[0].as.object;
    Awaitable *body = a[1].as.object;
    return value_of_object(type_of(manager) == TYPE_TIMEOUT ? timeout__with(manager, body)
                                                            : task_group__with(manager, body));
}

static Value when_of_timeout(const Value *a)
{
    return number(timeout_when(a[0].as.object));
}

static Value is_expired(const Value *a)
{
    return boolean(timeout_expired(a[0].as.object));
}

static Value reschedule(const Value *a)
{
    return timeout_reschedule(a[0].as.object, seconds_of(a[1]));
}

static Value shield(const Value *a)
{
    return value_of_object(asyncio__shield(a[0].as.object));
}

static Value wait_for(const Value *a)
{
    return value_of_object(asyncio__wait_for(a[0].as.object, seconds_of(a[1])));
}

static Value ensure_future(const Value *a)
{
    return value_of_object(asyncio__ensure_future(a[0].as.object));
}

static Value call_soon(const Value *a)
{
    EventLoop *loop = asyncio_get_running_loop();
    return value_of_object(loop_call_soon(loop, function_new(number_of(a[0]), name_of(a[1]))));
}

static Value call_at(const Value *a)
{
    EventLoop *loop = asyncio_get_running_loop();
    return value_of_object(
        loop_call_at(loop, seconds_of(a[2]), function_new(number_of(a[0]), name_of(a[1]))));
}

static Value current_task(const Value *a)
{
    (void)a;
    Task *task = asyncio_current_task();
    return task ? value_of_object(task) : None;
}

static Value all_tasks(const Value *a)
{
    (void)a;
    return asyncio_all_tasks();
}

static Value now(const Value *a)
{
    (void)a;
    return number(loop_time(loop__running));
}

static Value is_running(const Value *a)
{
    (void)a;
    return boolean(loop__running);
}

static Value stop(const Value *a)
{
    (void)a;
    EventLoop *loop = asyncio_get_running_loop();
    loop_stop(loop);
    return loop ? None : take_pending();
}

static Value print_text(const Value *a)
{
    asyncio__output((int)a[0].as.integer, a[1].as.string, a[1].length);
    return None;
}

static Value at_line(const Value *a)
{
    asyncio_line((int)a[0].as.integer);
    return None;
}

static Value done(const Value *a)
{
    return boolean(future__done(a[0].as.object));
}

static Value cancelled(const Value *a)
{
    return boolean(future__cancelled(a[0].as.object));
}

static Value result(const Value *a)
{
    return future__result(a[0].as.object);
}

static Value exception(const Value *a)
{
    return future__exception(a[0].as.object);
}

static Value set_result(const Value *a)
{
    let_go(a[0].as.object);
    return future_set_result(a[0].as.object, a[1]);
}

static Value set_exception(const Value *a)
{
    let_go(a[0].as.object);
    return future_set_exception(a[0].as.object, a[1]);
}

static Value outside__cancel(const Value *a)
{
    return boolean(future__cancel(a[0].as.object, message_of(a[1])));
}

static Value add_done_callback(const Value *a)
{
    return future__add_done_callback(a[0].as.object, function_new(number_of(a[1]), name_of(a[2])));
}

static Value remove_done_callback(const Value *a)
{
    Callback *function = function_new(number_of(a[1]), name_of(a[2]));
    return integer(future__remove_done_callback(a[0].as.object, function));
}

static Value cancel_handle(const Value *a)
{
    handle_cancel(a[0].as.object);
    return None;
}

static Value is_handle_cancelled(const Value *a)
{
    return boolean(handle_cancelled(a[0].as.object));
}

static Value handle_when(const Value *a)
{
    const Handle *handle = a[0].as.object;
    return handle__is_timer(handle) ? number(timer_handle_when(a[0].as.object)) : None;
}

static Value get_name(const Value *a)
{
    return string(task_get_name(a[0].as.object));
}

static Value set_name(const Value *a)
{
    task_set_name(a[0].as.object, a[1].as.string);
    return None;
}

static Value cancelling(const Value *a)
{
    return integer(task_cancelling(a[0].as.object));
}

static Value uncancel(const Value *a)
{
    return integer(task_uncancel(a[0].as.object));
}

static Value close_coroutine(const Value *a)
{
    return coroutine_close(a[0].as.object);
}

static Value coroutine_of_task(const Value *a)
{
    return value_of_object(task_get_coro(a[0].as.object));
}

static Value name_of_coroutine(const Value *a)
{
    return string(coroutine_name(a[0].as.object));
}

typedef enum Effect {
    LOOKS,
    ACTS,  /* causes events: something may have to run now */
    MAKES, /* and needs a running loop */
} Effect;

static const struct Operation {
    const char *name;
    Value (*call)(const Value *arguments);
    Effect effect;
} operations[] = {
    {"create_task", create_task, MAKES},
    {"coroutine", create_coroutine, MAKES},
    {"create_future", create_future, MAKES},
    {"promise", create_promise, MAKES},
    {"sleep", sleep_for, MAKES},
    {"gather", gather, MAKES},
    {"wait", wait_for_all, MAKES},
    {"as_completed", as_completed, MAKES},
    {"as_completed_next", next_completed, MAKES},
    {"task_group", task_group, MAKES},
    {"timeout_at", timeout_at, MAKES},
    {"async_with", async_with_block, MAKES},
    {"timeout_when", when_of_timeout, LOOKS},
    {"timeout_expired", is_expired, LOOKS},
    {"reschedule", reschedule, ACTS},
    {"shield", shield, MAKES},
    {"wait_for", wait_for, MAKES},
    {"ensure_future", ensure_future, MAKES},
    {"call_soon", call_soon, MAKES},
    {"call_at", call_at, MAKES},
    {"print", print_text, MAKES},
    {"stop", stop, MAKES},
    {"current_task", current_task, LOOKS},
    {"all_tasks", all_tasks, LOOKS},
    {"time", now, LOOKS},
    {"is_running", is_running, LOOKS},
    {"line", at_line, LOOKS},
    {"done", done, LOOKS},
    {"cancelled", cancelled, LOOKS},
    {"result", result, LOOKS},
    {"exception", exception, LOOKS},
    {"set_result", set_result, ACTS},
    {"set_exception", set_exception, ACTS},
    {"cancel", outside__cancel, ACTS},
    {"add_done_callback", add_done_callback, ACTS},
    {"remove_done_callback", remove_done_callback, ACTS},
    {"cancel_handle", cancel_handle, ACTS},
    {"handle_cancelled", is_handle_cancelled, LOOKS},
    {"handle_when", handle_when, LOOKS},
    {"get_name", get_name, LOOKS},
    {"set_name", set_name, ACTS},
    {"cancelling", cancelling, LOOKS},
    {"uncancel", uncancel, ACTS},
    {"close", close_coroutine, ACTS},
    {"get_coro", coroutine_of_task, LOOKS},
    {"coroutine_name", name_of_coroutine, LOOKS},
};

static const struct Operation *find_operation(const char *name)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    }
    return NULL;
}

enum { MOST_ARGUMENTS = 4 };

static Value outside__perform(const struct Operation *operation, const uint8_t *request)
{
    Value arguments[MOST_ARGUMENTS] = {None};
    uint32_t count = *request++;
    for (uint32_t i = 0; i < count; i++)
        arguments[i] = TRY(take_value(&request));
    return operation->call(arguments);
}

/* The id of what the first argument is, without making anything. */
static uint32_t subject_of(const uint8_t *request)
{
    bool about_object = *request++ && *request++ == TAG_OBJECT;
    return about_object ? object__id(kept.slots[take_number(&request)]) : 0;
}

/* Between two turns, from the host's own code: an event begins what it causes,
 * as a step or a callback does. */
static Value perform_from_outside(const struct Operation *operation, const uint8_t *request,
                                  double time)
{
    Trace before = trace;
    int line = asyncio__line;
    asyncio__line = 0;
    loop__called_from_outside(time);
    port_look_again();
    if (tracing())
        trace_because(trace_event_because(EVENT_HOST_CALL, 0, subject_of(request),
                                          trace_name(operation->name), 0, 0, 0));
    Value reply = outside__perform(operation, request);
    trace.cause = before.cause;
    trace.scope = before.scope;
    asyncio__line = line;
    return reply;
}

/*
 * `request`: the operation's name as str, u8 arguments, the arguments. Returns
 * where the reply is, good until the next call: an Answer, then a value. `time`
 * is the loop time that a paced virtual clock has come to while the loop waits.
 */
EXPORT const void *asyncio_outside(const uint8_t *request, double time)
{
    const struct Operation *operation = find_operation(take_name(&request));
    if (!operation)
        port_fatal(
            "The host asks for what this module does not know: they do not belong together.");
    Value reply;
    if (operation->effect == MAKES && !loop__running)
        reply = error(&RuntimeError, "no running event loop");
    else if (operation->effect == LOOKS || !loop__running || port_is_within())
        reply = outside__perform(operation, request);
    else
        reply = perform_from_outside(operation, request, time);
    out.size = 0;
    put_byte(reply.raised ? ANSWER_RAISED : ANSWER_RETURNED);
    put_value(held(reply));
    return out.bytes;
}

/* --------------------------------------------------- a program in JavaScript */

static struct {
    uint32_t number;
    const char *name;
} entry;

static int run_entry(void)
{
    return exit_status(asyncio_run(generator_new(entry.number, entry.name)));
}

/* Instead of asyncio_select(): main() is a generator of the host. */
EXPORT void asyncio_outside_select(uint32_t number, const char *name)
{
    static Program program;
    entry.number = number;
    entry.name = keep_name(name, strlen(name));
    program = (Program){entry.name, run_entry};
    port_select(&program);
}
