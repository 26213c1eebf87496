#include <stdlib.h>
#include <string.h>

#include "coroutine.h"
#include "value.h"

Coroutine *coroutine__running, *coroutine__owner;
static size_t stack_size;
/* A GeneratorExit: raised in the coroutine it was thrown into once what that awaits is closed. */
static struct Exception *exit_thrown;

/* --------------------------------------------------- coroutines in C: state */

/* Goes out where a stack is suspended, and comes in where it goes on. */
Value asyncio__result;

const CoroutineKind coroutine__function_kind = {0};

static void mark_stack(void *cell)
{
    const Stack *stack = &as_function(cell)->stack;
    if (stack->low)
        stack_each_range(stack, heap_mark_range);
}

static const HeapOwner heap_owner;

static void release(Coroutine *coroutine)
{
    if (coroutine->kind == &coroutine__function_kind) {
        FunctionCoroutine *function = as_function(coroutine);
        if (!function->stack.low)
            return;
        stack_free(&function->stack);
        heap_disown(coroutine);
    } else if (coroutine->kind->release && !coroutine->released) {
        coroutine->kind->release(coroutine_state(coroutine));
        coroutine->released = true;
    }
}

static void (*release_other)(void *object);

static void coroutine__mark_cell(void *cell);
static void coroutine__release_cell(void *cell)
{
    if (coroutine__is(cell))
        release(cell);
    else
        release_other(cell);
}

static const HeapOwner heap_owner = {coroutine__mark_cell, coroutine__release_cell};

/* --------------------------------------------------------------- life cycle */

static Value as_awaitable(Awaitable *self)
{
    return await_coroutine((Coroutine *)self);
}

const AwaitableType coroutine__type = {"coroutine", as_awaitable};

bool coroutine__is(const void *object)
{
    return ((const Awaitable *)object)->type == &coroutine__type;
}

uint32_t coroutine__running_id(void)
{
    return object__id(coroutine__running);
}

const char *coroutine__qualified_name(const Coroutine *coroutine)
{
    return coroutine->name;
}

const char *coroutine_name(const Coroutine *coroutine)
{
    return unqualified(coroutine->name);
}

/* Anything may be in it. */
enum { STATE = (sizeof(Coroutine) + 15) & ~(size_t)15 };

void *coroutine_state(Coroutine *coroutine)
{
    return (char *)coroutine + STATE;
}

void coroutine__reset(void)
{
    coroutine__running = coroutine__owner = NULL;
    exit_thrown = NULL;
    stack_size = 0;
}

APART void coroutine__trace_created(const Coroutine *coroutine);
APART void coroutine__trace_created(const Coroutine *coroutine)
{
    trace_event_inline(EVENT_COROUTINE_CREATED, trace.cause, coroutine->object.id,
                       trace_name_part(coroutine->name, NAME_LAST), 0, 0, 0);
}

Coroutine *coroutine__new(const CoroutineKind *kind, const char *name, size_t size)
{
    /* Pinned until it is begun, so that it can be reported when it never is. */
    Coroutine *coroutine = heap_new_pinned(size);
    coroutine->object.awaitable.type = &coroutine__type;
    coroutine->object.id = object__next_id();
    coroutine->kind = kind;
    coroutine->name = name;
    coroutine->loop = object__id(loop__running);
    if (tracing())
        coroutine__trace_created(coroutine);
    return coroutine;
}

Coroutine *coroutine_of_kind(const CoroutineKind *kind, const char *name, size_t size)
{
    Coroutine *coroutine = coroutine__new(kind, name, STATE + size);
    if (kind->release)
        heap_own(coroutine, &heap_owner);
    return coroutine;
}

APART void coroutine__trace_begin(const Coroutine *coroutine)
{
    uint32_t awaiter =
        coroutine__running ? coroutine__running->object.id : object__id(task__current);
    trace_because(trace_event_inline(EVENT_COROUTINE_BEGINS, trace.cause, coroutine->object.id,
                                     awaiter, 0, 0, 0));
}

APART void coroutine__trace_end(const Coroutine *coroutine)
{
    EventKind kind = asyncio__result.raised ? EVENT_COROUTINE_RAISES : EVENT_COROUTINE_RETURNS;
    trace_because(trace_event_inline(kind, trace.cause, coroutine->object.id,
                                     trace_repr(&asyncio__result), 0, 0, 0));
}

