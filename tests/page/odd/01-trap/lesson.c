#include <asyncio.h> //= import

ASYNC(async_main) //= main
{
    print("before the trap");                  //= before
    *(volatile int *)(unsigned)0xfffffff0 = 1; //= trap
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
