#include "interpreter.h"

#include <asyncio.h>
#include <stdlib.h>
#include <string.h>

/* The Python names are taken: by each enum, for its own. */
enum {
#define EXCEPTION_TYPE(kind)
#define AWAITED(kind, ...) AWAITED_##kind,
#define STATEMENT(kind, ...)
#include "nodes.def"
#undef AWAITED
#undef STATEMENT
};

enum {
#define AWAITED(kind, ...)
#define STATEMENT(kind, ...) STATEMENT_##kind,
#include "nodes.def"
#undef EXCEPTION_TYPE
#undef STATEMENT
};

static const ExceptionType *const exception_types[] = {
#define EXCEPTION_TYPE(kind) &kind,
#define STATEMENT(kind, ...)
#include "nodes.def"
#undef EXCEPTION_TYPE
#undef AWAITED
#undef STATEMENT
};

#define NONE INT32_MIN

enum { MOST_VARIABLES = 16, MOST_BODIES = 32, STACK_SIZE = 64 * 1024 };

/* As nodes.js numbers them. */
typedef enum Runs { ONCE, TWICE, TWICE_IN_ONE_LOOP, IN_DEBUG_MODE } Runs;

static int32_t *program;
static Runs runs;
static int32_t garbage;
static Future *variables[MOST_VARIABLES];
static Coroutine *objects[MOST_VARIABLES];
static Handle *handles[MOST_VARIABLES];
static TimerHandle *timers[MOST_VARIABLES]; /* instead of the handle of that number */
static Timeout *timeouts[MOST_VARIABLES];
static TaskGroup *groups[MOST_VARIABLES];
static int32_t variable_count, object_count, timeout_count, group_count;
static const int32_t *coroutine_bodies[MOST_BODIES], *function_bodies[MOST_BODIES];

/* ------------------------------------------------------------------- reading */

typedef const int32_t *Cursor;

static int32_t next(Cursor *at)
{
    return *(*at)++;
}

static double next_seconds(Cursor *at)
{
    return next(at) / 1000.0;
}

static double next_timeout(Cursor *at)
{
    int32_t timeout = next(at);
    return timeout == NONE ? NO_TIMEOUT : timeout / 1000.0;
}

static Value next_value(Cursor *at)
{
    int32_t value = next(at);
    return value == NONE ? None : integer(value);
}

/* "m7" for 7: of the collector, so that it lives as long as who holds it. */
static const char *text_of(int32_t number)
{
    if (number == NONE)
        return NULL;
    Value text = format("m%d", (int)number);
    return is_raised(text) ? "MemoryError" : text.as.string;
}

static Value next_exception(Cursor *at)
{
    const ExceptionType *type = exception_types[next(at)];
    const char *text = text_of(next(at));
    return text ? error(type, "%s", text) : error(type, NULL);
}

static Cursor next_body(Cursor *at)
{
    Cursor body = *at;
    *at += 1 + *body;
    return body;
}

/* ---------------------------------------------------------------- coroutines */

typedef struct Context {
    bool in_function;
    Future *argument; /* of a function that is a done callback */
    Value handled;    /* what a bare `raise` raises */
} Context;

/* How a statement ended: returned, or `value` is raised, or neither. */
typedef struct Outcome {
    bool returned;
    Value value;
} Outcome;

static Outcome run_body(Cursor body, const Context *context);

typedef struct BodyArgument {
    int32_t index;
} BodyArgument;

static void run_coroutine(void *argument)
{
    const BodyArgument *body = argument;
    const Context context = {.in_function = false};
    asyncio_return(run_body(coroutine_bodies[body->index], &context).value);
}

static Coroutine *coroutine_of(int32_t index)
{
    static const char *const names[] = {"main", "c1", "c2", "c3", "c4", "c5", "c6", "c7"};
    return coroutine_new(names[index], run_coroutine, &(BodyArgument){index}, sizeof(BodyArgument));
}

static Value run_function(void *argument, Future *future)
{
    const BodyArgument *body = argument;
    Context context = {.in_function = true, .argument = future};
    return run_body(function_bodies[body->index], &context).value;
}

static Callback *function_of(int32_t index)
{
    static const char *const names[] = {"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"};
    return callback_new(names[index], run_function, &(BodyArgument){index}, sizeof(BodyArgument));
}

typedef struct Own {
    Awaitable awaitable;
    int32_t coroutine;
} Own;