void coroutine__replace_stop_iteration(void)
{
    if (is_instance(asyncio__result, &StopIteration))
        asyncio__result =
            error_from(error(&RuntimeError, "coroutine raised StopIteration"), asyncio__result);
}

void coroutine__prefetch(const Coroutine *coroutine)
{
    if (coroutine->kind != &coroutine__function_kind)
        return;
    const Stack *stack = &((const FunctionCoroutine *)coroutine)->stack;
    if (stack->low)
        stack_prefetch(stack);
}

/* ------------------------------------------------------ send, throw, close */

static Value check_can_run(const Coroutine *coroutine)
{
    if (coroutine->state == COROUTINE_RUNNING)
        return error(&ValueError, "coroutine already executing");
    if (coroutine->state == COROUTINE_CLOSED)
        return error(&RuntimeError, "cannot reuse already awaited coroutine");
    return None;
}

/* It cannot go on, or ends before it has begun. */
__attribute__((noinline)) static Sent coroutine__refuse(Coroutine *coroutine)
{
    Value problem = check_can_run(coroutine);
    if (problem.raised) {
        asyncio__result = problem;
    } else if (!asyncio__result.raised) {
        asyncio__result =
            error(&TypeError, "can't send non-None value to a just-started coroutine");
    } else {
        coroutine__begin(coroutine);
        coroutine__ended(coroutine);
        release(coroutine);
    }
    return SENT_RETURNED;
}

static Sent function_resume(Coroutine *coroutine);
APART Sent function__throw(Coroutine *coroutine);

static inline Sent function_send_or_throw(Coroutine *coroutine)
{
    return __builtin_expect(asyncio__result.raised, false) ? function__throw(coroutine)
                                                           : function_resume(coroutine);
}

__attribute__((noinline)) static Sent coroutine__send_or_throw(Coroutine *coroutine)
{
    const CoroutineKind *kind = coroutine->kind;
    void *state = coroutine_state(coroutine);
    Value value; /* a kind may run others before it is done with this */
    Sent how = __builtin_expect(asyncio__result.raised, false)
                   ? kind->throw_(coroutine, state, held(asyncio__result), &value)
                   : kind->send(coroutine, state, asyncio__result, &value);
    asyncio__result = value;
    return how;
}

Sent coroutine__drive(Coroutine *coroutine)
{
    if (coroutine->state == COROUTINE_CREATED && asyncio__result.kind == VALUE_NONE) {
        coroutine->line = (uint16_t)asyncio__line; /* until its first line it is on its awaiter's */
        coroutine__begin(coroutine);
    } else if (__builtin_expect(coroutine->state != COROUTINE_SUSPENDED, false)) {
        return coroutine__refuse(coroutine);
    }
    Coroutine *outer = coroutine__running;
    int outer_line = asyncio__line;
    coroutine->outer = outer;
    coroutine->state = COROUTINE_RUNNING;
    coroutine__running = coroutine;
    asyncio__line = coroutine->line;
    Sent how = coroutine->kind == &coroutine__function_kind ? function_send_or_throw(coroutine)
                                                            : coroutine__send_or_throw(coroutine);
    if (how == SENT_YIELDED) {
        coroutine->state = COROUTINE_SUSPENDED;
        coroutine->line = (uint16_t)asyncio__line;
    } else {
        coroutine__end(coroutine);
        release(coroutine);
    }
    coroutine__running = outer;
    asyncio__line = outer_line;
    return how;
}

static Sent drive_with(Coroutine *coroutine, Value sent, Value *value)
{
    asyncio__result = sent;
    Sent how = coroutine__drive(coroutine);
    *value = asyncio__result;
    return how;
}

Sent coroutine_send(Coroutine *coroutine, Value sent, Value *value)
{
    if (!coroutine)
        sent = take_pending();
    if (!coroutine || sent.raised) {
        *value = sent;
        return SENT_RETURNED;
    }
    return drive_with(coroutine, sent, value);
}

