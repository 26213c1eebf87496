/* A future is made, given a done callback, completed by a callback of the loop,
 * and wakes the task that waits for it. */
#include "bench.h"

KNOB(int, count, 1000000);

static int seen;

CALLBACK(complete, Future *future;)
{
    return future_set_result(arg->future, None);
}

CALLBACK(see)
{
    seen++;
    return None;
}

ASYNC(async_main)
{
    EventLoop *loop = asyncio_get_running_loop();
    double began = 0;
    int warm_up = count / 5;
    seen = 0;
    for (int i = 0; i < count; i++) {
        if (i == warm_up)
            began = now();
        Future *future = loop_create_future(loop);
        TRY(future_add_done_callback(future, callback(see)));
        loop_call_soon(loop, callback(complete, future));
        TRY(await(future));
    }
    if (seen != count)
        return error(&AssertionError, NULL);
    print_nanoseconds(began, count - warm_up);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
