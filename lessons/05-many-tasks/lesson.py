import asyncio  #= import
import time  #= import

tasks = 3  #= tasks
seconds = 3  #= seconds
await_at_once = False  #= await-at-once
block_ms = 0  #= block-ms


async def delay(number):  #= delay
    print("task", number, "starts")  #= starts
    time.sleep(block_ms / 1000)  #= block
    await asyncio.sleep(seconds)  #= sleep
    print("task", number, "is done")  #= done


async def main():  #= main
    loop = asyncio.get_running_loop()  #= loop
    begin = loop.time()  #= begin
    created = []  #= created
    for number in range(1, tasks + 1):  #= for
        task = asyncio.create_task(delay(number))  #= create-task
        created.append(task)  #= append
        if await_at_once:  #= if
            await task  #= await-now
    for task in created:  #= for-each
        await task  #= await-later
    print("all of it took", round(loop.time() - begin, 1), "second(s)")  #= took


asyncio.run(main())  #= run
