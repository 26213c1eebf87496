/* What C's printf() needs for a float fits. */
#include <asyncio.h>
#include <stdio.h>

ASYNC(prints)
{
    printf("%f %.17g\n", 3.25, 0.1);
    TRY(await(asyncio_sleep(1)));
    printf("%s %e\n", "again", 1e300);
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(prints)));
}