static Value await_own(Awaitable *self)
{
    return await(coroutine_of(((Own *)self)->coroutine));
}

static Awaitable *own_of(int32_t index)
{
    static const AwaitableType type = {"Own", await_own};
    Own *own = asyncio_alloc(sizeof *own);
    if (!own)
        return NULL;
    *own = (Own){{&type}, index};
    return &own->awaitable;
}

/* A coroutine that a function closes runs in no task. */
static Future *current_task(void)
{
    Task *task = asyncio_current_task();
    return task ? (Future *)task : variables[0];
}

static Awaitable *next_awaitable(Cursor *at);

enum { MOST_AWAITABLES = 8 };

static size_t next_awaitables(Cursor *at, Awaitable **awaitables)
{
    size_t count = (size_t)next(at);
    for (size_t i = 0; i < count; i++)
        awaitables[i] = next_awaitable(at);
    return count;
}

static Awaitable *next_gather(Cursor *at)
{
    Awaitable *awaitables[MOST_AWAITABLES];
    size_t count = next_awaitables(at, awaitables);
    return AWAITABLE(asyncio__gather(awaitables, count, next(at)));
}

static size_t position_of(const void *object, Future *const *futures)
{
    size_t position = 0;
    while (futures[position] != object)
        position++;
    return position;
}

/* Which of them are done, and which are not. */
ASYNC(counted_wait, Future *futures[MOST_VARIABLES]; size_t count; double timeout;
      ReturnWhen return_when;)
{
    Value both = TRY(await(asyncio_wait(arg->futures, arg->count, arg->timeout, arg->return_when)));
    Value result = list_new();
    for (size_t i = 0; i < 2; i++) {
        Value some = TRY(list_get(both, i)), positions = list_new();
        for (size_t k = 0; k < list_length(some); k++) {
            Value future = TRY(list_get(some, k));
            size_t position = position_of(future.as.object, arg->futures);
            TRY(list_append(positions, integer((int64_t)position)));
        }
        TRY(list_append(result, positions));
    }
    return result;
}

static Awaitable *next_wait(Cursor *at)
{
    struct counted_wait wait = {.count = (size_t)next(at)};
    for (size_t i = 0; i < wait.count; i++)
        wait.futures[i] = variables[next(at)];
    wait.timeout = next_timeout(at);
    wait.return_when = (ReturnWhen)next(at);
    return AWAITABLE(coroutine_new("counted_wait", counted_wait__call, &wait, sizeof wait));
}

static Awaitable *next_awaitable(Cursor *at)
{
    switch (next(at)) {
    case AWAITED_call:
        return AWAITABLE(coroutine_of(next(at)));
    case AWAITED_own:
        return own_of(next(at));
    case AWAITED_variable:
        return AWAITABLE(variables[next(at)]);
    case AWAITED_object:
        return AWAITABLE(objects[next(at)]);
    case AWAITED_sleep: {
        double seconds = next_seconds(at);
        Value result = next_value(at);
        bool has_result = result.kind != VALUE_NONE;
        return AWAITABLE(has_result ? asyncio_sleep_result(seconds, result)
                                    : asyncio_sleep(seconds));
    }
    case AWAITED_wait_for: {
        Awaitable *awaitable = next_awaitable(at);
        return AWAITABLE(asyncio_wait_for(awaitable, next_timeout(at)));
    }
    case AWAITED_shield:
        return AWAITABLE(asyncio_shield(next_awaitable(at)));
    case AWAITED_gather:
        return next_gather(at);
    case AWAITED_counted_wait:
        return next_wait(at);
    case AWAITED_current_task:
        return AWAITABLE(current_task());
    }
    abort();
}

/* ---------------------------------------------------------------- statements */

static bool is_task(const Future *future)
{
    return strcmp(((const Awaitable *)future)->type->name, "Task") == 0;
}

static void say(int32_t label, Value value)
{
    print(label, value_repr(value));
}

static const char *state_name(bool cancelled, bool done)
{
    return cancelled ? "cancelled" : done ? "done" : "pending";
}

static void say_state(int32_t label, Future *future)
{
    if (!is_task(future)) {
        print(label, state_name(future_cancelled(future), future_done(future)));
        return;
    }
    Task *task = (Task *)future;
    print(label, task_get_name(task), state_name(task_cancelled(task), task_done(task)),
          task_cancelling(task));
}

