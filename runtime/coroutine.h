/*
 * Coroutines in C, as coroutine.c and await.c share them.
 */
#ifndef COROUTINE_H
#define COROUTINE_H

#include "heap.h"
#include "object.h"
#include "port.h"
#include "trace.h"

/* The innermost coroutine that runs now, and the one whose stack it runs on. */
extern Coroutine *coroutine__running, *coroutine__owner;

/*
 * A coroutine in C needs a stack only when send() drives it: awaited by another
 * one it runs on that one's stack, as a plain call.
 */
typedef struct FunctionCoroutine {
    Coroutine coroutine;
    CoroutineFunction *function;
    Coroutine *innermost; /* where the stack is suspended */
    Stack stack;
    _Alignas(16) char arguments[];
} FunctionCoroutine;

/* coroutine.c knows what to do with these. */
extern const CoroutineKind coroutine__function_kind;

static inline FunctionCoroutine *as_function(Coroutine *coroutine)
{
    return (FunctionCoroutine *)coroutine;
}

void coroutine__trace_begin(const Coroutine *coroutine);
/* With asyncio__result. */
void coroutine__trace_end(const Coroutine *coroutine);
/* CPython lets no StopIteration out of a coroutine's body (PEP 479). */
void coroutine__replace_stop_iteration(void);

static inline void coroutine__begin(Coroutine *coroutine)
{
    heap_unpin(coroutine);
    if (tracing())
        coroutine__trace_begin(coroutine);
}

static inline void coroutine__ended(Coroutine *coroutine)
{
    coroutine->state = COROUTINE_CLOSED;
    if (tracing())
        coroutine__trace_end(coroutine);
}

static inline void coroutine__end(Coroutine *coroutine)
{
    if (__builtin_expect(asyncio__result.raised, false) && coroutine->awaited != AWAITED_AS_BLOCK)
        coroutine__replace_stop_iteration();
    coroutine__ended(coroutine);
}

/* Where the stack that runs is suspended. */
static inline void coroutine__yields(void)
{
    as_function(coroutine__owner)->innermost = coroutine__running;
}

/* What an await does next: it calls the coroutine's function, as all of this runs on one stack; or
 * it suspends the stack, which yields asyncio__result; or that is its result. */
typedef enum Next { CALL, SUSPEND, END } Next;

/* True: asyncio__result is how the await ends. */
bool coroutine__cannot_be_awaited(const Coroutine *coroutine);
/* `yield from`: everything the awaited one yields goes out, and what comes back
 * goes into it. */
APART Next coroutine__send_and_yield(Coroutine *coroutine);
/* One that was closed has ended: what its close() raises in the one around it. */
void coroutine__close_ended(Coroutine *coroutine);
/* Of a future, or NULL, that has no result. */
Next coroutine__await_pending(Future *future);

#endif
