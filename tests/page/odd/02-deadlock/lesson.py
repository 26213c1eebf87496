import asyncio  #= import


async def main():  #= main
    print("waiting")  #= print
    await asyncio.get_running_loop().create_future()  #= await


asyncio.run(main())  #= run
