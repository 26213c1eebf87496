import asyncio  #= import


async def main():  #= main
    print("before the loop")  #= before
    while True:  #= while
        pass


asyncio.run(main())  #= run