static const char *type_name(Value value)
{
    static const char *const names[] = {
        [VALUE_NONE] = "NoneType", [VALUE_BOOL] = "bool", [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float",   [VALUE_STR] = "str",   [VALUE_LIST] = "list",
    };
    return value.kind == VALUE_OBJECT ? ((const Awaitable *)value.as.object)->type->name
                                      : names[value.kind];
}

Sent coroutine_throw(Coroutine *coroutine, Value exception, Value *value)
{
    if (!coroutine) {
        *value = take_pending();
        return SENT_RETURNED;
    }
    if (exception.kind != VALUE_EXCEPTION) {
        exception = error(&TypeError,
                          "exceptions must be classes or instances deriving from BaseException, "
                          "not %s",
                          type_name(exception));
        if (coroutine->state != COROUTINE_SUSPENDED) {
            *value = exception;
            return SENT_RETURNED;
        } /* otherwise what it awaits finds that out: it is thrown in */
    }
    return drive_with(coroutine, reraise(exception), value);
}

static Value ignored_exit(void)
{
    return error(&RuntimeError, "coroutine ignored GeneratorExit");
}

Value coroutine_close(Coroutine *coroutine)
{
    if (!coroutine)
        return take_pending();
    if (coroutine->state == COROUTINE_CREATED) {
        heap_unpin(coroutine);
        coroutine->state = COROUTINE_CLOSED;
        release(coroutine);
    }
    if (coroutine->state == COROUTINE_CLOSED)
        return None;
    Value value;
    if (drive_with(coroutine, error(&GeneratorExit, NULL), &value) == SENT_YIELDED)
        return ignored_exit();
    return value.raised && is_instance(value, &GeneratorExit) ? None : value;
}

/* What is raised where nobody can be told: sys.unraisablehook. */
static void report_unraisable(Coroutine *coroutine, Value raised)
{
    Value text = describe("Exception ignored while closing generator %s:\n%s",
                          value_repr(value_of_object(coroutine)).as.string,
                          exception_lines(raised.as.exception).as.string);
    asyncio__output(2, text.as.string, text.length);
}

Value coroutine__close_awaited(Coroutine *coroutine)
{
    Value closed = coroutine_close(coroutine);
    /* It awaits something all the same. Who awaited it lets go of it, and so CPython closes it
     * once more. */
    if (coroutine->state == COROUTINE_SUSPENDED) {
        Value again = coroutine_close(coroutine);
        if (again.raised)
            report_unraisable(coroutine, again);
    }
    return closed.raised ? closed : None;
}

/* ------------------------------------------------ coroutines in C: switches */

__attribute__((noinline)) static bool give_stack(FunctionCoroutine *function)
{
    if (!stack_take(&function->stack, stack_size ? stack_size : stack_default_size())) {
        asyncio__result = memory_error();
        return false;
    }
    function->innermost = &function->coroutine;
    heap_own(function, &heap_owner);
    return true;
}

static inline Sent function_resume(Coroutine *coroutine)
{
    FunctionCoroutine *function = as_function(coroutine);
    if (!function->stack.low && !give_stack(function))
        return SENT_RETURNED;
    Coroutine *outer_owner = coroutine__owner;
    coroutine__owner = coroutine;
    coroutine__running = function->innermost;
    bool suspended = stack_resume(&function->stack, function->function, function->arguments);
    coroutine__owner = outer_owner;
    return suspended ? SENT_YIELDED : SENT_RETURNED;
}

/* ----------------------------------------- coroutines in C: GeneratorExit */

/*
 * One that is thrown into a coroutine goes into what that awaits as a close() (gen_close() and
 * _gen_throw() of CPython), and so on inwards. Here all of these are on one stack: the innermost
 * gets a GeneratorExit, and where an awaited one ends it is known what its close() would raise in
 * the one around it.
 */

/* From the innermost on, up to the one that closes them. False: none has to be closed. */
static bool mark_closing(Coroutine *innermost, const Coroutine *closing)
{
    bool any = false;
    for (Coroutine *each = innermost; each != closing; each = each->outer) {
        if (each->awaited == AWAITED_AS_BLOCK)
            continue;
        each->awaited = AWAITED_CLOSING;
        any = true;
    }
    return any;
}

/*
 * One that awaits something in spite of its close() makes that raise RuntimeError. The one around
 * it lets go of it, so CPython closes it a second time, before anything else happens. One that
 * awaits something even then is gone. Here it is on the stack: closed again and again it comes to
 * its end before anything else happens, too. False: nothing is being closed, or it has no end.
 */
static bool close_again(Coroutine *innermost, const Coroutine *outermost)
{
    Coroutine *ignoring = innermost;
    while (ignoring != outermost && ignoring->awaited < AWAITED_CLOSING)
        ignoring = ignoring->outer;
    if (ignoring == outermost || ignoring->awaited == AWAITED_AS_EVER)
        return false;
    if (++ignoring->awaited == AWAITED_DROPPED)
        report_unraisable(ignoring, ignored_exit());
    mark_closing(innermost, ignoring);
    return true;
}

APART Sent function__throw(Coroutine *coroutine)
{
    FunctionCoroutine *function = as_function(coroutine);
    struct Exception *outer_exit = exit_thrown;
    bool closes = is_instance(asyncio__result, &GeneratorExit) &&
                  mark_closing(function->innermost, coroutine);
    if (closes) {
        exit_thrown = asyncio__result.as.exception;
        asyncio__result = error(&GeneratorExit, NULL);
    }
    Sent how = function_resume(coroutine);
    while (closes && how == SENT_YIELDED && close_again(function->innermost, coroutine)) {
        asyncio__result = error(&GeneratorExit, NULL);
        how = function_resume(coroutine);
    }
    exit_thrown = outer_exit;
    return how;
}

static Value end_of_close(Coroutine *coroutine, Value result)
{
    bool has_left = !result.raised || is_instance(result, &GeneratorExit);
    if (!has_left && coroutine->awaited == AWAITED_IGNORING)
        report_unraisable(coroutine, result);
    if (coroutine->awaited >= AWAITED_IGNORING)
        return ignored_exit();
    if (!has_left)
        return result;
    const Coroutine *around = coroutine->outer;
    while (around != coroutine__owner && around->awaited == AWAITED_AS_BLOCK)
        around = around->outer;
    if (around != coroutine__owner)
        return error(&GeneratorExit, NULL);
    return exit_thrown ? reraise((Value){.kind = VALUE_EXCEPTION, .as.exception = exit_thrown})
                       : error(&GeneratorExit, NULL);
}

void coroutine__close_ended(Coroutine *coroutine)
{
    asyncio__result = end_of_close(coroutine, asyncio__result);
}

static void coroutine__mark_cell(void *cell)
{
    if (coroutine__is(cell) && ((Coroutine *)cell)->kind == &coroutine__function_kind)
        mark_stack(cell);
}

void coroutine__own(void *object, void (*release_object)(void *object))
{
    release_other = release_object;
    heap_own(object, &heap_owner);
}

Coroutine *coroutine_new(const char *name, CoroutineFunction *function, const void *arg,
                         size_t size)
{
    FunctionCoroutine *made =
        (FunctionCoroutine *)coroutine__new(&coroutine__function_kind, name, sizeof *made + size);
    made->function = function;
    if (size)
        memcpy(made->arguments, arg, size);
    return &made->coroutine;
}

void asyncio_set_stack_size(size_t bytes)
{
    stack_size = bytes < ASYNCIO_MIN_STACK ? ASYNCIO_MIN_STACK : bytes;
}

void coroutine__overrun(void)
{
    static char message[256]; /* the stack pointer may be anywhere */
    /* Written from here, on the little that is left: no formatted print. */
    const char *const parts[] = {"The coroutine '",
                                 coroutine__running ? coroutine__running->name : "?",
                                 "' needs more stack than it has: smaller local arrays, less deep "
                                 "recursion, or asyncio_set_stack_size() before it is created."};
    size_t length = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        for (const char *c = parts[i]; *c && length < sizeof message - 1; c++)
            message[length++] = *c;
    }
    message[length] = '\0';
    port_fatal(message);
}

