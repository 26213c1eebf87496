import asyncio  #= import

answer = 42  #= answer
fail = False  #= fail


async def main():  #= main
    future = asyncio.get_running_loop().create_future()  #= create-future
    print("Is the future done?", future.done())  #= done-before
    try:
        print("Its result is", future.result())  #= too-early
    except asyncio.InvalidStateError as error:  #= except-early
        print("InvalidStateError:", error)  #= error-early
    if fail:  #= if
        future.set_exception(ValueError("no value today"))  #= set-exception
    else:
        future.set_result(answer)  #= set-result
    print("Is the future done?", future.done())  #= done-after
    try:
        print("Its result is", future.result())  #= result
    except ValueError as error:  #= except
        print("ValueError:", error)  #= error


asyncio.run(main())  #= run
