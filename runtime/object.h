/*
 * The objects and what their files share. Names with two underscores are
 * internal; a file calls only those of files below it:
 * asyncio, timeout -> task, await -> coroutine, future -> loop -> handle -> value.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include "asyncio.h"

/* Of what must not be merged into its callers, neither by the compiler nor by the
 * optimizer of the link, which spares what is exported. */
#define APART __attribute__((noinline, used, visibility("default")))

/* Every object begins with its type and an id. Ids are one series in the order
 * of creation, which is what orders objects where CPython keeps a set. */
typedef struct Object {
    Awaitable awaitable;
    uint32_t id;
} Object;

extern uint32_t object__last_id;
static inline uint32_t object__next_id(void)
{
    return ++object__last_id;
}
void object__reset_ids(void);
static inline uint32_t object__id(const void *object)
{
    return object ? ((const Object *)object)->id : 0;
}

/* Visits the pinned objects that `matches` accepts, oldest first. */
void object__each_pinned(bool (*matches)(const Object *object, const void *of), const void *of,
                         void (*visit)(Object *object, void *context), void *context);

/* For each item where it comes first: at its own index, or earlier when it comes more than once.
 * NULL: MemoryError is pending. */
size_t *object__first_places(void *const *items, size_t count);

/* --------------------------------------------------------------- callbacks */

/* What the loop calls. `self` is the callback's own; `future` the future that
 * is done, for done callbacks. Each kind is one static const object, so that
 * (kind, self) identifies a callback as a bound method does in Python. */
typedef struct CallbackKind {
    const char *name; /* as the trace shows it */
    void (*call)(void *self, Future *future);
    bool has_target; /* self is an Object, whose id the trace shows */
} CallbackKind;

struct Callback {
    const char *name;
    CallbackFunction *function;
    uint32_t size;
    _Alignas(16) char arguments[];
};

/* Runs a Callback of the program; its exception goes to the loop's handler. */
extern const CallbackKind callback__user;
const char *callback__name(const CallbackKind *kind, const void *self);
bool callback__equal(const Callback *a, const Callback *b);
/* What the callback that runs has raised goes to the loop's handler. */
void callback__failed(EventLoop *loop, const CallbackKind *kind, void *self, Value raised);

/* ----------------------------------------------------------------- handles */

struct Handle {
    Object object;
    EventLoop *loop;
    const CallbackKind *kind;
    void *self;
    uint32_t cause; /* the event that scheduled or set it */
    bool cancelled;
    bool cancelled_in_debug_mode; /* its repr still names the callback */
    bool has_run;
    bool scheduled; /* a timer in the heap */
};

struct TimerHandle {
    Handle handle;
    double when;
};

extern const AwaitableType handle__type, timer_handle__type;
static inline bool handle__is_timer(const Handle *handle)
{
    return handle->object.awaitable.type == &timer_handle__type;
}

/* -------------------------------------------------------------------- loop */

/* One entry of the ready queue. */
typedef struct Ready {
    const CallbackKind *kind;
    void *self;
    void *origin; /* the handle, when the program holds one; the future that is done; or NULL */
} Ready;

/* What the trace tells of it. */
typedef struct ReadyTraced {
    uint64_t id_and_name; /* the name in the upper half: as a record has them */
    uint32_t target, cause;
} ReadyTraced;

struct EventLoop {
    Object object;
    bool running, closed, stopping, debug;
    double slow_callback_duration;
    /* The ready queue: a ring of a power of two, from ready_begin to ready_end modulo that. */
    Ready *ready;
    ReadyTraced *ready_traced; /* of each; NULL until the trace is on */
    uint32_t ready_begin, ready_end, ready_capacity;
    uint32_t todo; /* callbacks of the turn that runs */
    /* The timers: a binary heap ordered by (when, id). */
    TimerHandle **timers;
    uint32_t timer_count, timer_capacity, timers_cancelled;
    ExceptionHandler *exception_handler;
    void *exception_handler_arg;
    Value interrupt; /* SystemExit or KeyboardInterrupt on its way out of run_forever */
    Handle *current; /* whose callback runs now, when the program holds it */
    uint32_t runs;   /* the event of its run_forever */
};

