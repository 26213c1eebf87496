#include <math.h>
#include <string.h>

#include "heap.h"
#include "object.h"
#include "port.h"
#include "trace.h"
#include "value.h"

/* CPython's constants, from base_events.py. */
enum { MIN_SCHEDULED_TIMER_HANDLES = 100 };
#define MIN_CANCELLED_TIMER_HANDLES_FRACTION 0.5
#define CLOCK_RESOLUTION 1e-9
#define SLOW_CALLBACK_DURATION 0.1

const AwaitableType loop__type = {"EventLoop", NULL};
EventLoop *loop__running;
/* One clock for the program, as time.monotonic() is: a second loop begins where
 * the first one ended. */
static bool real_clock;
static double virtual_now;
static unsigned held_outside;
static unsigned calls_from_outside;

__attribute__((used, visibility("default"))) void asyncio_set_clock(bool virtual_clock)
{
    real_clock = !virtual_clock;
}

void asyncio_hold(void)
{
    held_outside++;
}

void asyncio_release(void)
{
    if (held_outside)
        held_outside--;
}

void loop__reset(void)
{
    loop__running = NULL;
    virtual_now = 0;
    held_outside = 0;
}

EventLoop *asyncio_new_event_loop(void)
{
    EventLoop *loop = heap_new_pinned(sizeof *loop); /* until it is closed */
    loop->object.awaitable.type = &loop__type;
    loop->object.id = object__next_id();
    loop->slow_callback_duration = SLOW_CALLBACK_DURATION;
    if (tracing())
        trace_event(EVENT_LOOP_CREATED, loop->object.id, 0, 0, 0);
    return loop;
}

EventLoop *asyncio_get_running_loop(void)
{
    return loop__running ? loop__running : fail(error(&RuntimeError, "no running event loop"));
}

double loop__read_clock(void)
{
    trace_set_time(real_clock ? port_now() : virtual_now);
    return trace.time;
}

void loop__called_from_outside(double time)
{
    calls_from_outside++;
    if (!real_clock && time > virtual_now)
        virtual_now = time;
    loop__read_clock();
}

double loop_time(EventLoop *loop)
{
    return loop ? loop__read_clock() : 0;
}

void time_sleep(double seconds)
{
    if (!(seconds > 0))
        return;
    if (tracing())
        trace_event_at(EVENT_BLOCKED, 0, 0, 0, loop__read_clock() + seconds);
    if (real_clock)
        port_block(seconds);
    else
        virtual_now += seconds;
    loop__read_clock();
}

void loop_set_debug(EventLoop *loop, bool enabled)
{
    if (loop)
        loop->debug = enabled;
}

bool loop_get_debug(const EventLoop *loop)
{
    return loop && loop->debug;
}

void loop_set_slow_callback_duration(EventLoop *loop, double seconds)
{
    if (loop)
        loop->slow_callback_duration = seconds;
}

bool loop_is_running(const EventLoop *loop)
{
    return loop && loop->running;
}

bool loop_is_closed(const EventLoop *loop)
{
    return loop && loop->closed;
}

Value loop__check_closed(const EventLoop *loop)
{
    if (!loop)
        return take_pending();
    return loop->closed ? error(&RuntimeError, "Event loop is closed") : None;
}

/* -------------------------------------------------------- the ready queue */

static inline uint32_t ready_count(const EventLoop *loop)
{
    return loop->ready_end - loop->ready_begin;
}

static inline uint32_t ready_index(const EventLoop *loop, uint32_t position)
{
    return position & (loop->ready_capacity - 1);
}

