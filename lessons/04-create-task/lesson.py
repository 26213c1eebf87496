import asyncio  #= import

work_seconds = 3  #= work-seconds
main_seconds = 1  #= main-seconds
as_task = True  #= as-task


async def delay(seconds):  #= delay
    print("sleeping for", seconds, "second(s)")  #= sleeping
    await asyncio.sleep(seconds)  #= sleep
    print("finished sleeping for", seconds, "second(s)")  #= finished
    return seconds  #= return


async def main():  #= main
    coroutine = delay(work_seconds)  #= call
    work = asyncio.create_task(coroutine) if as_task else coroutine  #= work
    print("main goes on at once.")  #= at-once
    await asyncio.sleep(main_seconds)  #= own-sleep
    print("main has slept for", main_seconds, "second(s)")  #= slept
    result = await work  #= await-work
    print("delay returned", result)  #= returned


asyncio.run(main())  #= run
