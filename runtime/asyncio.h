/*
 * asyncio.h: CPython 3.14's asyncio for C.
 *
 * One rule gives every name: write the Python name with the dot as an
 * underscore. asyncio.create_task is asyncio_create_task, task.cancel() is
 * task_cancel(task), loop.call_soon is loop_call_soon.
 *
 * ERRORS. An exception is a kind of Value. Returning one is raising it; TRY()
 * hands it on to the caller, caught() is `except`. A function that returns a
 * pointer and fails returns NULL and leaves the exception pending; every
 * function accepts that NULL, and awaiting it raises the pending exception.
 * Types and texts are CPython's.
 *
 * MEMORY. The author of a program frees nothing. Between two callbacks every
 * coroutine is suspended with its locals in a block the runtime knows; a
 * conservative collector marks what those blocks, the program's static
 * variables and the stack of top-level code can reach, and takes back the
 * rest. A pointer therefore stays good for as long as a local, an argument of
 * a coroutine or callback, a static variable or a list holds it. Memory from
 * malloc() is not searched: keep such arrays in asyncio_alloc() instead. When
 * there is no more memory, what has a size of the program's choosing raises
 * MemoryError: asyncio_alloc(), format(), lists, the arrays of gather() and
 * wait(), a coroutine's stack. What the loop needs itself, a task or a handle
 * say, ends the program with a message: it could only wait for ever without.
 *
 * TIME is in seconds, as in Python.
 *
 * LANGUAGE. C11 or newer with the extensions that gcc and clang have in every
 * mode. -Wall -Wextra are silent; -Wpedantic reports those extensions. An await
 * that was forgotten is a warning: a coroutine object that nobody uses.
 */
#ifndef ASYNCIO_H
#define ASYNCIO_H

#if defined(__cplusplus)
#error "asyncio.h is for C: compile this file as C, and call its functions from C++."
#elif !defined(__GNUC__)
#error "asyncio.h needs gcc or clang: its macros use their extensions."
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Exception;
typedef struct Coroutine Coroutine;
typedef struct Future Future;
typedef struct Task Task;
typedef struct EventLoop EventLoop;
typedef struct Handle Handle;
typedef struct TimerHandle TimerHandle;
typedef struct Callback Callback;
typedef struct List List;
typedef struct Awaitable Awaitable;

#define ASYNCIO_MUST_USE __attribute__((warn_unused_result))
#define ASYNCIO__INLINE static inline __attribute__((always_inline, no_instrument_function))

/* ------------------------------------------------------------- values */

typedef enum ValueKind {
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STR,
    VALUE_LIST,
    VALUE_EXCEPTION, /* an exception held as a value, as after `except E as e` */
    VALUE_OBJECT,    /* a coroutine, future, task, handle or loop */
} ValueKind;

/* What Python passes around. Copy it freely; it owns nothing. */
typedef struct Value {
    union {
        struct {
            uint8_t kind;    /* a ValueKind */
            bool raised;     /* an exception on its way up: kind is VALUE_EXCEPTION */
            uint16_t unused; /* no gap: a word is written as one, and read so soon after */
            uint32_t length; /* of a string, in bytes */
        };
        uint64_t head; /* all of these: a compiler keeps a value in registers for as long as */
    };                 /* nothing less is asked of it */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *string; /* UTF-8, `length` bytes and a NUL */
        List *list;
        struct Exception *exception;
        void *object;
    } as;
} Value;

#define None ((Value){.kind = VALUE_NONE})

Value boolean(bool value);
Value integer(int64_t value);
Value number(double value);
/* Borrows `text`: a literal, or memory that outlives the value. NULL raises the
 * pending exception. */
Value string(const char *text);
Value string_of_length(const char *text, size_t length);
/* Formats into memory of the collector, as printf: %d %i %u %x %X %c %s %p %f %e
 * %g %%. ValueError for other conversions. */
Value format(const char *format, ...) __attribute__((format(printf, 1, 2)));
Value list_new(void);
/* Raises MemoryError, else None. */
Value list_append(Value list, Value item);
size_t list_length(Value list);
/* Raises IndexError("list index out of range"). */
Value list_get(Value list, size_t index) ASYNCIO_MUST_USE;

/* Python's `is`, for what is an object, and `==` for what is not. */
bool value_equal(Value a, Value b);
/* str(value) and repr(value): a string Value. */
Value value_str(Value value);
Value value_repr(Value value);