__attribute__((noinline)) static void grow_ready(EventLoop *loop)
{
    uint32_t capacity = loop->ready_capacity ? loop->ready_capacity * 2 : 16;
    Ready *ready = heap_new(capacity * sizeof *ready);
    ReadyTraced *traced = loop->ready_traced ? heap_new(capacity * sizeof *traced) : NULL;
    for (uint32_t at = loop->ready_begin; at != loop->ready_end; at++) {
        ready[at & (capacity - 1)] = loop->ready[ready_index(loop, at)];
        if (traced)
            traced[at & (capacity - 1)] = loop->ready_traced[ready_index(loop, at)];
    }
    if (loop->ready)
        heap_give_back(loop->ready);
    if (traced)
        heap_give_back(loop->ready_traced);
    loop->ready = ready;
    loop->ready_traced = traced;
    loop->ready_capacity = capacity;
}

static inline ReadyTraced *ready_traced(EventLoop *loop, uint32_t index)
{
    if (__builtin_expect(!loop->ready_traced, false))
        loop->ready_traced = heap_new(loop->ready_capacity * sizeof *loop->ready_traced);
    return &loop->ready_traced[index];
}

APART void loop__trace_scheduled(EventLoop *loop, uint32_t index, const CallbackKind *kind,
                                 const void *self, const Handle *handle);
APART void loop__trace_scheduled(EventLoop *loop, uint32_t index, const CallbackKind *kind,
                                 const void *self, const Handle *handle)
{
    uint32_t id = handle ? handle->object.id : object__next_id();
    uint32_t name = trace_name(callback__name(kind, self));
    uint32_t target = kind->has_target ? object__id(self) : 0;
    uint32_t cause = trace_event_inline(EVENT_HANDLE_SCHEDULED, trace.cause, id, name, target,
                                        loop->object.id, 0);
    *ready_traced(loop, index) = (ReadyTraced){id | (uint64_t)name << 32, target, cause};
}

/* At the end of the queue. */
static inline void append_ready(EventLoop *loop, const CallbackKind *kind, void *self,
                                Future *future, Handle *handle)
{
    if (__builtin_expect(ready_count(loop) == loop->ready_capacity, false))
        grow_ready(loop);
    uint32_t index = ready_index(loop, loop->ready_end++);
    loop->ready[index] = (Ready){kind, self, handle ? (void *)handle : future};
    if (tracing())
        loop__trace_scheduled(loop, index, kind, self, handle);
}

__attribute__((noinline)) static bool refuse_closed(const EventLoop *loop)
{
    return fail(loop__check_closed(loop));
}

bool loop__call_soon(EventLoop *loop, const CallbackKind *kind, void *self, Future *future)
{
    if (__builtin_expect(loop->closed, false))
        return refuse_closed(loop);
    append_ready(loop, kind, self, future, NULL);
    return true;
}

static void initialise_handle(Handle *handle, const AwaitableType *type, EventLoop *loop,
                              const CallbackKind *kind, void *self)
{
    handle->object.awaitable.type = type;
    handle->object.id = object__next_id();
    handle->loop = loop;
    handle->kind = kind;
    handle->self = self;
}

Handle *loop__call_soon_handle(EventLoop *loop, const CallbackKind *kind, void *self)
{
    Value closed = loop__check_closed(loop);
    if (closed.raised)
        return fail(closed);
    Handle *handle = heap_new(sizeof *handle);
    initialise_handle(handle, &handle__type, loop, kind, self);
    append_ready(loop, kind, self, NULL, handle);
    return handle;
}

Handle *loop_call_soon(EventLoop *loop, Callback *callback)
{
    return loop && callback ? loop__call_soon_handle(loop, &callback__user, callback) : NULL;
}

/* ---------------------------------------------------------------- the timers */

static bool is_before(const TimerHandle *a, const TimerHandle *b)
{
    return a->when < b->when || (a->when == b->when && a->handle.object.id < b->handle.object.id);
}

static void sift_up(EventLoop *loop, uint32_t at)
{
    TimerHandle *timer = loop->timers[at];
    while (at) {
        uint32_t parent = (at - 1) / 2;
        if (!is_before(timer, loop->timers[parent]))
            break;
        loop->timers[at] = loop->timers[parent];
        at = parent;
    }
    loop->timers[at] = timer;
}

