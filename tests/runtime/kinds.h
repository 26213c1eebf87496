/*
 * One text of a coroutine for two kinds of it: a C function on a stack of its
 * own or, with STACKLESS defined, a state machine behind coroutine_of_kind(),
 * which knows nothing of stacks. What both do alike, Task does for any kind.
 *
 * BODY(name, members;) { BEGIN; ... END } is the coroutine; its arguments, and
 * what it keeps across an AWAIT, are members of `self`. At most one AWAIT a line.
 */
#ifndef KINDS_H
#define KINDS_H

#include "asyncio.h"
#include "object.h"
#include "value.h"
#include "yields.h"

#ifndef STACKLESS

#define BODY(name, ...)                                                                            \
    struct name {                                                                                  \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    static Value name(struct name *self);                                                          \
    static void name##__call(void *self)                                                           \
    {                                                                                              \
        asyncio_return(name(self));                                                                \
    }                                                                                              \
    static Value name(__attribute__((unused)) struct name *self)

#define BEGIN
#define AWAIT(into, x) ((into) = await(x))
#define TRY_AWAIT(x) TRY(await(x))
#define RETURN(value) return value
#define END return None;

#define make(name, ...)                                                                            \
    coroutine_new(#name, name##__call, &(struct name){__VA_ARGS__}, sizeof(struct name))

#else

typedef struct Frame {
    int at; /* the line where it is suspended; 0: it has not begun */
    bool begun;
    Awaitable *awaiting;
    Value result;
} Frame;

/* True when the awaited one has ended: `value` is its result. False: it yields
 * `value`. */
static bool frame_resume(Frame *frame, Value sent, Value *value)
{
    bool begun = frame->begun;
    frame->begun = true;
    if (!frame->awaiting) {
        *value = take_pending();
        return true;
    }
    if (coroutine__is(frame->awaiting)) {
        Coroutine *coroutine = (Coroutine *)frame->awaiting;
        if (begun && sent.raised)
            return coroutine_throw(coroutine, sent, value) == SENT_RETURNED;
        return coroutine_send(coroutine, begun ? sent : None, value) == SENT_RETURNED;
    }
    Future *future = (Future *)frame->awaiting;
    bool suspends = !begun && !future__done(future);
    if (suspends) {
        future->blocking = true;
        *value = value_of_object(future);
    } else {
        *value = begun && sent.raised ? sent : future__result(future);
    }
    return !suspends;
}

#define BODY(name, ...)                                                                            \
    struct name {                                                                                  \
        Frame frame;                                                                               \
        __VA_ARGS__                                                                                \
    };                                                                                             \
    static Sent name(struct name *self, Value sent_, Value *value_);                               \
    static Sent name##__send(Coroutine *coroutine, void *self, Value sent, Value *value)           \
    {                                                                                              \
        (void)coroutine;                                                                           \
        return name(self, sent, value);                                                            \
    }                                                                                              \
    static Sent name##__throw(Coroutine *coroutine, void *self, Value exception, Value *value)     \
    {                                                                                              \
        (void)coroutine;                                                                           \
        return name(self, reraise(exception), value);                                              \
    }                                                                                              \
    static const CoroutineKind name##__kind = {.send = name##__send, .throw_ = name##__throw};     \
    static Sent name(__attribute__((unused)) struct name *self,                                    \
                     __attribute__((unused)) Value sent_, Value *value_)

#define BEGIN                                                                                      \
    switch (self->frame.at) {                                                                      \
    case 0:
#define AWAIT(into, x)                                                                             \
    do {                                                                                           \
        self->frame.awaiting = AWAITABLE(x);                                                       \
        self->frame.begun = false;                                                                 \
        self->frame.at = __LINE__;                                                                 \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!frame_resume(&self->frame, sent_, value_))                                            \
            return SENT_YIELDED;                                                                   \
        (into) = *value_;                                                                          \
    } while (0)
#define TRY_AWAIT(x)                                                                               \
    do {                                                                                           \
        AWAIT(self->frame.result, x);                                                              \
        if (self->frame.result.raised)                                                             \
            RETURN(self->frame.result);                                                            \
    } while (0)
#define RETURN(value)                                                                              \
    do {                                                                                           \
        *value_ = (value);                                                                         \
        return SENT_RETURNED;                                                                      \
    } while (0)
#define END                                                                                        \
    }                                                                                              \
    RETURN(None);

static Coroutine *stackless_new(const CoroutineKind *kind, const char *name, const void *arguments,
                                size_t size)
{
    Coroutine *coroutine = coroutine_of_kind(kind, name, size);
    if (coroutine)
        __builtin_memcpy(coroutine_state(coroutine), arguments, size);
    return coroutine;
}

#define make(name, ...)                                                                            \
    stackless_new(&name##__kind, #name, &(struct name){.frame = {0}, ##__VA_ARGS__},               \
                  sizeof(struct name))

#endif

#endif
