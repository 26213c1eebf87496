#include <asyncio.h> //= import

KNOB(int, hello_seconds, 3); //= hello-seconds
KNOB(int, add_seconds, 1);   //= add-seconds

ASYNC(hello_world) //= hello-world
{
    print("hello_world sleeps for", hello_seconds, "second(s)"); //= hello-sleeps
    TRY(await(asyncio_sleep(hello_seconds)));                    //= hello-sleep
    return string("Hello World!");                               //= hello-return
}

ASYNC(add_one, int number;) //= add-one
{
    print("add_one sleeps for", add_seconds, "second(s)"); //= add-sleeps
    TRY(await(asyncio_sleep(add_seconds)));                //= add-sleep
    return integer(arg->number + 1);                       //= add-return
}

ASYNC(async_main) //= main
{
    Value message = TRY(await(coro(hello_world)));      //= await-hello
    print("hello_world returned", message);             //= message
    Value two = TRY(await(coro(add_one, .number = 1))); //= await-add
    print("add_one returned", two);                     //= two
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
