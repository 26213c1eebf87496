#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    while (true)                      //= while
        TRY(await(asyncio_sleep(0))); //= sleep
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
