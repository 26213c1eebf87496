import asyncio  #= import


async def deeper(level):  #= deeper
    return await deeper(level + 1)  #= again


async def main():  #= main
    await deeper(0)  #= begin


asyncio.run(main())  #= run
