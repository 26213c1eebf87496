import asyncio  #= import

seconds = 1  #= seconds
answer = 42  #= answer
waiters = 1  #= waiters


async def set_value(future):  #= set-value
    await asyncio.sleep(seconds)  #= sleep
    future.set_result(answer)  #= set-result
    print("The value is set.")  #= set


async def wait_for_value(future, number):  #= waiter
    print("waiter", number, "waits")  #= waits
    print("waiter", number, "got", await future)  #= got


async def main():  #= main
    future = asyncio.get_running_loop().create_future()  #= create-future
    setter = asyncio.create_task(set_value(future))  #= create-setter
    tasks = []  #= tasks
    for number in range(1, waiters + 1):  #= for
        tasks.append(asyncio.create_task(wait_for_value(future, number)))  #= create-waiter
    print("Is the future done?", future.done())  #= done-before
    print("main got", await future)  #= main-await
    print("Is the future done?", future.done())  #= done-after
    for task in tasks:  #= for-each
        await task  #= await-task
    await setter  #= await-setter


asyncio.run(main())  #= run
