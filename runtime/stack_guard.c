/*
 * Called at the entry of every function of a program compiled with
 * -finstrument-functions, when the stack pointer has moved and nothing has been
 * written yet: one large local array would jump over any canary.
 */
#include "asyncio.h"
#include "object.h"
#include "port.h"

__attribute__((no_instrument_function)) void __cyg_profile_func_enter(void *function, void *caller);
__attribute__((no_instrument_function)) void __cyg_profile_func_exit(void *function, void *caller);

void __cyg_profile_func_enter(void *function, void *caller)
{
    (void)function;
    (void)caller;
    if (__builtin_expect((char *)__builtin_frame_address(0) < stack_limit, false))
        coroutine__overrun();
}

void __cyg_profile_func_exit(void *function, void *caller)
{
    (void)function;
    (void)caller;
}
