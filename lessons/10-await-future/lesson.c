#include <asyncio.h> //= import

KNOB(int, seconds, 1); //= seconds
KNOB(int, answer, 42); //= answer
KNOB(int, waiters, 1); //= waiters

ASYNC(set_value, Future *future;) //= set-value
{
    TRY(await(asyncio_sleep(seconds)));                   //= sleep
    TRY(future_set_result(arg->future, integer(answer))); //= set-result
    print("The value is set.");                           //= set
    return None;
}

ASYNC(wait_for_value, Future *future; int number;) //= waiter
{
    print("waiter", arg->number, "waits");                        //= waits
    print("waiter", arg->number, "got", TRY(await(arg->future))); //= got
    return None;
}

ASYNC(async_main) //= main
{
    Future *future = loop_create_future(asyncio_get_running_loop());       //= create-future
    Task *setter = asyncio_create_task(coro(set_value, .future = future)); //= create-setter
    Task *tasks[waiters];                                                  //= tasks
    for (int i = 0; i < waiters; i++)                                      //= for
        tasks[i] = asyncio_create_task(                                    //= create-waiter
            coro(wait_for_value, .future = future, .number = i + 1));
    print("Is the future done?", future_done(future)); //= done-before
    print("main got", TRY(await(future)));             //= main-await
    print("Is the future done?", future_done(future)); //= done-after
    for (int i = 0; i < waiters; i++)                  //= for-each
        TRY(await(tasks[i]));                          //= await-task
    TRY(await(setter));                                //= await-setter
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