static bool cancel(Future *future, const char *message)
{
    if (!is_task(future))
        return message ? future_cancel_message(future, message) : future_cancel(future);
    Task *task = (Task *)future;
    return message ? task_cancel_message(task, message) : task_cancel(task);
}

static Value result_of(Future *future)
{
    return is_task(future) ? task_result((Task *)future) : future_result(future);
}

static Value exception_of(Future *future)
{
    return is_task(future) ? task_exception((Task *)future) : future_exception(future);
}

static Value say_or_raise(int32_t label, Value value)
{
    TRY(value);
    say(label, value);
    return None;
}

static Value create(int32_t variable, Future *future)
{
    if (!future)
        return value_of_object(future);
    variables[variable] = future;
    return None;
}

static Value say_all_tasks(int32_t label)
{
    Value tasks = TRY(asyncio_all_tasks());
    Value names = list_new();
    for (size_t i = 0; i < list_length(tasks); i++) {
        Value task = TRY(list_get(tasks, i));
        TRY(list_append(names, string(task_get_name(task.as.object))));
    }
    say(label, names);
    return None;
}

static Value rescue(int32_t label)
{
    for (int32_t i = 0; i < variable_count; i++) {
        if (future_done(variables[i]) || is_task(variables[i]))
            continue;
        say(label, integer(i));
        TRY(future_set_result(variables[i], integer(i)));
    }
    return None;
}

static Value call_soon(int32_t handle, Callback *callback)
{
    Handle *made = loop_call_soon(asyncio_get_running_loop(), callback);
    if (!made)
        return value_of_object(made);
    handles[handle] = made;
    timers[handle] = NULL;
    return None;
}

static Value keep_timer(int32_t handle, TimerHandle *made)
{
    if (!made)
        return value_of_object(made);
    handles[handle] = NULL;
    timers[handle] = made;
    return None;
}

static void say_handle(int32_t label, int32_t handle)
{
    if (timers[handle])
        print(label, timer_handle_cancelled(timers[handle]), timer_handle_when(timers[handle]),
              timers[handle]);
    else
        print(label, handle_cancelled(handles[handle]),
              handles[handle] ? VALUE(handles[handle]) : None);
}

static void cancel_handle(int32_t label, int32_t handle)
{
    if (timers[handle])
        timer_handle_cancel(timers[handle]);
    else
        handle_cancel(handles[handle]);
    say_handle(label, handle);
}

static void say_timeout(int32_t label, const Timeout *timeout)
{
    double when = timeout_when(timeout);
    print(label, timeout_expired(timeout), when == NO_TIMEOUT ? None : number(when));
}

CALLBACK(nothing)
{
    return None;
}

/* Enough that the loop drops the cancelled ones before they come up. */
static Value many_timers(int32_t count)
{
    for (int32_t number = 0; number < count; number++) {
        TimerHandle *timer =
            loop_call_later(asyncio_get_running_loop(), 3 + number % 3, callback(nothing));
        if (!timer)
            return value_of_object(timer);
        if (number % 5)
            timer_handle_cancel(timer);
    }
    return None;
}

ASYNC(dozes, double seconds;)
{
    return await(asyncio_sleep(arg->seconds));
}

static Value many_tasks(int32_t count)
{
    for (int32_t number = 0; number < count; number++) {
        double seconds = number % 3;
        Task *task =
            asyncio_create_task(number % 2 ? coro(dozes, seconds) : asyncio_sleep(seconds));
        if (!task)
            return value_of_object(task);
    }
    return None;
}

/* How a coroutine went on, or what it raised. */
static Value say_driven(int32_t label, Sent sent, Value value)
{
    if (sent == SENT_YIELDED)
        print(label, "yielded", value.kind == VALUE_NONE ? "nothing" : "a future");
    else if (!value.raised)
        print(label, "returned", value_repr(value));
    return sent == SENT_RETURNED && value.raised ? value : None;
}

static Value send(int32_t label, int32_t object, Value sent)
{
    Value value;
    Sent how = coroutine_send(objects[object], sent, &value);
    return say_driven(label, how, value);
}

static Value throw_(int32_t label, int32_t object, Value exception)
{
    Value value;
    caught(&exception, &BaseException);
    Sent how = coroutine_throw(objects[object], exception, &value);
    return say_driven(label, how, value);
}

ASYNC(idle)
{
    return None;
}

