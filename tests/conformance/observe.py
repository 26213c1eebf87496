"""What is compared of a program: every line it prints and every callback the
loop runs, with the turn of the loop and its time, and how everything ended."""

import asyncio
import functools
import gc
import inspect
import json
import logging
import re
import sys
import warnings

import prelude
import virtual_time

# As the runtime's trace calls them.
NAMES = {
    "TaskStepMethWrapper": "step",
    "Task.task_wakeup": "wakeup",
    "_set_result_unless_cancelled": "sleep",
    "_release_waiter": "release_waiter",
    "Timeout._on_timeout": "timeout",
    "_run_until_complete_cb": "run_until_complete",
    "gather.<locals>._done_callback": "gather",
    "shield.<locals>._clear_awaited_by_callback": "shield forget",
    "shield.<locals>._inner_done_callback": "shield inner done",
    "shield.<locals>._outer_done_callback": "shield outer done",
    "_log_on_exception": "shield log",
    "_wait.<locals>._on_completion": "wait",
    "_AsCompletedIterator._handle_completion": "as_completed",
    "_AsCompletedIterator._handle_timeout": "as_completed timeout",
    "TaskGroup._on_task_done": "task group",
}

events = []
futures = []
gathers = []
never_awaited = []
# What programs leave pending is never let go: that would run their code again.
left_pending = []
has_let_go = False
turn = 0
observing = False


def observe(kind, *what):
    if observing:
        events.append([kind, turn, virtual_time.current_time(), *what])


def name_of(callback):
    if isinstance(callback, functools.partial):
        callback = callback.func
    name = getattr(callback, "__qualname__", None) or type(callback).__qualname__
    return NAMES.get(name, name)


def task_of(callback):
    owner = getattr(callback, "__self__", None)
    return owner.created_as if isinstance(owner, asyncio.Task) else None


class ObservedHandle(asyncio.Handle):
    def _run(self):
        observe("run", name_of(self._callback), task_of(self._callback))
        return super()._run()


class ObservedTimerHandle(virtual_time.OrderedTimerHandle):
    def _run(self):
        observe("run", name_of(self._callback), task_of(self._callback))
        return super()._run()


class _GatheringFuture(asyncio.tasks._GatheringFuture):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        gathers.append(self)


class ObservedLoop(virtual_time.VirtualLoop):
    def _process_events(self, event_list):
        global turn
        turn += 1

    def create_future(self):
        future = super().create_future()
        futures.append(future)
        return future

    def create_task(self, coro, **kwargs):
        task = super().create_task(coro, **kwargs)
        task.created_as = task.get_name()
        futures.append(task)
        return task


def print_observed(*values):
    text = " ".join(map(str, values))
    observe("print", with_names(text))


class Logged(logging.Handler):
    """Slow callbacks, in debug mode."""

    def emit(self, record):
        observe("print", with_names(record.getMessage()))


def with_names(text):
    """Callbacks of the library, within a repr, too."""
    return re.sub(r"[\w.<>]+(?=\()", lambda match: NAMES.get(match[0], match[0]), text)


def outcome(future):
    """Without counting as somebody who has looked at its exception."""
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    if future._exception is not None:
        return with_names(f"exception {future._exception!r}")
    return with_names(f"result {future._result!r}")


def report_left_over():
    """What each would say when it is collected."""
    reports = []
    for future in futures + gathers:
        kind = type(future).__name__
        if future._log_traceback:
            reports.append(f"{kind} exception was never retrieved {future._exception!r} future")
            future._log_traceback = False
        if kind == "Task" and not future.done():
            left_pending.append(future)
            if future._log_destroy_pending:
                reports.append("Task was destroyed but it is pending! None task")
                future._log_destroy_pending = False
    return sorted(map(with_names, reports))


def is_suspended(coroutine):
    return inspect.getcoroutinestate(coroutine) == inspect.CORO_SUSPENDED


def note_never_awaited(message, category, *_):
    # In debug mode it says where they were created, too.
    found = re.match(r"coroutine '(?:.*\.)?(\w+)' was never awaited(?:\n|$)", str(message))
    if found and category is RuntimeWarning:
        never_awaited.append(found[1])


def note_unraisable(unraisable):
    """Nobody else has a coroutine that ignores this: CPython clears its frame."""
    global has_let_go
    if "coroutine ignored GeneratorExit" in str(unraisable.exc_value):
        has_let_go = True


def run(runs, main, *counts):
    global turn, observing, has_let_go
    for forgotten in events, futures, gathers, never_awaited:
        forgotten.clear()
    turn = 0
    has_let_go = False
    observing = True
    sys.unraisablehook = note_unraisable
    warnings.simplefilter("always")
    warnings.showwarning = note_never_awaited
    prelude.run(runs, main, *counts)
    observing = False
    states = [
        [getattr(future, "created_as", "future"), outcome(future)] for future in futures
    ] + [["gather", outcome(future)] for future in gathers]
    already_left = len(left_pending)
    left_pending.extend(filter(is_suspended, prelude.objects_kept))
    reports = report_left_over()
    everything_ended = len(left_pending) == already_left
    futures.clear()
    gathers.clear()
    for variables in prelude.v, prelude.w, prelude.h, prelude.t, prelude.g, prelude.objects_kept:
        variables.clear()
    del main
    gc.collect()
    if not everything_ended:
        # Kept for ever: it may be thousands of tasks, which no later collection need look at.
        gc.freeze()
    print(
        json.dumps(
            {
                "events": events,
                "states": states,
                "reports": reports,
                "neverAwaited": sorted(never_awaited) if everything_ended else None,
                "hasLetGo": has_let_go,
            }
        )
    )


prelude.print = print_observed
asyncio.log.logger.addHandler(Logged())
virtual_time.VirtualLoopPolicy._loop_factory = ObservedLoop
ObservedHandle.__name__, ObservedTimerHandle.__name__ = "Handle", "TimerHandle"
asyncio.events.Handle = ObservedHandle
asyncio.events.TimerHandle = ObservedTimerHandle
asyncio.tasks._GatheringFuture = _GatheringFuture
