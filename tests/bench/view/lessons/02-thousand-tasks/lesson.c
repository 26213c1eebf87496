#include <asyncio.h> //= import

KNOB(int, tasks, 1000); //= tasks

ASYNC(child, Future *future;) //= child
{
    TRY(await(arg->future)); //= await
    return None;
}

ASYNC(async_main) //= main
{
    EventLoop *loop = asyncio_get_running_loop();           //= loop
    Future *future = loop_create_future(loop);              //= future
    for (int i = 0; i < tasks; i++)                         //= for
        asyncio_create_task(coro(child, .future = future)); //= create
    TRY(await(asyncio_sleep(1)));                           //= later
    TRY(future_set_result(future, None));                   //= set
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
