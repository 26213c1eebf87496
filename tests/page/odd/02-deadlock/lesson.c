#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    print("waiting");                                           //= print
    TRY(await(loop_create_future(asyncio_get_running_loop()))); //= await
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
