import asyncio  #= import

runs = 2  #= runs
seconds = 1  #= seconds
fail = False  #= fail


async def work(number):  #= work
    loop = asyncio.get_running_loop()  #= running-loop
    print("work", number, "begins, is the loop running?", loop.is_running())  #= begins
    await asyncio.sleep(seconds)  #= sleep
    if fail:  #= if
        raise ValueError("the work went wrong")  #= raise
    return number  #= return


def run_all(loop):  #= run-all
    for number in range(1, runs + 1):  #= for
        result = loop.run_until_complete(work(number))  #= run
        print("work", result, "is over, is the loop running?", loop.is_running())  #= over


loop = asyncio.new_event_loop()  #= new-loop
try:
    run_all(loop)  #= call
finally:
    loop.close()  #= close
    print("Is the loop closed?", loop.is_closed())  #= closed