Value value_of_object(void *object); /* NULL raises the pending exception */
Value value_of_value(Value value);

/* Whatever Python's print takes, as a Value. In C a comparison is an int, which
 * prints as 0 or 1: boolean(a == b) prints as False or True. */
#define VALUE(x)                                                                                   \
    _Generic((x),                                                                                  \
        Value: value_of_value,                                                                     \
        _Bool: boolean,                                                                            \
        char: integer,                                                                             \
        signed char: integer,                                                                      \
        unsigned char: integer,                                                                    \
        short: integer,                                                                            \
        unsigned short: integer,                                                                   \
        int: integer,                                                                              \
        unsigned: integer,                                                                         \
        long: integer,                                                                             \
        unsigned long: integer,                                                                    \
        long long: integer,                                                                        \
        unsigned long long: integer,                                                               \
        float: number,                                                                             \
        double: number,                                                                            \
        char *: string,                                                                            \
        const char *: string,                                                                      \
        Task *: value_of_object,                                                                   \
        Future *: value_of_object,                                                                 \
        Coroutine *: value_of_object,                                                              \
        Handle *: value_of_object,                                                                 \
        TimerHandle *: value_of_object,                                                            \
        EventLoop *: value_of_object)(x)

/* print(a, b, ...): up to eight values separated by spaces, then a newline.
 * One OUTPUT event. Returns nothing, as Python's. */
#define print(...)                                                                                 \
    asyncio__print(ASYNCIO__COUNT(__VA_ARGS__), (Value[]){None, ASYNCIO__VALUES(__VA_ARGS__)} + 1)
void asyncio__print(size_t count, const Value *values);
/* Writes as print() does, without formatting: 1 is stdout, 2 stderr. */
void asyncio__output(int fd, const char *text, size_t length);

#define ASYNCIO__COUNT(...)                                                                        \
    ASYNCIO__COUNT_(0, ##__VA_ARGS__, more_than_8, more_than_8, more_than_8, more_than_8, 8, 7, 6, \
                    5, 4, 3, 2, 1, 0)
#define ASYNCIO__COUNT_(z, a, b, c, d, e, f, g, h, i, j, k, l, n, ...) n
#define ASYNCIO__VALUES(...)                                                                       \
    ASYNCIO__JOIN(ASYNCIO__VALUES_, ASYNCIO__COUNT(__VA_ARGS__))(__VA_ARGS__)
#define ASYNCIO__JOIN(a, b) ASYNCIO__JOIN_(a, b)
#define ASYNCIO__JOIN_(a, b) a##b
#define ASYNCIO__VALUES_0() None
#define ASYNCIO__VALUES_1(a) VALUE(a)
#define ASYNCIO__VALUES_2(a, ...) VALUE(a), ASYNCIO__VALUES_1(__VA_ARGS__)
#define ASYNCIO__VALUES_3(a, ...) VALUE(a), ASYNCIO__VALUES_2(__VA_ARGS__)
#define ASYNCIO__VALUES_4(a, ...) VALUE(a), ASYNCIO__VALUES_3(__VA_ARGS__)
#define ASYNCIO__VALUES_5(a, ...) VALUE(a), ASYNCIO__VALUES_4(__VA_ARGS__)
#define ASYNCIO__VALUES_6(a, ...) VALUE(a), ASYNCIO__VALUES_5(__VA_ARGS__)
#define ASYNCIO__VALUES_7(a, ...) VALUE(a), ASYNCIO__VALUES_6(__VA_ARGS__)
#define ASYNCIO__VALUES_8(a, ...) VALUE(a), ASYNCIO__VALUES_7(__VA_ARGS__)

/* Memory of the collector, zeroed, searched for pointers. NULL: MemoryError. */
void *asyncio_alloc(size_t size);

/* --------------------------------------------------------- exceptions */

typedef struct ExceptionType {
    const char *name;
    const struct ExceptionType *base;   /* NULL: BaseException itself */
    const struct ExceptionType *second; /* ExceptionGroup has two bases */
} ExceptionType;

