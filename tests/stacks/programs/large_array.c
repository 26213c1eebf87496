/* An array that jumps over anything that could be laid at the end of the stack. Another coroutine
 * is suspended there: nothing may be written to it. */
#include <asyncio.h>

ASYNC(naps)
{
    return await(asyncio_sleep(1));
}

ASYNC(has_an_array)
{
    volatile char array[300 * 1024];
    for (size_t i = 0; i < sizeof array; i += 1000)
        array[i] = 1;
    TRY(await(asyncio_sleep(0)));
    return integer(array[sizeof array / 2]);
}

ASYNC(begins_both)
{
    Task *task = asyncio_create_task(coro(naps));
    TRY(await(asyncio_sleep(0)));
    TRY(await(asyncio_create_task(coro(has_an_array))));
    return await(task);
}

int main(void)
{
    return exit_status(asyncio_run(coro(begins_both)));
}
