#include <asyncio.h> //= import

KNOB(int, work_seconds, 2); //= work-seconds
KNOB(double, timeout, 1.0); //= timeout

ASYNC(delay, int seconds;) //= delay
{
    print("sleeping for", arg->seconds, "second(s)");          //= sleeping
    TRY(await(asyncio_sleep(arg->seconds)));                   //= sleep
    print("finished sleeping for", arg->seconds, "second(s)"); //= finished
    return integer(arg->seconds);                              //= return
}

ASYNC(async_main) //= main
{
    Task *task = asyncio_create_task(coro(delay, .seconds = work_seconds)); //= create-task
    Value result = await(asyncio_wait_for(task, timeout));                  //= wait-for
    if (caught(&result, &TimeoutError))                                     //= except
        print("The timeout of", timeout, "second(s) has passed.");          //= timed-out
    else
        print("In time, the result is", result);            //= in-time
    print("Was the task cancelled?", task_cancelled(task)); //= cancelled
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
