/* A task is created and awaited. */
#include "bench.h"

KNOB(int, count, 1000000);

ASYNC(nothing)
{
    return None;
}

ASYNC(async_main)
{
    double began = 0;
    int warm_up = count / 5;
    for (int i = 0; i < count; i++) {
        if (i == warm_up)
            began = now();
        TRY(await(asyncio_create_task(coro(nothing))));
    }
    print_nanoseconds(began, count - warm_up);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
