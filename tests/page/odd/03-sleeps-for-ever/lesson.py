import asyncio  #= import


async def main():  #= main
    while True:  #= while
        await asyncio.sleep(0)  #= sleep


asyncio.run(main())  #= run
