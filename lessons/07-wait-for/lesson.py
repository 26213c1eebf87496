import asyncio  #= import

work_seconds = 2  #= work-seconds
timeout = 1.0  #= timeout


async def delay(seconds):  #= delay
    print("sleeping for", seconds, "second(s)")  #= sleeping
    await asyncio.sleep(seconds)  #= sleep
    print("finished sleeping for", seconds, "second(s)")  #= finished
    return seconds  #= return


async def main():  #= main
    task = asyncio.create_task(delay(work_seconds))  #= create-task
    try:
        result = await asyncio.wait_for(task, timeout)  #= wait-for
    except TimeoutError:  #= except
        print("The timeout of", timeout, "second(s) has passed.")  #= timed-out
    else:
        print("In time, the result is", result)  #= in-time
    print("Was the task cancelled?", task.cancelled())  #= cancelled


asyncio.run(main())  #= run
