/* Many tasks at once, from the beginning: each sleeps once, all are awaited. */
#include "bench.h"

KNOB(int, tasks, 1000000);

ASYNC(sleeper)
{
    return await(asyncio_sleep(0));
}

ASYNC(async_main)
{
    asyncio_set_stack_size(ASYNCIO_MIN_STACK);
    double began = now();
    Task **sleepers = asyncio_alloc((size_t)tasks * sizeof *sleepers);
    for (int i = 0; i < tasks; i++)
        sleepers[i] = asyncio_create_task(coro(sleeper));
    for (int i = 0; i < tasks; i++)
        TRY(await(sleepers[i]));
    print_nanoseconds(began, tasks);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