extern const AwaitableType loop__type;
extern EventLoop *loop__running;
void loop__reset(void);
/* The program's clock, seconds; events have the time it was last read. */
double loop__read_clock(void);
/* While it waits, the host has done something by itself. A paced virtual clock
 * had come to `time`, if that is later. */
void loop__called_from_outside(double time);

/* False: RuntimeError("Event loop is closed") is pending. Nothing is allocated in
 * a steady state. */
bool loop__call_soon(EventLoop *loop, const CallbackKind *kind, void *self, Future *future);
/* NULL: the same. */
Handle *loop__call_soon_handle(EventLoop *loop, const CallbackKind *kind, void *self);
TimerHandle *loop__call_at(EventLoop *loop, double when, const CallbackKind *kind, void *self);
/* The same with a zeroed timer that is part of another object; the loop is not closed. */
void loop__set_timer(EventLoop *loop, TimerHandle *timer, double when, const CallbackKind *kind,
                     void *self);
Value loop__check_closed(const EventLoop *loop);
/* asyncio.all_tasks(loop): a list, oldest first. Raised: MemoryError. */
Value loop__all_tasks(const EventLoop *loop);

/* ------------------------------------------------------------------ future */

typedef enum FutureState { FUTURE_PENDING, FUTURE_FINISHED, FUTURE_CANCELLED } FutureState;

typedef struct DoneCallback {
    const CallbackKind *kind;
    void *self;
} DoneCallback;

typedef struct MoreCallbacks {
    uint32_t count, capacity;
    DoneCallback callbacks[];
} MoreCallbacks;

/*
 * A future is pending until its result, exception or cancellation is set,
 * once; then its callbacks are scheduled, in the order they were added, and it
 * never changes again.
 */
struct Future {
    Object object;
    EventLoop *loop;
    uint8_t state;
    bool blocking;      /* yielded by await (CPython's _asyncio_future_blocking) */
    bool is_exception;  /* `result` is the exception that was set */
    bool log_exception; /* nobody has looked at it yet */
    Value result;       /* cancelled: the error to raise first, with its cause, or None */
    const char *cancel_message;
    /* Most futures have one callback: the wakeup of the task that awaits it. */
    DoneCallback first;
    struct MoreCallbacks *more;
};

typedef struct FutureType {
    AwaitableType awaitable;
    bool (*cancel)(Future *future, const char *message);
} FutureType;

extern const FutureType future__type;

/* `label` is what the trace calls it: "Future", "sleep(3)". */
Future *future__new(EventLoop *loop, const char *label, const FutureType *type, size_t size);
/* The same of a zeroed future that is part of another object. */
void future__initialise(Future *future, EventLoop *loop, const char *label, const FutureType *type);
bool future__is(const void *object);
/* __await__ of every type of future. */
Value future__await(Awaitable *self);
/* Future's own cancel, which Task and gather replace. */
bool future__cancel_now(Future *future, const char *message);
/* Cancelled by this CancelledError. */
void future__cancel_by(Future *future, Value exception);
Value future__cancelled_error(Future *future);
Value future__add_callback(Future *future, const CallbackKind *kind, void *self);
int future__remove_callback(Future *future, const CallbackKind *kind, const void *self);
Value future__finish(Future *future, Value result, bool is_exception);
/* Somebody has looked at its exception, or has the right not to. */
void future__exception_is_retrieved(Future *future);
/* For loop_close(): reports exceptions nobody retrieved. */
void future__report(Future *future);

/* --------------------------------------------------------------- coroutine */

typedef enum CoroutineState {
    COROUTINE_CREATED,
    COROUTINE_SUSPENDED,
    COROUTINE_RUNNING,
    COROUTINE_CLOSED
} CoroutineState;

/* What one that is awaited is to the coroutine around it. */
typedef enum Awaited {
    AWAITED_AS_USUAL,
    AWAITED_AS_BLOCK,    /* part of it, in Python: a body, or the `async with` it is the body of */
    AWAITED_CLOSING,     /* closed by it, since GeneratorExit was thrown into that */
    AWAITED_IGNORING,    /* closed by it a second time: it has awaited something all the same */
    AWAITED_DROPPED,     /* and has again: CPython is rid of it */
    AWAITED_AS_EVER = 63 /* and so often that it may; a count between these two */
} Awaited;

