import asyncio  #= import


async def main():  #= main
    while True:  #= while
        print("again")  #= print


asyncio.run(main())  #= run
