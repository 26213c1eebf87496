import asyncio  #= import
from collections.abc import Awaitable  #= import

count = 3  #= count
answer = 42  #= answer


class Countdown:  #= countdown
    def __init__(self, start):  #= init
        self.start = start  #= init

    def __await__(self):  #= dunder-await
        for number in range(self.start, 0, -1):  #= for
            print("   ", number)  #= number
            yield from asyncio.sleep(1).__await__()  #= sleep
        return "lift-off"  #= lift-off


async def add_one(number):  #= add-one
    return number + 1  #= return


async def show(awaitable):  #= show
    print(type(awaitable).__name__)  #= name
    print("    is an Awaitable:", isinstance(awaitable, Awaitable))  #= is-awaitable
    future = asyncio.ensure_future(awaitable)  #= ensure-future
    print("    is a Future:", future is awaitable)  #= is-future
    print("    await gives:", await future)  #= await


async def main():  #= main
    future = asyncio.get_running_loop().create_future()  #= create-future
    future.set_result(answer)  #= set-result
    task = asyncio.create_task(add_one(answer))  #= create-task
    await show(add_one(answer))  #= coroutine
    await show(future)  #= future
    await show(task)  #= task
    await show(Countdown(count))  #= own


asyncio.run(main())  #= run
