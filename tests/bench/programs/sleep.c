/* A step of a task: sleep(0), with others doing the same. */
#include "bench.h"

KNOB(int, tasks, 1);
KNOB(int, steps, 1000000);

ASYNC(ticker)
{
    for (int i = 0; i < steps; i++)
        TRY(await(asyncio_sleep(0)));
    return None;
}

ASYNC(async_main)
{
    Task **tickers = asyncio_alloc((size_t)tasks * sizeof *tickers);
    for (int i = 0; i < tasks; i++)
        tickers[i] = asyncio_create_task(coro(ticker));
    int warm_up = steps / 5 + 1;
    for (int i = 0; i < warm_up; i++)
        TRY(await(asyncio_sleep(0)));
    double began = now();
    for (int i = 0; i < tasks; i++)
        TRY(await(tickers[i]));
    print_nanoseconds(began, (double)tasks * (steps - warm_up));
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
