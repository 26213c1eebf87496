#include <asyncio.h> //= import

KNOB(int, callbacks, 2); //= callbacks
KNOB(int, block_ms, 0);  //= block-ms
KNOB(int, seconds, 1);   //= seconds

CALLBACK(greet, int number;) //= greet
{
    print("callback", arg->number, "is called"); //= called
    return None;
}

ASYNC(async_main) //= main
{
    EventLoop *loop = asyncio_get_running_loop();                //= running-loop
    for (int number = 1; number <= callbacks; number++)          //= for
        loop_call_soon(loop, callback(greet, .number = number)); //= call-soon
    print("call_soon has returned, main goes on.");              //= goes-on
    time_sleep(block_ms / 1000.0);                               //= block
    print("main gives way.");                                    //= gives-way
    TRY(await(asyncio_sleep(seconds)));                          //= sleep
    print("main is back.");                                      //= back
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
