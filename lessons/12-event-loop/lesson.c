#include <asyncio.h> //= import

KNOB(int, runs, 2);      //= runs
KNOB(int, seconds, 1);   //= seconds
KNOB(bool, fail, false); //= fail

ASYNC(work, int number;) //= work
{
    EventLoop *loop = asyncio_get_running_loop(); //= running-loop
    print("work", arg->number, "begins, is the loop running?", loop_is_running(loop)); //= begins
    TRY(await(asyncio_sleep(seconds)));                                                //= sleep
    if (fail)                                                                          //= if
        return error(&ValueError, "the work went wrong");                              //= raise
    return integer(arg->number);                                                       //= return
}

static Value run_all(EventLoop *loop) //= run-all
{
    for (int number = 1; number <= runs; number++) {                                   //= for
        Coroutine *coroutine = coro(work, .number = number);                           //= run
        Value result = TRY(loop_run_until_complete(loop, coroutine));                  //= run
        print("work", result, "is over, is the loop running?", loop_is_running(loop)); //= over
    }
    return None;
}

int main(void)
{
    EventLoop *loop = asyncio_new_event_loop();         //= new-loop
    Value result = run_all(loop);                       //= call
    loop_close(loop);                                   //= close
    print("Is the loop closed?", loop_is_closed(loop)); //= closed
    return exit_status(result);
}