/* ------------------------------------------------------------------- await */

static bool is_executing(const Coroutine *coroutine)
{
    for (const Coroutine *c = coroutine__running; c; c = c->outer) {
        if (c == coroutine)
            return true;
    }
    return false;
}

static Value check_can_be_awaited(const Coroutine *coroutine)
{
    if (!coroutine)
        return take_pending();
    if (!coroutine__owner)
        return error(&RuntimeError, "await outside of a coroutine");
    bool begun = coroutine->state == COROUTINE_SUSPENDED || coroutine->state == COROUTINE_RUNNING;
    if (begun && !is_executing(coroutine))
        return error(&RuntimeError, "coroutine is being awaited already");
    return check_can_run(coroutine);
}

bool coroutine__cannot_be_awaited(const Coroutine *coroutine)
{
    Value checked = check_can_be_awaited(coroutine);
    if (checked.raised)
        asyncio__result = checked;
    return checked.raised;
}

Sent coroutine__yield_once(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)state;
    (void)sent;
    bool begun = coroutine->begun;
    coroutine->begun = true;
    *value = None;
    return begun ? SENT_RETURNED : SENT_YIELDED;
}

static inline Next end_await(Value value)
{
    asyncio__result = value;
    return END;
}

/* What drive does, with less to do: of one whose send nobody else can watch. */
static inline Sent drive_quietly(Coroutine *coroutine)
{
    if (__builtin_expect(coroutine->state != COROUTINE_SUSPENDED, false))
        return coroutine__refuse(coroutine); /* somebody else has driven it to its end */
    if (coroutine__send_or_throw(coroutine) == SENT_YIELDED)
        return SENT_YIELDED;
    coroutine__end(coroutine);
    release(coroutine);
    return SENT_RETURNED;
}

