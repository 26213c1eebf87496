/* A future that is done is awaited. */
#include "bench.h"

KNOB(int, count, 10000000);

ASYNC(async_main)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    TRY(future_set_result(future, integer(1)));
    double began = 0;
    int warm_up = count / 5;
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        if (i == warm_up)
            began = now();
        sum += TRY(await(future)).as.integer;
    }
    if (sum != count)
        return error(&AssertionError, NULL);
    print_nanoseconds(began, count - warm_up);
    return None;
}

int main(void)
{
    return MEASURE(async_main);
}