static void sift_down(EventLoop *loop, uint32_t at)
{
    TimerHandle *timer = loop->timers[at];
    for (;;) {
        uint32_t child = at * 2 + 1;
        if (child >= loop->timer_count)
            break;
        if (child + 1 < loop->timer_count &&
            is_before(loop->timers[child + 1], loop->timers[child]))
            child++;
        if (!is_before(loop->timers[child], timer))
            break;
        loop->timers[at] = loop->timers[child];
        at = child;
    }
    loop->timers[at] = timer;
}

static TimerHandle *pop_timer(EventLoop *loop)
{
    TimerHandle *first = loop->timers[0];
    TimerHandle *last = loop->timers[--loop->timer_count];
    loop->timers[loop->timer_count] = NULL;
    if (loop->timer_count) {
        loop->timers[0] = last;
        sift_down(loop, 0);
    }
    first->handle.scheduled = false;
    return first;
}

static void push_timer(EventLoop *loop, TimerHandle *timer)
{
    if (loop->timer_count == loop->timer_capacity) {
        uint32_t capacity = loop->timer_capacity ? loop->timer_capacity * 2 : 16;
        TimerHandle **timers = heap_new(capacity * sizeof *timers);
        if (loop->timer_count) {
            memcpy(timers, loop->timers, loop->timer_count * sizeof *timers);
            heap_give_back(loop->timers);
        }
        loop->timers = timers;
        loop->timer_capacity = capacity;
    }
    loop->timers[loop->timer_count] = timer;
    sift_up(loop, loop->timer_count++);
    timer->handle.scheduled = true;
}

void loop__set_timer(EventLoop *loop, TimerHandle *timer, double when, const CallbackKind *kind,
                     void *self)
{
    initialise_handle(&timer->handle, &timer_handle__type, loop, kind, self);
    timer->when = when;
    push_timer(loop, timer);
    if (tracing())
        timer->handle.cause =
            trace_event_because(EVENT_TIMER_SET, trace.cause, timer->handle.object.id,
                                trace_name(callback__name(kind, self)),
                                kind->has_target ? object__id(self) : 0, loop->object.id, when);
}

TimerHandle *loop__call_at(EventLoop *loop, double when, const CallbackKind *kind, void *self)
{
    Value closed = loop__check_closed(loop);
    if (closed.raised)
        return fail(closed);
    TimerHandle *timer = heap_new(sizeof *timer);
    loop__set_timer(loop, timer, when, kind, self);
    return timer;
}

TimerHandle *loop_call_at(EventLoop *loop, double when, Callback *callback)
{
    if (!loop || !callback)
        return NULL;
    if (isnan(when))
        return fail(error(&ValueError, "Invalid time: NaN (not a number)"));
    return loop__call_at(loop, when, &callback__user, callback);
}

TimerHandle *loop_call_later(EventLoop *loop, double delay, Callback *callback)
{
    return loop ? loop_call_at(loop, loop_time(loop) + delay, callback) : NULL;
}

/* Cancelled timers stay in the heap until they come up, or until they are most
 * of it: then all of them go at once. */
APART void loop__drop_cancelled_timers(EventLoop *loop);
APART void loop__drop_cancelled_timers(EventLoop *loop)
{
    if (loop->timer_count > MIN_SCHEDULED_TIMER_HANDLES &&
        loop->timers_cancelled > loop->timer_count * MIN_CANCELLED_TIMER_HANDLES_FRACTION) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < loop->timer_count; i++) {
            TimerHandle *timer = loop->timers[i];
            if (timer->handle.cancelled)
                timer->handle.scheduled = false;
            else
                loop->timers[kept++] = timer;
        }
        memset(loop->timers + kept, 0, (loop->timer_count - kept) * sizeof *loop->timers);
        loop->timer_count = kept;
        loop->timers_cancelled = 0;
        for (uint32_t i = kept / 2; i-- > 0;)
            sift_down(loop, i);
        return;
    }
    while (loop->timer_count && loop->timers[0]->handle.cancelled) {
        loop->timers_cancelled--;
        pop_timer(loop);
    }
}

