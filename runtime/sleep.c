#include <math.h>
#include <string.h>

#include "float.h"
#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

/* futures._set_result_unless_cancelled */
static void sleep_is_over(void *self, Future *unused)
{
    (void)unused;
    Future *future = self;
    if (future->state == FUTURE_PENDING)
        future__finish(future, future->result, false);
}

static const CallbackKind sleep_callback = {"sleep", sleep_is_over, true};

static const char *label_of(double delay)
{
    char seconds[FLOAT_TEXT_SIZE];
    size_t length = float_repr(delay, seconds);
    if (length > 2 && strcmp(seconds + length - 2, ".0") == 0)
        seconds[length - 2] = '\0';
    return describe("sleep(%s)", seconds).as.string;
}

static Value start_sleeping(Sleep *sleep)
{
    double delay = sleep->timer.when;
    if (isnan(delay))
        return error(&ValueError, "Invalid delay: NaN (not a number)");
    EventLoop *loop = asyncio_get_running_loop();
    if (!loop)
        return take_pending();
    Future *future = &sleep->future;
    future__initialise(future, loop, tracing() ? label_of(delay) : NULL, &future__type);
    loop__set_timer(loop, &sleep->timer, loop_time(loop) + delay, &sleep_callback, future);
    future->blocking = true;
    return value_of_object(future);
}

static Sent sleep_send(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)state;
    (void)sent;
    Sleep *sleep = (Sleep *)coroutine;
    Future *future = &sleep->future;
    if (!future->loop) {
        *value = start_sleeping(sleep);
        return value->raised ? SENT_RETURNED : SENT_YIELDED;
    }
    /* As await_future() does. */
    bool done = future__done(future);
    if (!done && !future->blocking) {
        future->blocking = true;
        *value = value_of_object(future);
        return SENT_YIELDED;
    }
    handle_cancel(&sleep->timer.handle);
    *value = done ? future__result(future) : error(&RuntimeError, "await wasn't used with future");
    return SENT_RETURNED;
}

static Sent sleep_throw(Coroutine *coroutine, void *state, Value exception, Value *value)
{
    (void)state;
    Sleep *sleep = (Sleep *)coroutine;
    if (sleep->future.loop)
        handle_cancel(&sleep->timer.handle);
    *value = reraise(exception);
    return SENT_RETURNED;
}

static const CoroutineKind sleep_kind = {sleep_send, sleep_throw, .quiet = true};

/* tasks.__sleep0: a bare yield. */
static Sent sleep0_result_send(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    Sent how = coroutine__yield_once(coroutine, state, sent, value);
    if (how == SENT_RETURNED)
        *value = *(const Value *)state;
    return how;
}

static Sent sleep0_throw(Coroutine *coroutine, void *state, Value exception, Value *value)
{
    (void)coroutine;
    (void)state;
    *value = reraise(exception);
    return SENT_RETURNED;
}

static const CoroutineKind sleep0_kind = {coroutine__yield_once, sleep0_throw, .quiet = true};
static const CoroutineKind sleep0_result_kind = {sleep0_result_send, sleep0_throw, .quiet = true};

Coroutine *asyncio_sleep_result(double delay, Value result)
{
    if (delay <= 0) {
        Coroutine *coroutine = coroutine_of_kind(&sleep0_result_kind, "sleep", sizeof result);
        *(Value *)coroutine_state(coroutine) = result;
        return coroutine;
    }
    Sleep *sleep = (Sleep *)coroutine__new(&sleep_kind, "sleep", sizeof *sleep);
    sleep->timer.when = delay;
    sleep->future.result = result;
    return &sleep->coroutine;
}

Coroutine *asyncio_sleep(double delay)
{
    if (delay <= 0)
        return coroutine__new(&sleep0_kind, "sleep", sizeof(Coroutine));
    return asyncio_sleep_result(delay, None);
}
