/* Coroutines of the tests of what waits for several. */
#ifndef COROUTINES_H
#define COROUTINES_H

#include "harness.h"

/* Tells when it begins and what its sleep gives: its name, or the cancellation. */
ASYNC(waits, double delay; const char *name;)
{
    note("%s:begin", arg->name);
    Value result = await(asyncio_sleep_result(arg->delay, string(arg->name)));
    note("%s:%s@%g", arg->name, value_repr(result).as.string, now());
    return result;
}

/* Raises ValueError(text) then. */
ASYNC(fails, double delay; const char *text;)
{
    TRY(await(asyncio_sleep(arg->delay)));
    return error(&ValueError, "%s", arg->text);
}

#endif