/* Reading the real clock costs as much as a step of a task. */
static inline bool needs_time(const EventLoop *loop)
{
    return loop->timer_count || tracing();
}

static void schedule_due_timers(EventLoop *loop)
{
    if (!needs_time(loop))
        return;
    double end = loop_time(loop) + CLOCK_RESOLUTION;
    while (loop->timer_count && loop->timers[0]->when < end) {
        TimerHandle *timer = pop_timer(loop);
        Handle *handle = &timer->handle;
        uint32_t cause = trace.cause;
        if (handle->cancelled)
            loop->timers_cancelled--;
        if (tracing())
            trace.cause = trace_event_because(EVENT_TIMER_FIRED, handle->cause, handle->object.id,
                                              0, 0, 0, timer->when);
        append_ready(loop, handle->kind, handle->self, NULL, handle);
        trace.cause = cause;
    }
}

/* ------------------------------------------------------------------ deadlock */

static Value describe_wait(const Task *task)
{
    const Future *future = task->waiting_on;
    const char *name = task_get_name(task), *coroutine = coroutine_name(task->coroutine);
    if (!future)
        return describe("%s (%s)", name, coroutine);
    if (future->object.awaitable.type == &task__type.awaitable)
        return describe("%s (%s) waits for %s", name, coroutine,
                        task_get_name((const Task *)future));
    if (strcmp(future->object.awaitable.type->name, future__type.awaitable.name) != 0)
        return describe("%s (%s) waits for gather()", name, coroutine);
    return describe("%s (%s) waits for a future nobody will complete", name, coroutine);
}

static bool is_pending_task(const Object *object, const void *loop)
{
    const Future *future = (const Future *)object;
    return object->awaitable.type == &task__type.awaitable && future->loop == loop &&
           future->state == FUTURE_PENDING;
}

static void append_object(Object *object, void *context)
{
    Value *list = context;
    if (list->raised)
        return;
    Value appended = list_append(*list, value_of_object(object));
    if (appended.raised)
        *list = appended;
}

/* They are pinned, and nowhere else in one place. */
Value loop__all_tasks(const EventLoop *loop)
{
    Value tasks = list_new();
    object__each_pinned(is_pending_task, loop, append_object, &tasks);
    return tasks;
}

/* CPython would wait for ever here: for a signal, or for I/O we do not have. */
APART Value loop__deadlock(EventLoop *loop);
APART Value loop__deadlock(EventLoop *loop)
{
    enum { MOST_NAMED = 20 };
    Value text = string("");
    const Value tasks = TRY(loop__all_tasks(loop));
    size_t count = list_length(tasks);
    for (size_t i = 0; i < count && i < MOST_NAMED; i++) {
        const Task *task = TRY(list_get(tasks, i)).as.object;
        text = describe("%s%s%s", text.as.string, i ? "; " : "", describe_wait(task).as.string);
    }
    if (count > MOST_NAMED)
        text = describe("%s; and others", text.as.string);
    Value raised = text.length ? error(&DeadlockError, "deadlock: %s", text.as.string)
                               : error(&DeadlockError, "deadlock: the loop has nothing left to "
                                                       "run, and nothing will stop it");
    if (tracing()) {
        Value message = value_str(held(raised));
        trace_because(trace_event(EVENT_DEADLOCK, loop->object.id,
                                  trace_text(message.as.string, message.length), 0, 0));
    }
    return raised;
}

/* ------------------------------------------------------------------- running */

