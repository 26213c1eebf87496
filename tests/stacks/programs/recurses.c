/* A coroutine of which each call makes another. */
#include <asyncio.h>

static int depth(int level)
{
    volatile char local[200];
    local[level % 200] = (char)level;
    return level < 0 ? local[0] : depth(level + 1) + local[level % 200];
}

ASYNC(goes_deeper)
{
    return integer(depth(0));
}

int main(void)
{
    return exit_status(asyncio_run(coro(goes_deeper)));
}
