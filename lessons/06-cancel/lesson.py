import asyncio  #= import

work_seconds = 10  #= work-seconds
patience = 5  #= patience


async def delay(seconds):  #= delay
    print("sleeping for", seconds, "second(s)")  #= sleeping
    await asyncio.sleep(seconds)  #= sleep
    print("finished sleeping for", seconds, "second(s)")  #= finished
    return seconds  #= return


async def main():  #= main
    task = asyncio.create_task(delay(work_seconds))  #= create-task
    elapsed = 0  #= elapsed
    while not task.done():  #= while
        print("The task is not done, checking again in a second.")  #= not-done
        await asyncio.sleep(1)  #= sleep-one
        elapsed += 1  #= count
        if elapsed == patience:  #= if
            print("cancel() returned", task.cancel())  #= cancel
            print("Is the task done now?", task.done())  #= done-now
    try:
        result = await task  #= await-task
    except asyncio.CancelledError:  #= except
        print("The task was cancelled.")  #= was-cancelled
    else:
        print("The task returned", result)  #= returned


asyncio.run(main())  #= run
