/*
 * The two functions that a stack is suspended in. Where that means to return from all functions on
 * it, and going on to call them again, others have their locals saved and restored; these need not,
 * as all they do follows from their argument. But nobody restores the stack pointer for them: none
 * of their locals may be in memory. The build sees to it that they have no frame (Makefile), and
 * what needs one is in coroutine.c.
 */
#include "coroutine.h"

/* Awaited without calling its send: a call through a pointer takes longer than all it does. */
static inline bool yields_once(const Coroutine *coroutine)
{
    return coroutine->kind->send == coroutine__yield_once;
}

static inline Next begin_await(Coroutine *coroutine)
{
    bool is_usual = coroutine && coroutine__owner && coroutine->state == COROUTINE_CREATED;
    if (__builtin_expect(!is_usual, false) &&
        (coroutine__cannot_be_awaited(coroutine) || !coroutine))
        return END;
    if (coroutine->kind == &coroutine__function_kind) {
        coroutine__begin(coroutine);
        coroutine->outer = coroutine__running;
        coroutine->line = (uint16_t)asyncio__line;
        coroutine->state = COROUTINE_RUNNING;
        coroutine__running = coroutine;
        return CALL;
    }
    if (coroutine->kind->quiet) {
        coroutine->line = (uint16_t)asyncio__line;
        coroutine__begin(coroutine);
        coroutine->state = COROUTINE_SUSPENDED;
    }
    asyncio__result = None;
    if (yields_once(coroutine)) {
        coroutine->begun = true;
        coroutine__yields();
        return SUSPEND;
    }
    return coroutine__send_and_yield(coroutine);
}

static inline Next go_on_awaiting(Coroutine *coroutine)
{
    if (yields_once(coroutine) && coroutine->state == COROUTINE_SUSPENDED &&
        !asyncio__result.raised) {
        asyncio__result = None;
        coroutine__ended(coroutine);
        return END;
    }
    return coroutine__send_and_yield(coroutine);
}

static inline void called(Coroutine *coroutine)
{
    coroutine__end(coroutine);
    if (__builtin_expect(coroutine->awaited >= AWAITED_CLOSING, false))
        coroutine__close_ended(coroutine);
    coroutine__running = coroutine->outer;
    asyncio__line = coroutine->line;
}

SWITCHES APART void asyncio__await_coroutine(Coroutine *coroutine)
{
    Next next;
    if (!stack_is_rewinding()) {
        next = begin_await(coroutine);
    } else if (coroutine->kind == &coroutine__function_kind) {
        next = CALL;
    } else {
        stack_is_back();
        next = go_on_awaiting(coroutine);
    }
    for (; next == SUSPEND; next = go_on_awaiting(coroutine)) {
        if (stack_suspend_here())
            return;
    }
    if (next == CALL) {
        FunctionCoroutine *function = as_function(coroutine);
        function->function(function->arguments);
        if (!stack_is_unwinding())
            called(coroutine);
    }
}

static inline Next begin_await_of_future(Future *future)
{
    if (!future || future->state != FUTURE_FINISHED || future->is_exception)
        return coroutine__await_pending(future);
    asyncio__result = future->result;
    return END;
}

/* Two tasks may drive one coroutine: each then waits for the future. */
static inline Next go_on_awaiting_future(Future *future)
{
    return asyncio__result.raised ? END : begin_await_of_future(future);
}

SWITCHES APART void asyncio__await_future(Future *future)
{
    Next next;
    if (!stack_is_rewinding()) {
        next = begin_await_of_future(future);
    } else {
        stack_is_back();
        next = go_on_awaiting_future(future);
    }
    for (; next == SUSPEND; next = go_on_awaiting_future(future)) {
        if (stack_suspend_here())
            return;
    }
}
