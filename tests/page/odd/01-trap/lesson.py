import asyncio  #= import


async def main():  #= main
    print("before the trap")  #= before
    raise SystemError  #= trap


asyncio.run(main())  #= run