struct Coroutine {
    Object object;
    const CoroutineKind *kind;
    const char *name;
    union {
        uint32_t loop;    /* until it begins: id of the loop it was created under, 0: none */
        Coroutine *outer; /* while it runs: whose await it runs in */
    };
    uint16_t line; /* last line of its source, while suspended */
    uint8_t state;
    bool released : 1;
    bool begun : 1;      /* for its kind, which has no other place for it */
    uint8_t awaited : 6; /* an Awaited */
};

extern const AwaitableType coroutine__type;
bool coroutine__is(const void *object);
/* One that is the first member of a zeroed object of `size` bytes. */
Coroutine *coroutine__new(const CoroutineKind *kind, const char *name, size_t size);
/* Before the first one of a program: forgets the last program's. */
void coroutine__reset(void);
uint32_t coroutine__running_id(void);
const char *coroutine__qualified_name(const Coroutine *coroutine);
/* What driving it touches comes into the cache. */
void coroutine__prefetch(const Coroutine *coroutine);
/* coroutine_send() of asyncio__result, or coroutine_throw() when that is raised. Then it is what
 * the coroutine yields, or its result. */
Sent coroutine__drive(Coroutine *coroutine);
/* The send of a bare yield: None once, and then its result. */
Sent coroutine__yield_once(Coroutine *coroutine, void *state, Value sent, Value *value);
/* `release` is told when this object, no coroutine, is taken back; of one kind only. */
void coroutine__own(void *object, void (*release)(void *object));
/* Ends the program: the running coroutine needs more stack than it has. Not _Noreturn, as every
 * function has the call inlined, and would have an `unreachable` after it. */
void coroutine__overrun(void);
/* For loop_close() and the end of a program (loop 0: any). */
void coroutine__report_never_awaited(uint32_t loop);
/* A coroutine as it is; what else can be awaited in the async def of that name. */
Coroutine *coroutine__of_awaitable(Awaitable *awaitable, const char *wrapper);
#define WRAPPER_OF_ENSURE_FUTURE "ensure_future.<locals>._wrap_awaitable"
/* GeneratorExit is thrown into who awaits it: what is to be raised there instead, or None
 * (CPython's gen_close_iter). */
Value coroutine__close_awaited(Coroutine *coroutine);
/* In Python a block of `async with`, and its body, are part of the coroutine around them:
 * StopIteration gets out of them, and GeneratorExit ends at no await of theirs. */
Coroutine *coroutine__block(Coroutine *block);
Awaitable *coroutine__body(Awaitable *body);
/* The body of a block that could not be entered: nobody hears that it was never awaited. */
void coroutine__drop_body(Awaitable *body);

/* asyncio.sleep() of some time. It needs no stack: it is suspended at one place only. */
typedef struct Sleep {
    Coroutine coroutine;
    Future future;     /* what it waits for; its result is the sleep's */
    TimerHandle timer; /* when: the delay, until it begins */
} Sleep;

/* -------------------------------------------------------------------- task */

/*
 * A task's result, until it is done, is what its scheduled step throws, if
 * that is raised. A pending task is in one of three states: its step is scheduled (waiting_on
 * is NULL), it runs (it is task__current), or it is suspended on a future that
 * holds its wakeup (waiting_on is that future).
 */
struct Task {
    Future future;
    Coroutine *coroutine;
    Future *waiting_on;
    union {
        const char *name;
        uint32_t number; /* its name is "Task-" and that, made when asked for */
    } called;
    uint32_t cancelling : 28;
    bool has_name : 1;
    bool must_cancel : 1;
    bool log_destroy_pending : 1;
    bool cancel_delivered : 1; /* for the trace */
};

extern const FutureType task__type;
extern const AwaitableType task_group__type, timeout__type;
extern Task *task__current;
void task__reset(void);
/* What its next step touches comes into the cache. */
void task__prefetch(const Task *task);

/* ----------------------------------------------------------------- timeout */

/* __aenter__ and __aexit__, which hands on how the body ended, or raises
 * TimeoutError instead. */
Value timeout__enter(Timeout *timeout);
Value timeout__exit(Timeout *timeout, Value body);

#endif