extern const ExceptionType BaseException, BaseExceptionGroup, ExceptionGroup, GeneratorExit,
    KeyboardInterrupt, SystemExit, CancelledError, Exception, AssertionError, LookupError,
    IndexError, MemoryError, OSError, RuntimeError, StopIteration, TimeoutError, TypeError,
    ValueError, ArithmeticError, ZeroDivisionError, InvalidStateError,
    DeadlockError; /* ours: every task waits and nothing is left to run; CPython would hang */

/* A type of your own in one line: EXCEPTION(TooSlow, Exception); */
#define EXCEPTION(name_, base_)                                                                    \
    __attribute__((unused)) static const ExceptionType name_ = {#name_, &base_, NULL}

/* `return error(&ValueError, "no %s", name)` is `raise ValueError(f"no {name}")`.
 * A NULL format is an exception without arguments. */
Value error(const ExceptionType *type, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* `raise held`: an exception held as a value goes on its way up (again). */
Value reraise(Value held);
/* `raise value from cause`. */
Value error_from(Value raised, Value cause);

/* `raise BaseExceptionGroup(message, exceptions)`: an ExceptionGroup when all of
 * the list are Exceptions. */
Value exception_group(const char *message, Value exceptions);
/* group.exceptions: a list, empty for an exception that is no group. */
Value exception_group_exceptions(Value group);

ASYNCIO__INLINE bool is_raised(Value value)
{
    const Value mask = {.raised = true};
    return value.head & mask.head;
}
/* True for an exception, raised or held, of that type or one derived from it. */
bool is_instance(Value value, const ExceptionType *type);
/* `except type as value:` true when `value` was raised and is of that type; it
 * is then held: printing it prints its text. */
bool caught(Value *value, const ExceptionType *type);

/* Returns from the surrounding function when `expression` raises; otherwise its
 * value. The only macro here that changes the flow of control. */
#define TRY(expression)                                                                            \
    ({                                                                                             \
        Value try_ = (expression);                                                                 \
        if (__builtin_expect(is_raised(try_), false))                                              \
            return try_;                                                                           \
        try_;                                                                                      \
    })

/* --------------------------------------------------------- coroutines */

/*
 * ASYNC(delay, int seconds;) { ... } is `async def delay(seconds): ...`.
 * Its arguments are the members of `arg`. coro(delay, .seconds = 3) makes the
 * coroutine object delay(seconds=3), which has not started: await it, or make
 * a task of it.
 */
#define ASYNC(name, ...)                                                                           \
    struct name {                                                                                  \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    static inline __attribute__((always_inline)) Value name(struct name *arg);                     \
    static void name##__call(void *arg)                                                            \
    {                                                                                              \
        asyncio_return(name(arg));                                                                 \
    }                                                                                              \
    static inline Value name(__attribute__((unused)) struct name *arg)

#define coro(name, ...)                                                                            \
    coroutine_new(asyncio__python_name(#name), name##__call, &(struct name){__VA_ARGS__},          \
                  sizeof(struct name))

/* Hands over its result, which a switch would otherwise keep room for: asyncio_return(value). */
typedef void CoroutineFunction(void *arg);
static inline void asyncio_return(Value value);

/* C has a main() of its own: async_main is Python's main, and is called so. */
static inline const char *asyncio__python_name(const char *name)
{
    return __builtin_strcmp(name, "async_main") == 0 ? "main" : name;
}

/* Copies `size` bytes of arguments. `name` is its __qualname__, borrowed for ever. */
Coroutine *coroutine_new(const char *name, CoroutineFunction *function, const void *arg,
                         size_t size) ASYNCIO_MUST_USE;

/* How send and throw ended (CPython's PySendResult). */
typedef enum Sent {
    SENT_YIELDED, /* suspended: `value` is what it yields, a future or None */
    SENT_RETURNED /* ended: `value` is its result, or raised */
} Sent;

/* coro.send(value), coro.throw(exception), coro.close(). Errors: ValueError
 * ("coroutine already executing"), RuntimeError("cannot reuse already awaited
 * coroutine"). */
Sent coroutine_send(Coroutine *coroutine, Value sent, Value *value);
Sent coroutine_throw(Coroutine *coroutine, Value exception, Value *value);
Value coroutine_close(Coroutine *coroutine);
/* Its __name__. */
const char *coroutine_name(const Coroutine *coroutine);

/* Any other kind of coroutine: what Task needs to know of one, as in CPython,
 * where Task.__step knows nothing but send and throw. `state` is the kind's own. */
typedef struct CoroutineKind {
    Sent (*send)(Coroutine *coroutine, void *state, Value sent, Value *value);
    Sent (*throw_)(Coroutine *coroutine, void *state, Value exception, Value *value);
    /* Told once when it is dropped or has ended: release what lies outside. May be NULL. */
    void (*release)(void *state);
    /* send and throw_ run nothing that could ask which coroutine runs: await need not tell. */
    bool quiet;
} CoroutineKind;

/* A coroutine of that kind with `size` zeroed bytes of state, which coroutine_state() finds. */
Coroutine *coroutine_of_kind(const CoroutineKind *kind, const char *name, size_t size);
void *coroutine_state(Coroutine *coroutine);

/* Bytes of stack for each coroutine created from now on (C stack and saved
 * frames together). Smallest: ASYNCIO_MIN_STACK. One that needs more ends the
 * program with a message that names it, when its code is compiled as the build
 * does, with -finstrument-functions: otherwise it may write over another. */
void asyncio_set_stack_size(size_t bytes);
#define ASYNCIO_MIN_STACK 1008

/* --------------------------------------------------------- awaitables */

/* What `await` takes: coroutines, futures and tasks begin with one, and so may
 * any struct of yours (collections.abc.Awaitable). */
typedef struct AwaitableType {
    const char *name;
    /* __await__: runs in the awaiting coroutine and may itself await. */
    Value (*await_)(Awaitable *self);
} AwaitableType;

struct Awaitable {
    const AwaitableType *type;
};

/* The one cast: anything else does not compile. */
#define AWAITABLE(x)                                                                               \
    ((Awaitable *)_Generic((x), Coroutine * : (x), Future * : (x), Task * : (x), Awaitable * : (x)))

/* await x: the result, or raised. Only a future that is not done suspends. */
#define await(x)                                                                                   \
    _Generic((x), Coroutine *                                                                      \
             : await_coroutine, Task *                                                             \
             : await_task, Future *                                                                \
             : await_future, Awaitable *                                                           \
             : await_awaitable)(x)
static inline Value await_coroutine(Coroutine *coroutine) ASYNCIO_MUST_USE;
static inline Value await_future(Future *future) ASYNCIO_MUST_USE;
static inline Value await_task(Task *task) ASYNCIO_MUST_USE;
Value await_awaitable(Awaitable *awaitable) ASYNCIO_MUST_USE;

/* The result of an await, or of a coroutine that ends. */
extern Value asyncio__result;
ASYNCIO__INLINE void asyncio_return(Value value)
{
    asyncio__result = value;
}

/* In C each function below a coroutine takes its time at every switch, and so does each local that
 * outlives one: this part belongs to the function that awaits, and the rest takes none. */
void asyncio__await_coroutine(Coroutine *coroutine);
void asyncio__await_future(Future *future);

ASYNCIO__INLINE Value await_coroutine(Coroutine *coroutine)
{
    asyncio__await_coroutine(coroutine);
    return asyncio__result;
}

ASYNCIO__INLINE Value await_future(Future *future)
{
    asyncio__await_future(future);
    return asyncio__result;
}

ASYNCIO__INLINE Value await_task(Task *task)
{
    return await_future((Future *)task);
}

/* ------------------------------------------------------------ asyncio */

/* asyncio.run(main): a new loop, runs main, cancels what is left and waits for
 * it, closes the loop. */
#define asyncio_run(main) asyncio__run(AWAITABLE(main))
Value asyncio__run(Awaitable *main) ASYNCIO_MUST_USE;
/* What a program returns from main(): 0, or 1 after telling stderr of the
 * exception nobody caught. */
int exit_status(Value value);

/* asyncio.create_task(coro, name=None). RuntimeError("no running event loop"). */
Task *asyncio_create_task(Coroutine *coroutine);
/* asyncio.sleep(delay, result=None). */
Coroutine *asyncio_sleep(double delay) ASYNCIO_MUST_USE;
Coroutine *asyncio_sleep_result(double delay, Value result) ASYNCIO_MUST_USE;
/* asyncio.wait_for(fut, timeout); NO_TIMEOUT is Python's None. */
#define NO_TIMEOUT __builtin_inf()
#define asyncio_wait_for(x, timeout) asyncio__wait_for(AWAITABLE(x), timeout)
Coroutine *asyncio__wait_for(Awaitable *awaitable, double timeout) ASYNCIO_MUST_USE;
/* asyncio.shield(arg): the future that stands between. */
#define asyncio_shield(x) asyncio__shield(AWAITABLE(x))
Future *asyncio__shield(Awaitable *awaitable);
/* asyncio.gather(*aws, return_exceptions=False): a future of a list. */
#define asyncio_gather(...)                                                                        \
    asyncio__gather((Awaitable *[]){ASYNCIO__AWAITABLES(__VA_ARGS__)},                             \
                    ASYNCIO__COUNT(__VA_ARGS__), false)
#define asyncio_gather_exceptions(...)                                                             \
    asyncio__gather((Awaitable *[]){ASYNCIO__AWAITABLES(__VA_ARGS__)},                             \
                    ASYNCIO__COUNT(__VA_ARGS__), true)
Future *asyncio__gather(Awaitable *const *awaitables, size_t count, bool return_exceptions);
#define ASYNCIO__AWAITABLES(...)                                                                   \
    ASYNCIO__JOIN(ASYNCIO__AWAITABLES_, ASYNCIO__COUNT(__VA_ARGS__))(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_0() NULL
#define ASYNCIO__AWAITABLES_1(a) AWAITABLE(a)
#define ASYNCIO__AWAITABLES_2(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_1(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_3(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_2(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_4(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_3(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_5(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_4(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_6(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_5(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_7(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_6(__VA_ARGS__)
#define ASYNCIO__AWAITABLES_8(a, ...) AWAITABLE(a), ASYNCIO__AWAITABLES_7(__VA_ARGS__)
/* asyncio.ensure_future(obj): a future as it is, a task for anything else. */
#define asyncio_ensure_future(x) asyncio__ensure_future(AWAITABLE(x))
Future *asyncio__ensure_future(Awaitable *awaitable);
/* asyncio.wait(fs, timeout, return_when): a coroutine whose result is a list of
 * two lists, the futures that are done and those that are not, in the order
 * given (CPython: sets). ValueError("Set of Tasks/Futures is empty."). */
typedef enum ReturnWhen { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION } ReturnWhen;
Coroutine *asyncio_wait(Future *const *futures, size_t count, double timeout,
                        ReturnWhen return_when) ASYNCIO_MUST_USE;
/* asyncio.as_completed(aws, timeout): each next gives a coroutine with the
 * result of the next one to be done, or TimeoutError; NULL when there are no
 * more. */
typedef struct AsCompleted AsCompleted;
AsCompleted *asyncio_as_completed(Awaitable *const *awaitables, size_t count, double timeout);
Coroutine *as_completed_next(AsCompleted *iterator) ASYNCIO_MUST_USE;
/* NULL: no task runs now, without a pending exception; or RuntimeError("no running
 * event loop"). */
Task *asyncio_current_task(void);
/* asyncio.all_tasks(): a list, oldest first (CPython: a set). */
Value asyncio_all_tasks(void);
EventLoop *asyncio_get_running_loop(void); /* RuntimeError("no running event loop") */
EventLoop *asyncio_new_event_loop(void);
/* time.sleep(): blocks. The virtual clock advances, and nothing else runs. */
void time_sleep(double seconds);

/* --------------------------------------------------------- async with */

/*
 * `async with x as y: body` takes its body as a coroutine object, awaited in
 * the same task, so that no TRY inside can jump past the exit:
 *     TRY(await(async_with(asyncio_timeout(1), coro(body))));
 * It raises, or returns, what the block does.
 */
typedef struct Timeout Timeout;
typedef struct TaskGroup TaskGroup;
#define async_with(x, body)                                                                        \
    _Generic((x), Timeout * : timeout__with, TaskGroup * : task_group__with)(x, AWAITABLE(body))
Coroutine *timeout__with(Timeout *timeout, Awaitable *body) ASYNCIO_MUST_USE;
Coroutine *task_group__with(TaskGroup *group, Awaitable *body) ASYNCIO_MUST_USE;
/* `try: body finally: cleanup`. */
#define async_finally(body, cleanup) asyncio__finally(AWAITABLE(body), AWAITABLE(cleanup))
Coroutine *asyncio__finally(Awaitable *body, Awaitable *cleanup) ASYNCIO_MUST_USE;

/* asyncio.timeout(delay) and timeout_at(when); NO_TIMEOUT is Python's None. */
Timeout *asyncio_timeout(double delay);
Timeout *asyncio_timeout_at(double when);
double timeout_when(const Timeout *timeout);
bool timeout_expired(const Timeout *timeout);
/* RuntimeError("Timeout has not been entered"), or that it has ended. */
Value timeout_reschedule(Timeout *timeout, double when) ASYNCIO_MUST_USE;

/* asyncio.TaskGroup(). Its errors come as one ExceptionGroup. */
TaskGroup *asyncio_task_group(void);
/* NULL: RuntimeError when it has not been entered, is finished or shutting down. */
Task *task_group_create_task(TaskGroup *group, Coroutine *coroutine);

/* asyncio.Runner(): one loop for several runs. Close it. */
typedef struct Runner Runner;
Runner *asyncio_runner(void);
EventLoop *runner_get_loop(Runner *runner);
#define runner_run(runner, x) runner__run(runner, AWAITABLE(x))
Value runner__run(Runner *runner, Awaitable *main) ASYNCIO_MUST_USE;
Value runner_close(Runner *runner);

/* --------------------------------------------------------------- loop */

/* CALLBACK(name, members;) { ... return None; } is a function for the loop to
 * call; callback(name, .member = value) binds its arguments, as
 * functools.partial. `future` is the future that is done, for a done callback,
 * else NULL. What it raises goes to the loop's exception handler. */
#define CALLBACK(name, ...)                                                                        \
    struct name {                                                                                  \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    static Value name(struct name *arg, Future *future);                                           \
    static Value name##__call(void *arg, Future *future)                                           \
    {                                                                                              \
        return name(arg, future);                                                                  \
    }                                                                                              \
    static Value name(__attribute__((unused)) struct name *arg,                                    \
                      __attribute__((unused)) Future *future)

#define callback(name, ...)                                                                        \
    callback_new(#name, name##__call, &(struct name){__VA_ARGS__}, sizeof(struct name))

typedef Value CallbackFunction(void *arg, Future *future);
Callback *callback_new(const char *name, CallbackFunction *function, const void *arg, size_t size);

/* Coroutine, Future or Task. */
#define loop_run_until_complete(loop, x) loop__run_until_complete(loop, AWAITABLE(x))
Value loop__run_until_complete(EventLoop *loop, Awaitable *awaitable) ASYNCIO_MUST_USE;
Value loop_run_forever(EventLoop *loop) ASYNCIO_MUST_USE;
void loop_stop(EventLoop *loop);
/* RuntimeError("Cannot close a running event loop"). Reports coroutines never
 * awaited and exceptions never retrieved. */
Value loop_close(EventLoop *loop);
bool loop_is_running(const EventLoop *loop);
bool loop_is_closed(const EventLoop *loop);
double loop_time(EventLoop *loop);
/* Debug mode: a callback or step that takes slow_callback_duration seconds or
 * more (0.1) is reported to stderr. */
void loop_set_debug(EventLoop *loop, bool enabled);
bool loop_get_debug(const EventLoop *loop);
void loop_set_slow_callback_duration(EventLoop *loop, double seconds);
/* NULL: RuntimeError("Event loop is closed"). */
Handle *loop_call_soon(EventLoop *loop, Callback *callback);
TimerHandle *loop_call_later(EventLoop *loop, double delay, Callback *callback);
TimerHandle *loop_call_at(EventLoop *loop, double when, Callback *callback);
Task *loop_create_task(EventLoop *loop, Coroutine *coroutine);
Future *loop_create_future(EventLoop *loop);

/* The context of loop.call_exception_handler. */
typedef struct ExceptionContext {
    const char *message;
    Value exception; /* None when there is none */
    Future *future;  /* NULL when there is none, as the others */
    Task *task;
    Handle *handle;
} ExceptionContext;
typedef Value ExceptionHandler(EventLoop *loop, const ExceptionContext *context, void *arg);
/* NULL: the default one, which writes to stderr. */
void loop_set_exception_handler(EventLoop *loop, ExceptionHandler *handler, void *arg);
void loop_call_exception_handler(EventLoop *loop, const ExceptionContext *context);

/* ------------------------------------------------------------ handles */

void handle_cancel(Handle *handle);
bool handle_cancelled(const Handle *handle);
void timer_handle_cancel(TimerHandle *timer);
bool timer_handle_cancelled(const TimerHandle *timer);
double timer_handle_when(const TimerHandle *timer); /* loop time, seconds */

/* ------------------------------------------------------------ futures */

/* A Task is a Future: these take either. */
#define FUTURE(x) ((Future *)_Generic((x), Future * : (x), Task * : (x)))

/* Raised: CancelledError, InvalidStateError("Result is not set."), or the
 * future's exception. The texts are those of CPython's _asyncio. */
#define future_result(x) future__result(FUTURE(x))
Value future__result(Future *future) ASYNCIO_MUST_USE;
/* Held, not raised; None when there is none. Raised: CancelledError,
 * InvalidStateError("Exception is not set."). */
#define future_exception(x) future__exception(FUTURE(x))
Value future__exception(Future *future) ASYNCIO_MUST_USE;
/* None, or InvalidStateError raised when the future is done already. */
Value future_set_result(Future *future, Value result) ASYNCIO_MUST_USE;
Value future_set_exception(Future *future, Value exception) ASYNCIO_MUST_USE;
/* False when it was done already. A task is asked to cancel itself. */
#define future_cancel(x) future__cancel(FUTURE(x), NULL)
#define future_cancel_message(x, message) future__cancel(FUTURE(x), message)
bool future__cancel(Future *future, const char *message);
#define future_cancelled(x) future__cancelled(FUTURE(x))
bool future__cancelled(const Future *future);
#define future_done(x) future__done(FUTURE(x))
bool future__done(const Future *future);
/* Two callbacks are equal when they are one, or have the same function and the
 * same bytes of arguments, gaps between members included: keep the pointer when
 * there are gaps. remove returns how many it removed. */
#define future_add_done_callback(x, callback) future__add_done_callback(FUTURE(x), callback)
Value future__add_done_callback(Future *future, Callback *callback);
#define future_remove_done_callback(x, callback) future__remove_done_callback(FUTURE(x), callback)
int future__remove_done_callback(Future *future, const Callback *callback);

/* -------------------------------------------------------------- tasks */

bool task_cancel(Task *task);
bool task_cancel_message(Task *task, const char *message);
int task_cancelling(const Task *task);
int task_uncancel(Task *task);
bool task_done(const Task *task);
bool task_cancelled(const Task *task);
Value task_result(Task *task) ASYNCIO_MUST_USE;
Value task_exception(Task *task) ASYNCIO_MUST_USE;
const char *task_get_name(const Task *task);
void task_set_name(Task *task, const char *name); /* copied */
Coroutine *task_get_coro(const Task *task);
/* The future its coroutine is suspended on, or NULL (CPython's _fut_waiter). */
Future *task_waiting_on(const Task *task);

/* ------------------------------------------------- a program's settings */

/* Before the first loop: the program's clock. Virtual (the default) or real. */
void asyncio_set_clock(bool virtual_clock);

/* While held, an idle loop is no deadlock: work outside will call back, and
 * the virtual clock does not jump. */
void asyncio_hold(void);
void asyncio_release(void);

/* KNOB(int, timeout, 3); is a module-level setting the host may change before
 * main() runs: int, double or bool. LESSON is the program that it is of: where many
 * are one module, the build defines it before this header. */
#ifndef LESSON
#define LESSON "main"
#endif
#define KNOB(type, name, value)                                                                    \
    static type name = value;                                                                      \
    __attribute__((constructor)) static void name##__knob(void)                                    \
    {                                                                                              \
        asyncio__knob(LESSON, #name,                                                               \
                      _Generic(name, int                                                           \
                               : KNOB_INT, double                                                  \
                               : KNOB_DOUBLE, _Bool                                                \
                               : KNOB_BOOL),                                                       \
                      &name);                                                                      \
    }                                                                                              \
    static type name
typedef enum KnobType { KNOB_INT, KNOB_DOUBLE, KNOB_BOOL } KnobType;
void asyncio__knob(const char *lesson, const char *name, KnobType type, void *variable);

/* The build puts asyncio_line(N) before each statement of a lesson: the line a
 * task was last seen on, and the budget that stops `while (1);`. */
extern int asyncio__line;
void asyncio__trace_line(void);
extern bool asyncio__tracing;
static inline void asyncio_line(int line)
{
    asyncio__line = line;
    if (__builtin_expect(asyncio__tracing, false))
        asyncio__trace_line();
}

#endif
