/* A timer is set and cancelled while many others wait. */
#include "bench.h"

KNOB(int, count, 1000000);
KNOB(int, others, 100000);

enum { A_TURN = 1000 };

CALLBACK(ring)
{
    return None;
}

ASYNC(async_main)
{
    EventLoop *loop = asyncio_get_running_loop();
    double hour = now() + 3600;
    TimerHandle **timers = asyncio_alloc((size_t)others * sizeof *timers);
    for (int i = 0; i < others; i++)
        timers[i] = loop_call_at(loop, hour + i, callback(ring));
    double began = 0;
    int warm_up = count / 5;
    for (int i = 0; i < count; i++) {
        if (i == warm_up)
            began = now();
        timer_handle_cancel(loop_call_at(loop, hour + i % others + 0.5, callback(ring)));
        if (i % A_TURN == 0)
            TRY(await(asyncio_sleep(0)));
    }
    print_nanoseconds(began, count - warm_up);
    for (int i = 0; i < others; i++)
        timer_handle_cancel(timers[i]);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
