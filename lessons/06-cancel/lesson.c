#include <asyncio.h> //= import

KNOB(int, work_seconds, 10); //= work-seconds
KNOB(int, patience, 5);      //= patience

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
    int elapsed = 0;                                                        //= elapsed
    while (!task_done(task)) {                                              //= while
        print("The task is not done, checking again in a second.");         //= not-done
        TRY(await(asyncio_sleep(1)));                                       //= sleep-one
        elapsed += 1;                                                       //= count
        if (elapsed == patience) {                                          //= if
            print("cancel() returned", task_cancel(task));                  //= cancel
            print("Is the task done now?", task_done(task));                //= done-now
        }
    }
    Value result = await(task);           //= await-task
    if (caught(&result, &CancelledError)) //= except
        print("The task was cancelled."); //= was-cancelled
    else
        print("The task returned", result); //= returned
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
