import asyncio  #= import

start = 1  #= start
run_it = True  #= run-it


async def add_one(number):  #= add-one
    print("add_one begins with", number)  #= begins
    return number + 1  #= return


coroutine = add_one(start)  #= call
print("add_one was called.")  #= called
if run_it:  #= if
    result = asyncio.run(coroutine)  #= run
    print("asyncio.run returned", result)  #= returned
else:
    print("Nobody ran it.")  #= nobody
