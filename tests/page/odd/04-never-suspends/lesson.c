#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    print("before the loop"); //= before
    while (true)              //= while
        ;
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
