#include <asyncio.h> //= import

KNOB(int, rounds, 215); //= rounds

ASYNC(worker, int number;) //= worker
{
    for (int turn = 0; turn < rounds; turn++) { //= for
        TRY(await(asyncio_sleep(arg->number))); //= sleep
        print(arg->number, turn);               //= print
    }
    return None;
}

ASYNC(async_main) //= main
{
    static const int NUMBERS[] = {1, 2, 3, 5};
    Task *tasks[4];                                                         //= create
    for (int i = 0; i < 4; i++)                                             //= create
        tasks[i] = asyncio_create_task(coro(worker, .number = NUMBERS[i])); //= create
    for (int i = 0; i < 4; i++)                                             //= for-each
        TRY(await(tasks[i]));                                               //= await
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