/* What neither nests nor changes the flow of control: None, or raised. */
static Value run_simple(int32_t kind, int32_t label, Cursor at, const Context *context)
{
    EventLoop *loop = asyncio_get_running_loop();
    switch (kind) {
    case STATEMENT_say:
        say(label, None);
        return None;
    case STATEMENT_await:
        return say_or_raise(label, await(next_awaitable(&at)));
    case STATEMENT_create_task: {
        int32_t variable = next(&at);
        Coroutine *coroutine = (Coroutine *)next_awaitable(&at);
        return create(variable, (Future *)asyncio_create_task(coroutine));
    }
    case STATEMENT_ensure_future: {
        int32_t variable = next(&at);
        return create(variable, asyncio_ensure_future(next_awaitable(&at)));
    }
    case STATEMENT_create_future:
        return create(next(&at), loop_create_future(loop));
    case STATEMENT_create_object: {
        int32_t object = next(&at);
        objects[object] = coroutine_of(next(&at));
        return None;
    }
    case STATEMENT_close_object:
        TRY(coroutine_close(objects[next(&at)])); /* what it returns is not this statement's */
        return None;
    case STATEMENT_send_object: {
        int32_t object = next(&at);
        return send(label, object, next_value(&at));
    }
    case STATEMENT_throw_object: {
        int32_t object = next(&at);
        return throw_(label, object, next_exception(&at));
    }
    case STATEMENT_cancel: {
        Future *future = variables[next(&at)];
        say(label, boolean(cancel(future, text_of(next(&at)))));
        return None;
    }
    case STATEMENT_cancel_current:
        say(label, boolean(cancel(current_task(), text_of(next(&at)))));
        return None;
    case STATEMENT_cancelling:
        if (asyncio_current_task())
            say(label, integer(task_cancelling(asyncio_current_task())));
        return None;
    case STATEMENT_uncancel:
        if (asyncio_current_task())
            say(label, integer(task_uncancel(asyncio_current_task())));
        return None;
    case STATEMENT_uncancel_task: {
        Future *future = variables[next(&at)];
        if (is_task(future))
            say(label, integer(task_uncancel((Task *)future)));
        return None;
    }
    case STATEMENT_state:
        say_state(label, variables[next(&at)]);
        return None;
    case STATEMENT_argument:
        if (context->argument)
            say_state(label, context->argument);
        return None;
    case STATEMENT_result:
        return say_or_raise(label, result_of(variables[next(&at)]));
    case STATEMENT_exception:
        return say_or_raise(label, exception_of(variables[next(&at)]));
    case STATEMENT_set_result: {
        Future *future = variables[next(&at)];
        return future_set_result(future, next_value(&at));
    }
    case STATEMENT_set_exception: {
        Future *future = variables[next(&at)];
        return future_set_exception(future, next_exception(&at));
    }
    case STATEMENT_set_name: {
        Future *future = variables[next(&at)];
        if (is_task(future))
            task_set_name((Task *)future, text_of(next(&at)));
        return None;
    }
    case STATEMENT_coroutine_name: {
        Future *future = variables[next(&at)];
        if (is_task(future))
            print(label, coroutine_name(task_get_coro((Task *)future)));
        return None;
    }
    case STATEMENT_all_tasks:
        return say_all_tasks(label);
    case STATEMENT_add_done_callback: {
        Future *future = variables[next(&at)];
        return future_add_done_callback(future, function_of(next(&at)));
    }
    case STATEMENT_remove_done_callback: {
        Future *future = variables[next(&at)];
        say(label, integer(future_remove_done_callback(future, function_of(next(&at)))));
        return None;
    }
    case STATEMENT_call_soon: {
        int32_t handle = next(&at);
        return call_soon(handle, function_of(next(&at)));
    }
    case STATEMENT_call_later: {
        int32_t handle = next(&at);
        Callback *callback = function_of(next(&at));
        return keep_timer(handle, loop_call_later(loop, next_seconds(&at), callback));
    }
    case STATEMENT_call_at: {
        int32_t handle = next(&at);
        Callback *callback = function_of(next(&at));
        return keep_timer(handle, loop_call_at(loop, next_seconds(&at), callback));
    }
    case STATEMENT_cancel_handle:
        cancel_handle(label, next(&at));
        return None;
    case STATEMENT_show_handle:
        say_handle(label, next(&at));
        return None;
    case STATEMENT_reschedule: {
        Timeout *timeout = timeouts[next(&at)];
        return timeout_reschedule(timeout, loop_time(loop) + next_timeout(&at));
    }
    case STATEMENT_show_timeout:
        say_timeout(label, timeouts[next(&at)]);
        return None;
    case STATEMENT_group_create_task: {
        TaskGroup *group = groups[next(&at)];
        int32_t variable = next(&at);
        Coroutine *coroutine = (Coroutine *)next_awaitable(&at);
        return create(variable, (Future *)task_group_create_task(group, coroutine));
    }
    case STATEMENT_many_timers:
        return many_timers(next(&at));
    case STATEMENT_many_tasks:
        return many_tasks(next(&at));
    case STATEMENT_nested_run:
        return asyncio_run(coro(idle));
    case STATEMENT_run_until_complete:
        return loop_run_until_complete(loop, variables[next(&at)]);
    case STATEMENT_run_forever:
        return loop_run_forever(loop);
    case STATEMENT_close_loop:
        return loop_close(loop);
    case STATEMENT_rescue:
        return rescue(label);
    case STATEMENT_time_sleep:
        time_sleep(next_seconds(&at));
        return None;
    case STATEMENT_stop:
        loop_stop(loop);
        return None;
    case STATEMENT_raise:
        return next_exception(&at);
    case STATEMENT_reraise:
        return reraise(context->handled);
    }
    abort();
}

