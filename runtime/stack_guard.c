/*
 * Called at the entry of every function of a program that is compiled with
 * -finstrument-functions or, by clang, -finstrument-function-entry-bare, when the
 * stack pointer has moved and nothing has been written yet: one large local array
 * would jump over any canary.
 */
#include "asyncio.h"
#include "object.h"
#include "port.h"

#define HOOK __attribute__((no_instrument_function, no_sanitize("address")))

HOOK void __cyg_profile_func_enter_bare(void);
HOOK void __cyg_profile_func_enter(void *function, void *caller);
HOOK void __cyg_profile_func_exit(void *function, void *caller);

#ifdef __wasm__
/* There is no frame address to ask for. */
__asm__(".globaltype __stack_pointer, i32\n");
#endif

static HOOK inline __attribute__((always_inline)) void check_stack(void)
{
    uintptr_t at;
#ifdef __wasm__
    __asm__ volatile("global.get __stack_pointer\nlocal.set %0" : "=r"(at));
#else
    at = (uintptr_t)__builtin_frame_address(0);
#endif
    /* Below stack_low, or below zero, it wraps to above. */
    if (__builtin_expect(at - stack_low > stack_span, false))
        coroutine__overrun();
}

/* Once for a function and what is inlined into it, without telling which. */
void __cyg_profile_func_enter_bare(void)
{
    check_stack();
}

void __cyg_profile_func_enter(void *function, void *caller)
{
    (void)function;
    (void)caller;
    check_stack();
}

void __cyg_profile_func_exit(void *function, void *caller)
{
    (void)function;
    (void)caller;
}
