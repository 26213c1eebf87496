/* The memory of a task that sleeps, its stack included: the smallest one. */
#include "bench.h"

#ifndef __wasm__
#include <stdio.h>
#include <unistd.h>
#endif

KNOB(int, tasks, 1000000);

/* Bytes. */
static double memory(void)
{
#ifdef __wasm__
    return __builtin_wasm_memory_size(0) * 65536.0;
#else
    double pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%lf %lf", &pages, &resident) != 2)
            resident = 0;
        fclose(file);
    }
    return resident * (double)sysconf(_SC_PAGESIZE);
#endif
}

ASYNC(sleeper)
{
    return await(asyncio_sleep(3600));
}

ASYNC(async_main)
{
    asyncio_set_stack_size(ASYNCIO_MIN_STACK);
    double before = memory();
    for (int i = 0; i < tasks; i++)
        asyncio_create_task(coro(sleeper));
    TRY(await(asyncio_sleep(0)));
    TRY(await(asyncio_sleep(0)));
    print((memory() - before) / tasks);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