/* Until something is ready or due. False: nothing ever will be. */
static bool wait(EventLoop *loop)
{
    while (!ready_count(loop) && !loop->stopping) {
        bool outside = held_outside > 0;
        double deadline = loop->timer_count ? loop->timers[0]->when : INFINITY;
        bool jumps = !real_clock && !outside;
        /* A clock that jumps comes to each deadline, however near. */
        if (loop->timer_count && deadline < loop_time(loop) + CLOCK_RESOLUTION &&
            !(jumps && deadline > loop_time(loop)))
            return true;
        if (deadline == INFINITY && !outside)
            return false;
        /* While work is held outside, its end may come before any timer: virtual
         * time waits for it. */
        if (!real_clock && outside)
            deadline = INFINITY;
        if (tracing())
            trace_because(trace_event_because(EVENT_LOOP_WAITS, loop->runs, loop->object.id, 0, 0,
                                              0, deadline));
        unsigned calls = calls_from_outside;
        if (!port_wait(deadline, !real_clock))
            return false;
        if (jumps && !ready_count(loop) && calls == calls_from_outside) {
            virtual_now = deadline;
            loop__read_clock();
        }
        loop__drop_cancelled_timers(loop);
    }
    return true;
}

/* Whose step it is, if it is one. */
static const Task *task_of(Ready entry)
{
    bool is_task =
        entry.kind->has_target && ((const Awaitable *)entry.self)->type == &task__type.awaitable;
    return is_task ? entry.self : NULL;
}

static Handle *handle_of(Ready entry)
{
    const Awaitable *origin = entry.origin;
    bool is_handle =
        origin && (origin->type == &handle__type || origin->type == &timer_handle__type);
    return is_handle ? entry.origin : NULL;
}

static inline void call(Ready entry)
{
    entry.kind->call(entry.self, handle_of(entry) ? NULL : entry.origin);
}

APART void loop__call_timed(const EventLoop *loop, Ready entry);
APART void loop__call_timed(const EventLoop *loop, Ready entry)
{
    double began = loop__read_clock();
    call(entry);
    double seconds = loop__read_clock() - began;
    /* In CPython an exception that stops the loop passes by what comes here. */
    if (seconds < loop->slow_callback_duration || loop->interrupt.raised)
        return;
    Value what = task_of(entry) ? value_repr(value_of_object(entry.self))
                 : handle_of(entry)
                     ? value_repr(value_of_object(entry.origin))
                     : describe("<Handle %s()>", callback__name(entry.kind, entry.self));
    Value text = describe("Executing %s took %.3f seconds\n", what.as.string, seconds);
    asyncio__output(2, text.as.string, text.length);
}

static void call_traced(EventLoop *loop, Ready entry, uint32_t index)
{
    const ReadyTraced *traced = ready_traced(loop, index);
    uint32_t id = (uint32_t)traced->id_and_name;
    asyncio__line = 0;
    uint32_t runs = trace_event_inline(EVENT_HANDLE_RUNS, traced->cause, id,
                                       (uint32_t)(traced->id_and_name >> 32), traced->target, 0, 0);
    trace_because(runs);
    if (loop->debug)
        loop__call_timed(loop, entry);
    else
        call(entry);
    asyncio__line = 0;
    trace_because(trace_event_inline(EVENT_HANDLE_ENDS, runs, id, 0, 0, 0, 0));
}

/* Given the entry in pieces, or run_first() would have it in memory. */
APART void loop__call_watched(EventLoop *loop, uint32_t index, const CallbackKind *kind, void *self,
                              void *origin);
APART void loop__call_watched(EventLoop *loop, uint32_t index, const CallbackKind *kind, void *self,
                              void *origin)
{
    Ready entry = {kind, self, origin};
    if (tracing())
        call_traced(loop, entry, index);
    else
        loop__call_timed(loop, entry);
}

/* False: it was cancelled. */
static bool may_run(EventLoop *loop, Handle *handle, uint32_t index)
{
    if (handle->cancelled) {
        if (tracing())
            trace_event_because(EVENT_HANDLE_DROPPED, ready_traced(loop, index)->cause,
                                handle->object.id, 0, 0, 0, 0);
        return false;
    }
    handle->has_run = true;
    return true;
}