static Outcome run_try(int32_t label, Cursor at, const Context *context)
{
    Outcome outcome = run_body(next_body(&at), context);
    bool found = false;
    for (int32_t handlers = next(&at); handlers; handlers--) {
        const ExceptionType *type = exception_types[next(&at)];
        Cursor body = next_body(&at);
        if (found || !caught(&outcome.value, type))
            continue;
        found = true;
        say(label, outcome.value);
        Context inner = *context;
        inner.handled = outcome.value;
        outcome = run_body(body, &inner);
    }
    Context last = *context;
    if (outcome.value.raised)
        last.handled = outcome.value;
    Outcome finally = run_body(next_body(&at), &last);
    return finally.returned || finally.value.raised ? finally : outcome;
}

static Outcome run_as_completed(int32_t label, Cursor at, const Context *context)
{
    Awaitable *awaitables[MOST_AWAITABLES];
    size_t count = next_awaitables(&at, awaitables);
    AsCompleted *each = asyncio_as_completed(awaitables, count, next_timeout(&at));
    if (!each)
        return (Outcome){false, value_of_object(each)};
    bool catches = next(&at);
    Outcome outcome = {0};
    Coroutine *one;
    while (!outcome.returned && !outcome.value.raised && (one = as_completed_next(each))) {
        Value value = await(one);
        if (value.raised && !(catches && caught(&value, &Exception)))
            return (Outcome){false, value};
        say(label, value);
        outcome = run_body(at, context);
    }
    return outcome;
}

/* A block of `async with`, in the coroutine it stands in: may return from that. */
ASYNC(block, Cursor body; const Context *context; bool *returned;)
{
    Outcome outcome = run_body(arg->body, arg->context);
    *arg->returned = outcome.returned;
    return outcome.value;
}

static Outcome run_in_timeout(Timeout *timeout, Cursor at, const Context *context)
{
    bool returned = false;
    Value value = await(async_with(timeout, coro(block, at, context, &returned)));
    return (Outcome){returned && !value.raised, value};
}

static Outcome run_in_group(TaskGroup *group, Cursor at, const Context *context)
{
    bool returned = false;
    Value value = await(async_with(group, coro(block, at, context, &returned)));
    return (Outcome){returned && !value.raised, value};
}

static Outcome run_with_timeout(Cursor at, const Context *context)
{
    int32_t index = next(&at);
    double seconds = next_timeout(&at);
    bool absolute = next(&at);
    timeouts[index] = absolute ? asyncio_timeout_at(seconds) : asyncio_timeout(seconds);
    return run_in_timeout(timeouts[index], at, context);
}

static Outcome run_with_group(Cursor at, const Context *context)
{
    int32_t index = next(&at);
    groups[index] = asyncio_task_group();
    return run_in_group(groups[index], at, context);
}

static Outcome run_repeat(Cursor at, const Context *context)
{
    Outcome outcome = {0};
    int32_t times = next(&at);
    while (times-- && !outcome.returned && !outcome.value.raised)
        outcome = run_body(at, context);
    return outcome;
}

