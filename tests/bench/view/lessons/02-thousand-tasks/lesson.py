import asyncio  #= import

tasks = 1000  #= tasks


async def child(future):  #= child
    await future  #= await


async def main():  #= main
    loop = asyncio.get_running_loop()  #= loop
    future = loop.create_future()  #= future
    for _ in range(tasks):  #= for
        asyncio.create_task(child(future))  #= create
    await asyncio.sleep(1)  #= later
    future.set_result(None)  #= set


asyncio.run(main())  #= run
