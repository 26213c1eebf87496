/* What the measured programs share. Each is a program of the public API that
 * runs on the real clock and prints one number. */
#ifndef BENCH_H
#define BENCH_H

#include <asyncio.h>

/* Seconds. */
static inline double now(void)
{
    return loop_time(asyncio_get_running_loop());
}

/* What one of `count` operations took since `began`, in nanoseconds. */
static inline void print_nanoseconds(double began, double count)
{
    print((now() - began) / count * 1e9);
}

#define MEASURE(name) exit_status(asyncio_run(coro(name)))

#endif
