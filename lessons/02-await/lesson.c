#include <asyncio.h> //= import

KNOB(int, first, 1);      //= first
KNOB(int, second, 2);     //= second
KNOB(bool, reuse, false); //= reuse

ASYNC(add_one, int number;) //= add-one
{
    print("add_one begins with", arg->number); //= begins
    return integer(arg->number + 1);           //= return
}

ASYNC(async_main) //= main
{
    Coroutine *coroutine = coro(add_one, .number = first);                  //= call
    print("main holds a coroutine object.");                                //= holds
    Value result = TRY(await(coroutine));                                   //= await
    print("await gave", result);                                            //= gave
    Coroutine *other = reuse ? coroutine : coro(add_one, .number = second); //= other
    result = await(other);                                                  //= await-other
    if (caught(&result, &RuntimeError))                                     //= except
        print("RuntimeError:", result);                                     //= error
    else
        print("await gave", result); //= gave-other
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