static Outcome run_statement(int32_t kind, int32_t label, Cursor at, const Context *context)
{
    if (garbage)
        asyncio_alloc((size_t)garbage);
    switch (kind) {
    case STATEMENT_try:
        return run_try(label, at, context);
    case STATEMENT_if_done: {
        bool done = future_done(variables[next(&at)]);
        Cursor then = next_body(&at);
        return run_body(done ? then : next_body(&at), context);
    }
    case STATEMENT_as_completed:
        return run_as_completed(label, at, context);
    case STATEMENT_with_timeout:
        return run_with_timeout(at, context);
    case STATEMENT_with_group:
        return run_with_group(at, context);
    case STATEMENT_again_with_timeout: {
        Timeout *timeout = timeouts[next(&at)];
        return run_in_timeout(timeout, at, context);
    }
    case STATEMENT_again_with_group: {
        TaskGroup *group = groups[next(&at)];
        return run_in_group(group, at, context);
    }
    case STATEMENT_repeat:
        return run_repeat(at, context);
    case STATEMENT_return:
        return (Outcome){true, next_value(&at)};
    default:
        return (Outcome){false, run_simple(kind, label, at, context)};
    }
}

static uint32_t statements_left = UINT32_MAX;

void interpreter_limit(uint32_t statements)
{
    statements_left = statements;
}

static Outcome run_body(Cursor at, const Context *context)
{
    Cursor end = at + 1 + *at;
    Outcome outcome = {0};
    for (at++; at < end && !outcome.returned && !outcome.value.raised && statements_left;) {
        statements_left--;
        int32_t kind = next(&at), size = next(&at), label = next(&at);
        outcome = run_statement(kind, label, at, context);
        /* tests/memory: a finally may hide it. */
        if (is_raised(outcome.value) && is_instance(outcome.value, &MemoryError))
            say(label, outcome.value);
        at += size - 1;
    }
    return outcome;
}

/* ------------------------------------------------------------------- program */

int32_t *interpreter_program(size_t count)
{
    free(program);
    program = malloc(count * sizeof *program);
    return program;
}

static void read_program(void)
{
    Cursor at = program;
    runs = (Runs)next(&at);
    garbage = next(&at);
    variable_count = next(&at);
    object_count = next(&at);
    at++; /* handles: none to begin with */
    timeout_count = next(&at);
    group_count = next(&at);
    int32_t coroutine_count = next(&at), function_count = next(&at);
    for (int32_t i = 0; i < coroutine_count; i++)
        coroutine_bodies[i] = next_body(&at);
    for (int32_t i = 0; i < function_count; i++)
        function_bodies[i] = next_body(&at);
}

static Value tell(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    (void)arg;
    const char *exception = value_repr(context->exception).as.string;
    Value line = TRY(format("handler: %s %s%s%s%s", context->message, exception,
                            context->future ? " future" : "", context->task ? " task" : "",
                            context->handle ? " handle" : ""));
    print(line);
    return None;
}

ASYNC(begin)
{
    EventLoop *loop = asyncio_get_running_loop();
    loop_set_exception_handler(loop, tell, NULL);
    for (int32_t i = 0; i < variable_count; i++)
        variables[i] = loop_create_future(loop);
    for (int32_t i = 0; i < object_count; i++)
        objects[i] = coro(idle);
    for (int32_t i = 0; i < timeout_count; i++)
        timeouts[i] = asyncio_timeout(NO_TIMEOUT);
    for (int32_t i = 0; i < group_count; i++)
        groups[i] = asyncio_task_group();
    memset(handles, 0, sizeof handles);
    memset(timers, 0, sizeof timers);
    return await(coroutine_of(0));
}

static void say_outcome(Value result)
{
    if (is_raised(result))
        print("raised", value_repr(result));
    else
        print("returned", value_repr(result));
}

int interpreter_main(void)
{
    read_program();
    asyncio_set_stack_size(STACK_SIZE);
    if (runs == TWICE_IN_ONE_LOOP || runs == IN_DEBUG_MODE) {
        Runner *runner = asyncio_runner();
        loop_set_debug(runner_get_loop(runner), runs == IN_DEBUG_MODE);
        say_outcome(runner_run(runner, coro(begin)));
        say_outcome(runner_run(runner, coro(begin)));
        say_outcome(runner_close(runner));
        return 0;
    }
    say_outcome(asyncio_run(coro(begin)));
    if (runs == TWICE)
        say_outcome(asyncio_run(coro(begin)));
    return 0;
}
