#include <asyncio.h> //= import

KNOB(int, answer, 42);   //= answer
KNOB(bool, fail, false); //= fail

ASYNC(async_main) //= main
{
    Future *future = loop_create_future(asyncio_get_running_loop()); //= create-future
    print("Is the future done?", future_done(future));               //= done-before
    Value result = future_result(future);                            //= too-early
    if (caught(&result, &InvalidStateError))                         //= except-early
        print("InvalidStateError:", result);                         //= error-early
    else
        print("Its result is", result);                                          //= too-early
    if (fail)                                                                    //= if
        TRY(future_set_exception(future, error(&ValueError, "no value today"))); //= set-exception
    else
        TRY(future_set_result(future, integer(answer))); //= set-result
    print("Is the future done?", future_done(future));   //= done-after
    result = future_result(future);                      //= result
    if (caught(&result, &ValueError))                    //= except
        print("ValueError:", result);                    //= error
    else
        print("Its result is", result); //= result
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
