#ifndef YIELDS_H
#define YIELDS_H

#include <asyncio.h>

/* await yields(x): a bare yield of x; what is then sent is its result. */
typedef struct Yields {
    Value value;
    bool begun;
} Yields;

static Sent yields_send(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)coroutine;
    Yields *yields = state;
    bool yielded = !yields->begun;
    *value = yielded ? yields->value : sent;
    yields->begun = true;
    return yielded ? SENT_YIELDED : SENT_RETURNED;
}

static Sent yields_throw(Coroutine *coroutine, void *state, Value exception, Value *value)
{
    (void)coroutine;
    (void)state;
    *value = reraise(exception);
    return SENT_RETURNED;
}

static inline Coroutine *yields(Value value)
{
    static const CoroutineKind kind = {.send = yields_send, .throw_ = yields_throw};
    Coroutine *coroutine = coroutine_of_kind(&kind, "yields", sizeof(Yields));
    if (coroutine)
        ((Yields *)coroutine_state(coroutine))->value = value;
    return coroutine;
}

#endif
