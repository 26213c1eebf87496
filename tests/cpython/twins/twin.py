"""What the behaviours in Python share: it stands before each of their files.

A behaviour is a function that prints. A coroutine function runs by an
asyncio.run() of its own, a plain one where no loop runs.
"""

import asyncio
import gc
import inspect
import sys
import time
import warnings

behaviours = []


def behaviour(function):
    behaviours.append(function)
    return function


def tell_of(_, context):
    print("handler:", context["message"], repr(context.get("exception")))


PLAIN = type(None), bool, int, float, str, list, BaseException


def tell(label, function, *args):
    """A result, or what was raised."""
    try:
        result = function(*args)
    except BaseException as error:
        print(label, "raised", repr(error))
    else:
        print(label, *(["returned", repr(result)] if isinstance(result, PLAIN) else ["object"]))


async def tell_await(label, awaitable):
    try:
        result = await awaitable
    except BaseException as error:
        print(label, "raised", repr(error))
    else:
        print(label, *(["returned", repr(result)] if isinstance(result, PLAIN) else ["object"]))


def now():
    return float(asyncio.get_running_loop().time())


def named(coroutine, name):
    task = asyncio.create_task(coroutine)
    task.set_name(name)
    return task


async def run_behaviour(function):
    asyncio.get_running_loop().set_exception_handler(tell_of)
    await function()


def run_behaviours():
    warnings.simplefilter("ignore")
    for function in behaviours:
        for file in sys.stdout, sys.stderr:
            print("==", function.__name__, file=file)
        raised = None
        try:
            if inspect.iscoroutinefunction(function):
                asyncio.run(run_behaviour(function))
            else:
                function()
        except BaseException as error:
            raised = f"ended: raised {error!r}"
        gc.collect()
        if raised:
            print(raised)
