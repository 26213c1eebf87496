/* A step of a task whose await is five C functions below its coroutine. */
#include "bench.h"

KNOB(int, steps, 1000000);

enum { DEPTH = 5 };

/* The result keeps each call a call. */
__attribute__((noinline)) static Value sleep_below(int depth)
{
    Value slept = depth > 1 ? sleep_below(depth - 1) : await(asyncio_sleep(0));
    return slept.raised ? slept : integer(depth);
}

ASYNC(async_main)
{
    double began = 0;
    int warm_up = steps / 5;
    for (int i = 0; i < steps; i++) {
        if (i == warm_up)
            began = now();
        TRY(sleep_below(DEPTH));
    }
    print_nanoseconds(began, steps - warm_up);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
