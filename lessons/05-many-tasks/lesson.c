#include <asyncio.h> //= import
#include <math.h>

KNOB(int, tasks, 3);              //= tasks
KNOB(int, seconds, 3);            //= seconds
KNOB(bool, await_at_once, false); //= await-at-once
KNOB(int, block_ms, 0);           //= block-ms

ASYNC(delay, int number;) //= delay
{
    print("task", arg->number, "starts");  //= starts
    time_sleep(block_ms / 1000.0);         //= block
    TRY(await(asyncio_sleep(seconds)));    //= sleep
    print("task", arg->number, "is done"); //= done
    return None;
}

ASYNC(async_main) //= main
{
    EventLoop *loop = asyncio_get_running_loop();                        //= loop
    double begin = loop_time(loop);                                      //= begin
    Task *created[tasks];                                                //= created
    for (int number = 1; number <= tasks; number++) {                    //= for
        Task *task = asyncio_create_task(coro(delay, .number = number)); //= create-task
        created[number - 1] = task;                                      //= append
        if (await_at_once)                                               //= if
            TRY(await(task));                                            //= await-now
    }
    for (int i = 0; i < tasks; i++) //= for-each
        TRY(await(created[i]));     //= await-later
    print("all of it took", round(10 * (loop_time(loop) - begin)) / 10, "second(s)"); //= took
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
