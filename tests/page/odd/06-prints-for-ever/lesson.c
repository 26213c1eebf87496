#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    while (true)        //= while
        print("again"); //= print
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
