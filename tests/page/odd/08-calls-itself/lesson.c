#include <asyncio.h> //= import

ASYNC(deeper, int level;) //= deeper
{
    return await(coro(deeper, .level = arg->level + 1)); //= again
}

ASYNC(async_main) //= main
{
    TRY(await(coro(deeper, .level = 0))); //= begin
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
