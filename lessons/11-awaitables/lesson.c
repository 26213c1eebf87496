#include <asyncio.h> //= import

KNOB(int, count, 3);   //= count
KNOB(int, answer, 42); //= answer

typedef struct Countdown { //= countdown
    Awaitable awaitable;
    int start; //= init
} Countdown;

static Value countdown_await(Awaitable *self) //= dunder-await
{
    Countdown *countdown = (Countdown *)self;                   //= dunder-await
    for (int number = countdown->start; number > 0; number--) { //= for
        print("   ", number);                                   //= number
        TRY(await(asyncio_sleep(1)));                           //= sleep
    }
    return string("lift-off"); //= lift-off
}

static const AwaitableType countdown_type = {"Countdown", countdown_await}; //= countdown

ASYNC(add_one, int number;) //= add-one
{
    return integer(arg->number + 1); //= return
}

ASYNC(show, Awaitable *awaitable;) //= show
{
    const AwaitableType *type = arg->awaitable->type;                        //= name
    print(type->name);                                                       //= name
    print("    is an Awaitable:", boolean(type->await_ != NULL));            //= is-awaitable
    Future *future = asyncio_ensure_future(arg->awaitable);                  //= ensure-future
    print("    is a Future:", boolean(AWAITABLE(future) == arg->awaitable)); //= is-future
    print("    await gives:", TRY(await(future)));                           //= await
    return None;
}

ASYNC(async_main) //= main
{
    Future *future = loop_create_future(asyncio_get_running_loop());   //= create-future
    TRY(future_set_result(future, integer(answer)));                   //= set-result
    Task *task = asyncio_create_task(coro(add_one, .number = answer)); //= create-task
    Coroutine *coroutine = coro(add_one, .number = answer);            //= coroutine
    Countdown countdown = {{&countdown_type}, .start = count};         //= own
    TRY(await(coro(show, AWAITABLE(coroutine))));                      //= coroutine
    TRY(await(coro(show, AWAITABLE(future))));                         //= future
    TRY(await(coro(show, AWAITABLE(task))));                           //= task
    TRY(await(coro(show, AWAITABLE(&countdown.awaitable))));           //= own
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
