#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    print("before the error");                        //= before
    return error(&ValueError, "nobody catches this"); //= raise
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
