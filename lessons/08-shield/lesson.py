import asyncio  #= import

work_seconds = 10  #= work-seconds
timeout = 5.0  #= timeout
shielded = True  #= shielded
cancel_task = False  #= cancel-task


async def delay(seconds):  #= delay
    print("sleeping for", seconds, "second(s)")  #= sleeping
    await asyncio.sleep(seconds)  #= sleep
    print("finished sleeping for", seconds, "second(s)")  #= finished
    return seconds  #= return


async def main():  #= main
    task = asyncio.create_task(delay(work_seconds))  #= create-task
    waited = asyncio.shield(task) if shielded else task  #= waited
    try:
        await asyncio.wait_for(waited, timeout)  #= wait-for
    except TimeoutError:  #= except-timeout
        print("This takes longer than", timeout, "second(s).")  #= longer
        print("Was the task cancelled?", task.cancelled())  #= cancelled
        if cancel_task:  #= if
            task.cancel()  #= cancel-itself
    try:
        result = await task  #= await-task
    except asyncio.CancelledError:  #= except-cancelled
        print("There will be no result.")  #= no-result
    else:
        print("The result is", result)  #= result


asyncio.run(main())  #= run
