import asyncio  #= import

rounds = 215  #= rounds


async def worker(number):  #= worker
    for turn in range(rounds):  #= for
        await asyncio.sleep(number)  #= sleep
        print(number, turn)  #= print


async def main():  #= main
    tasks = [asyncio.create_task(worker(number)) for number in (1, 2, 3, 5)]  #= create
    for task in tasks:  #= for-each
        await task  #= await


asyncio.run(main())  #= run