/* Takes the first of the queue. */
static inline void run_first(EventLoop *loop)
{
    uint32_t index = ready_index(loop, loop->ready_begin++);
    Ready *first = &loop->ready[index];
    /* Field by field, as they were written: processors wait for stores of which a load is more. */
    Ready entry = {first->kind, first->self, first->origin};
    *first = (Ready){0}; /* nothing of it is kept alive by the queue any more */
    Handle *handle = handle_of(entry);
    loop->current = handle;
    if (handle && !may_run(loop, handle, index))
        return;
    if (__builtin_expect(tracing() || loop->debug, false))
        loop__call_watched(loop, index, entry.kind, entry.self, entry.origin);
    else
        call(entry);
}

/* More than this many tasks do not fit in a cache. Then it is the memory that a step waits for:
 * for several tasks at the same time it takes hardly longer than for one. */
enum { MANY = 1024, AT_A_TIME = 8 };

__attribute__((noinline)) static void prefetch(const EventLoop *loop)
{
    for (uint32_t i = 0; i < AT_A_TIME; i++) {
        const Ready *entry = &loop->ready[ready_index(loop, loop->ready_begin + i)];
        const Task *task = task_of(*entry);
        if (task)
            task__prefetch(task);
    }
}

/* A turn has only what is ready now: what its callbacks schedule waits for the next one. */
APART void loop__begin_turn(EventLoop *loop);
APART void loop__begin_turn(EventLoop *loop)
{
    schedule_due_timers(loop);
    loop->todo = ready_count(loop);
    if (tracing())
        trace_because(trace_event_because(EVENT_LOOP_TURN, loop->runs, loop->object.id, loop->todo,
                                          loop->timer_count, 0, 0));
}

/* Why turns do not go on: nothing is ready, the port wants its turn, or the loop stops. */
typedef enum Pause { WAITS, BREATHES, STOPS } Pause;

/* Many times BaseEventLoop._run_once. Asyncify would make each turn slower, were waiting for the
 * host a part of it. */
APART Pause loop__run_turns(EventLoop *loop);
APART Pause loop__run_turns(EventLoop *loop)
{
    for (;;) {
        while (loop->todo) {
            if (__builtin_expect(
                    PORT_PREFETCHES && loop->todo > MANY && loop->todo % AT_A_TIME == 0, false))
                prefetch(loop);
            loop->todo--;
            /* The only place where callbacks are called. */
            run_first(loop);
            if (__builtin_expect(loop->interrupt.raised, false)) {
                loop->todo = 0;
                return STOPS;
            }
            if (__builtin_expect(port_is_out_of_breath(), false))
                return BREATHES;
        }
        loop->current = NULL;
        if (loop->stopping)
            return STOPS;
        if (!ready_count(loop))
            return WAITS;
        if (needs_time(loop)) {
            loop__drop_cancelled_timers(loop);
            loop__begin_turn(loop);
        } else { /* the same without two calls: 2 ns of a turn */
            loop->todo = ready_count(loop);
        }
    }
}

/* Raised when the loop could not go on. */
static Value run_until_it_stops(EventLoop *loop)
{
    Pause pause = WAITS;
    do {
        if (pause == WAITS) {
            loop__drop_cancelled_timers(loop);
            if (!wait(loop))
                return loop__deadlock(loop);
            loop__begin_turn(loop);
        } else {
            port_breathe();
        }
        pause = loop__run_turns(loop);
    } while (pause != STOPS);
    Value interrupt = loop->interrupt;
    loop->interrupt = None;
    return interrupt;
}

static Value check_running(const EventLoop *loop)
{
    if (loop->running)
        return error(&RuntimeError, "This event loop is already running");
    if (loop__running)
        return error(&RuntimeError, "Cannot run the event loop while another loop is running");
    return None;
}

