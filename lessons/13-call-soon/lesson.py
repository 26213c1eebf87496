import asyncio  #= import
import time  #= import

callbacks = 2  #= callbacks
block_ms = 0  #= block-ms
seconds = 1  #= seconds


def greet(number):  #= greet
    print("callback", number, "is called")  #= called


async def main():  #= main
    loop = asyncio.get_running_loop()  #= running-loop
    for number in range(1, callbacks + 1):  #= for
        loop.call_soon(greet, number)  #= call-soon
    print("call_soon has returned, main goes on.")  #= goes-on
    time.sleep(block_ms / 1000)  #= block
    print("main gives way.")  #= gives-way
    await asyncio.sleep(seconds)  #= sleep
    print("main is back.")  #= back


asyncio.run(main())  #= run
