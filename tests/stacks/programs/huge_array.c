/* Larger than all stacks together. */
#include <asyncio.h>

ASYNC(has_a_huge_array)
{
    volatile char array[3 * 1024 * 1024];
    for (size_t i = 0; i < sizeof array; i += 1000)
        array[i] = 1;
    TRY(await(asyncio_sleep(0)));
    return integer(array[sizeof array / 2]);
}

int main(void)
{
    return exit_status(asyncio_run(coro(has_a_huge_array)));
}
