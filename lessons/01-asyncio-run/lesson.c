#include <asyncio.h> //= import

KNOB(int, start, 1);      //= start
KNOB(bool, run_it, true); //= run-it

ASYNC(add_one, int number;) //= add-one
{
    print("add_one begins with", arg->number); //= begins
    return integer(arg->number + 1);           //= return
}

int main(void)
{
    Coroutine *coroutine = coro(add_one, .number = start); //= call
    print("add_one was called.");                          //= called
    Value result = None;
    if (run_it) {                              //= if
        result = asyncio_run(coroutine);       //= run
        print("asyncio.run returned", result); //= returned
    } else {
        print("Nobody ran it."); //= nobody
    }
    return exit_status(result);
}
