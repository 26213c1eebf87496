#include <asyncio.h> //= import

KNOB(int, work_seconds, 3); //= work-seconds
KNOB(int, main_seconds, 1); //= main-seconds
KNOB(bool, as_task, true);  //= as-task

ASYNC(delay, int seconds;) //= delay
{
    print("sleeping for", arg->seconds, "second(s)");          //= sleeping
    TRY(await(asyncio_sleep(arg->seconds)));                   //= sleep
    print("finished sleeping for", arg->seconds, "second(s)"); //= finished
    return integer(arg->seconds);                              //= return
}

ASYNC(async_main) //= main
{
    Coroutine *coroutine = coro(delay, .seconds = work_seconds);          //= call
    Awaitable *work = as_task ? AWAITABLE(asyncio_create_task(coroutine)) //= work
                              : AWAITABLE(coroutine);
    print("main goes on at once.");                         //= at-once
    TRY(await(asyncio_sleep(main_seconds)));                //= own-sleep
    print("main has slept for", main_seconds, "second(s)"); //= slept
    Value result = TRY(await(work));                        //= await-work
    print("delay returned", result);                        //= returned
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
