import asyncio  #= import


async def main():  #= main
    print("before the error")  #= before
    raise ValueError("nobody catches this")  #= raise


asyncio.run(main())  #= run
