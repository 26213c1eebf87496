#include <asyncio.h> //= import

KNOB(int, work_seconds, 10);    //= work-seconds
KNOB(double, timeout, 5.0);     //= timeout
KNOB(bool, shielded, true);     //= shielded
KNOB(bool, cancel_task, false); //= cancel-task

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
    Future *waited = shielded ? asyncio_shield(task) : FUTURE(task);        //= waited
    Value result = await(asyncio_wait_for(waited, timeout));                //= wait-for
    if (caught(&result, &TimeoutError)) {                                   //= except-timeout
        print("This takes longer than", timeout, "second(s).");             //= longer
        print("Was the task cancelled?", task_cancelled(task));             //= cancelled
        if (cancel_task)                                                    //= if
            task_cancel(task);                                              //= cancel-itself
    }
    result = await(task);                  //= await-task
    if (caught(&result, &CancelledError))  //= except-cancelled
        print("There will be no result."); //= no-result
    else
        print("The result is", result); //= result
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
