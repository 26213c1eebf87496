"""CPython's own asyncio on a virtual clock, with every order settled.

Nothing of asyncio is rewritten: loop, tasks and futures are CPython's. What a
program would see of the machine, or of an order that CPython leaves open, is
replaced:

    CPython                                    here
    -----------------------------------------  ---------------------------------------
    the loop's clock: time.monotonic()         a number; starts at 0.0 in each program
    time.monotonic(), time.perf_counter()      the same number
    time.sleep()                               adds to it; nothing else runs meanwhile
    selector.select() waits                    the clock becomes the nearest deadline
    ... for ever: no timer, nothing ready      DeadlockError
    TimerHandle: equal deadlines, any order    in order of creation
    all_tasks(), what run() cancels: a set     in order of creation
    wait(), as_completed(), TaskGroup: sets    in order of insertion
    shutdown_asyncgens(): a set                in order of insertion
    clock resolution: the machine's            1e-9, as on Linux
    Task-1, Task-2, ...: one series a process  one series a program
"""

import asyncio
import asyncio.base_events
import collections.abc
import inspect
import itertools
import textwrap
import time

CLOCK_RESOLUTION = 1e-9


class DeadlockError(RuntimeError):
    """The loop waits for something that nobody will ever do."""


class TurnsExceededError(BaseException):
    """The program runs on and on. No `except Exception` of it gets hold of this."""


class Program:
    """What begins anew with each program."""

    def __init__(self, turns):
        self.time = 0.0
        self.turns_left = turns
        self.turns = turns
        self.task_names = (f"Task-{number}" for number in itertools.count(1))


program = Program(0)


def start_program(turns):
    global program
    program = Program(turns)


def current_time():
    return program.time


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    program.time += seconds


class OrderedSet(collections.abc.MutableSet):
    """A set that iterates in the order in which its items came."""

    def __init__(self, items=()):
        self._items = dict.fromkeys(items)

    def __contains__(self, item):
        return item in self._items

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return f"{{{', '.join(map(repr, self))}}}"

    def add(self, item):
        self._items[item] = None

    def discard(self, item):
        self._items.pop(item, None)

    def copy(self):
        return OrderedSet(self)

    def update(self, *others):
        for others_items in others:
            self._items.update(dict.fromkeys(others_items))


class OrderedTimerHandle(asyncio.TimerHandle):
    """Python's heap isn't stable: without a number, equal deadlines come in any order."""

    __slots__ = ("_number",)
    _numbers = itertools.count()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._number = next(self._numbers)

    def __lt__(self, other):
        return (self._when, self._number) < (other._when, other._number)

    def __gt__(self, other):
        return other < self

    def __le__(self, other):
        return not other < self

    def __ge__(self, other):
        return not self < other


class VirtualSelector:
    """Where the loop waits. It never polls: there is no input, only time."""

    def __init__(self, loop):
        self._loop = loop

    def select(self, timeout):
        program.turns_left -= 1
        if program.turns_left < 0:
            raise TurnsExceededError(f"the loop has made {program.turns} turns and goes on")
        if timeout is None:
            raise DeadlockError(describe_deadlock(self._loop))
        if timeout > 0:
            # Not the time plus the timeout: that sum would be rounded.
            program.time = self._loop._scheduled[0]._when
        return ()


def describe_deadlock(loop):
    waiting = [f"{task.get_name()} ({task.get_coro().__name__})" for task in all_tasks(loop)]
    return f"deadlock: {', '.join(waiting) or 'the loop'} would wait for ever"


class VirtualLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._clock_resolution = CLOCK_RESOLUTION
        self._selector = VirtualSelector(self)
        self._asyncgens.data = OrderedSet()
        self._numbers = itertools.count()

    def time(self):
        return program.time

    def create_task(self, coro, *, name=None, **kwargs):
        self._check_closed()
        if name is None:
            name = next(program.task_names)
        task = super().create_task(coro, name=name, **kwargs)
        task._creation_number = next(self._numbers)
        return task

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


class VirtualLoopPolicy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = VirtualLoop


unordered_all_tasks = asyncio.tasks.all_tasks


def all_tasks(loop=None):
    tasks = unordered_all_tasks(loop)
    return OrderedSet(sorted(tasks, key=lambda task: task._creation_number))


def with_ordered_todo(function):
    """as_completed() has the one set that is written as a comprehension."""
    source = textwrap.dedent(inspect.getsource(function))
    comprehension = "{ensure_future(aw, loop=loop) for aw in set(aws)}"
    assert comprehension in source
    ordered = source.replace(comprehension, f"set([{comprehension[1:-1]}])")
    namespace = {}
    exec(ordered, function.__globals__, namespace)
    return namespace[function.__name__]


def install():
    OrderedTimerHandle.__name__ = asyncio.TimerHandle.__name__  # what it prints as
    asyncio.events.TimerHandle = asyncio.TimerHandle = OrderedTimerHandle
    asyncio.tasks.all_tasks = asyncio.all_tasks = all_tasks
    # Their modules' calls of set() find this name before the builtin one.
    asyncio.tasks.set = asyncio.taskgroups.set = OrderedSet
    completed = asyncio.tasks._AsCompletedIterator
    completed.__init__ = with_ordered_todo(completed.__init__)
    asyncio.events._set_event_loop_policy(VirtualLoopPolicy())
    # Pyodide has wrapped it, for loops that run in JavaScript.
    asyncio.run = inspect.unwrap(asyncio.run)
    time.sleep = sleep
    time.monotonic = time.perf_counter = current_time
