/*
 * Called at the entry of every function of a program compiled with
 * -finstrument-functions, when the stack pointer has moved and nothing has been
 * written yet: one large local array would jump over any canary.
 */
#include "asyncio.h"
#include "object.h"
#include "port.h"

#define HOOK __attribute__((no_instrument_function, no_sanitize("address")))

HOOK void __cyg_profile_func_enter(void *function, void *caller);
HOOK void __cyg_profile_func_exit(void *function, void *caller);

void __cyg_profile_func_enter(void *function, void *caller)
{
    (void)function;
    (void)caller;
    volatile char here = 0; /* wasm has no frame address to ask for */
    uintptr_t at = (uintptr_t)&here + (uintptr_t)here;
    /* Below zero it wraps, in wasm, to above the top. */
    if (__builtin_expect(at < stack_low || at > stack_high, false))
        coroutine__overrun();
}

void __cyg_profile_func_exit(void *function, void *caller)
{
    (void)function;
    (void)caller;
}
