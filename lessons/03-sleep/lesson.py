import asyncio  #= import

hello_seconds = 3  #= hello-seconds
add_seconds = 1  #= add-seconds


async def hello_world():  #= hello-world
    print("hello_world sleeps for", hello_seconds, "second(s)")  #= hello-sleeps
    await asyncio.sleep(hello_seconds)  #= hello-sleep
    return "Hello World!"  #= hello-return


async def add_one(number):  #= add-one
    print("add_one sleeps for", add_seconds, "second(s)")  #= add-sleeps
    await asyncio.sleep(add_seconds)  #= add-sleep
    return number + 1  #= add-return


async def main():  #= main
    message = await hello_world()  #= await-hello
    print("hello_world returned", message)  #= message
    two = await add_one(1)  #= await-add
    print("add_one returned", two)  #= two


asyncio.run(main())  #= run
