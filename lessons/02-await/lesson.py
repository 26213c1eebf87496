import asyncio  #= import

first = 1  #= first
second = 2  #= second
reuse = False  #= reuse


async def add_one(number):  #= add-one
    print("add_one begins with", number)  #= begins
    return number + 1  #= return


async def main():  #= main
    coroutine = add_one(first)  #= call
    print("main holds a coroutine object.")  #= holds
    result = await coroutine  #= await
    print("await gave", result)  #= gave
    other = coroutine if reuse else add_one(second)  #= other
    try:
        result = await other  #= await-other
    except RuntimeError as error:  #= except
        print("RuntimeError:", error)  #= error
    else:
        print("await gave", result)  #= gave-other


asyncio.run(main())  #= run