static Value run_loop(EventLoop *loop, Future *until)
{
    TRY(loop__check_closed(loop));
    TRY(check_running(loop));
    int line = asyncio__line;
    loop->running = true;
    loop__running = loop;
    loop_time(loop);
    if (tracing()) {
        loop->runs = trace_event(EVENT_LOOP_RUNS, loop->object.id, object__id(until), 0, 0);
        trace_because(loop->runs);
    }
    Value result = run_until_it_stops(loop);
    loop->stopping = false;
    loop->running = false;
    loop__running = NULL;
    asyncio__line = line;
    if (tracing())
        trace_because(trace_event(EVENT_LOOP_STOPPED, loop->object.id, 0, 0, 0));
    return result;
}

Value loop_run_forever(EventLoop *loop)
{
    return run_loop(loop, NULL);
}

void loop_stop(EventLoop *loop)
{
    if (!loop)
        return;
    loop->stopping = true;
    if (tracing())
        trace_event(EVENT_LOOP_STOP, loop->object.id, 0, 0, 0);
}

/* _run_until_complete_cb */
static void stop_when_done(void *self, Future *future)
{
    future__exception_is_retrieved(future);
    bool interrupted = future->is_exception && (is_instance(future->result, &SystemExit) ||
                                                is_instance(future->result, &KeyboardInterrupt));
    if (!interrupted)
        loop_stop(self);
}

static const CallbackKind run_until_complete = {"run_until_complete", stop_when_done, false};

Value loop__run_until_complete(EventLoop *loop, Awaitable *awaitable)
{
    if (!awaitable)
        return take_pending();
    TRY(loop__check_closed(loop));
    TRY(check_running(loop));
    Future *future;
    bool is_new = !future__is(awaitable);
    if (!is_new) {
        future = (Future *)awaitable;
        if (future->loop != loop)
            return error(&ValueError, "The future belongs to a different loop than the one "
                                      "specified as the loop argument");
    } else {
        future = (Future *)loop_create_task(
            loop, coroutine__of_awaitable(awaitable, WRAPPER_OF_ENSURE_FUTURE));
    }
    if (!future)
        return take_pending();
    if (is_new) /* RuntimeError tells if it does not complete */
        ((Task *)future)->log_destroy_pending = false;
    TRY(future__add_callback(future, &run_until_complete, loop));
    Value ran = run_loop(loop, future);
    future__remove_callback(future, &run_until_complete, loop);
    if (ran.raised) {
        /* The caller cannot reach the task made here: its exception counts as seen. */
        if (is_new)
            future__exception_is_retrieved(future);
        return ran;
    }
    if (!future__done(future))
        return error(&RuntimeError, "Event loop stopped before Future completed.");
    return future__result(future);
}

/* --------------------------------------------------------------------- close */

static bool has_unseen_exception(const Object *object, const void *loop)
{
    return future__is(object) && ((const Future *)object)->loop == loop &&
           ((const Future *)object)->log_exception;
}

static void loop__report_future(Object *object, void *unused)
{
    (void)unused;
    future__report((Future *)object);
}

static void loop__destroy_task(Object *object, void *loop)
{
    Task *task = (Task *)object;
    heap_unpin(task);
    if (task->log_destroy_pending)
        loop_call_exception_handler(
            loop,
            &(ExceptionContext){.message = "Task was destroyed but it is pending!", .task = task});
}

Value loop_close(EventLoop *loop)
{
    if (!loop)
        return take_pending();
    if (loop->running)
        return error(&RuntimeError, "Cannot close a running event loop");
    if (loop->closed)
        return None;
    object__each_pinned(has_unseen_exception, loop, loop__report_future, NULL);
    coroutine__report_never_awaited(loop->object.id);
    loop->closed = true;
    heap_unpin(loop);
    object__each_pinned(is_pending_task, loop, loop__destroy_task, loop);
    loop->ready_begin = loop->ready_end = loop->ready_capacity = 0;
    loop->timer_count = loop->timer_capacity = 0;
    loop->ready = NULL;
    loop->ready_traced = NULL;
    loop->timers = NULL;
    if (tracing())
        trace_event(EVENT_LOOP_CLOSED, loop->object.id, 0, 0, 0);
    return None;
}