APART Next coroutine__send_and_yield(Coroutine *coroutine)
{
    if (__builtin_expect(asyncio__result.raised, false) && coroutine->awaited != AWAITED_AS_BLOCK &&
        is_instance(asyncio__result, &GeneratorExit)) {
        Value thrown = asyncio__result, closed = coroutine__close_awaited(coroutine);
        return end_await(closed.raised ? closed : thrown);
    }
    Sent how = coroutine->kind->quiet ? drive_quietly(coroutine) : coroutine__drive(coroutine);
    if (how == SENT_RETURNED)
        return END;
    coroutine__yields();
    return SUSPEND;
}

Next coroutine__await_pending(Future *future)
{
    if (!future)
        return end_await(take_pending());
    if (future->state != FUTURE_PENDING)
        return end_await(future__result(future));
    if (!coroutine__owner)
        return end_await(error(&RuntimeError, "await outside of a coroutine"));
    if (future->blocking)
        return end_await(error(&RuntimeError, "await wasn't used with future"));
    future->blocking = true;
    asyncio__result = value_of_object(future);
    coroutine__yields();
    return SUSPEND;
}

Value await_awaitable(Awaitable *awaitable)
{
    if (!awaitable)
        return take_pending();
    return awaitable->type->await_(awaitable);
}

static void wrap_awaitable(void *argument)
{
    Awaitable **awaitable = argument;
    asyncio_return(await_awaitable(*awaitable));
}

Coroutine *coroutine__of_awaitable(Awaitable *awaitable, const char *wrapper)
{
    return coroutine__is(awaitable)
               ? (Coroutine *)awaitable
               : coroutine_new(wrapper, wrap_awaitable, &awaitable, sizeof awaitable);
}

Coroutine *coroutine__block(Coroutine *block)
{
    block->awaited = AWAITED_AS_BLOCK;
    return block;
}

Awaitable *coroutine__body(Awaitable *body)
{
    if (coroutine__is(body) && ((Coroutine *)body)->state == COROUTINE_CREATED)
        coroutine__block((Coroutine *)body);
    return body;
}

void coroutine__drop_body(Awaitable *body)
{
    if (!coroutine__is(body) || ((Coroutine *)body)->state != COROUTINE_CREATED)
        return;
    Value closed = coroutine_close((Coroutine *)body); /* it has not begun: nothing is raised */
    (void)closed;
}

/* ----------------------------------------------------------- never awaited */

static bool was_never_awaited(const Object *object, const void *of)
{
    const uint32_t *loop = of;
    const Coroutine *coroutine = (const Coroutine *)object;
    return coroutine__is(object) && (!*loop || coroutine->loop == *loop);
}

static void report_never_awaited(Object *object, void *unused)
{
    (void)unused;
    Coroutine *coroutine = (Coroutine *)object;
    heap_unpin(coroutine);
    if (tracing())
        trace_event(EVENT_COROUTINE_NEVER_AWAITED, object->id,
                    trace_name_part(coroutine->name, NAME_LAST), 0, 0);
    Value text = describe("RuntimeWarning: coroutine '%s' was never awaited\n", coroutine->name);
    asyncio__output(2, text.as.string, text.length);
}

void coroutine__report_never_awaited(uint32_t loop)
{
    object__each_pinned(was_never_awaited, &loop, report_never_awaited, NULL);
}
