"""Runs one program after another in this interpreter, each as if it were alone."""

import ast
import asyncio
import gc
import io
import itertools
import json
import linecache
import sys
import traceback
import types
import warnings

import virtual_time

FILE = "program.py"


class Output(io.TextIOBase):
    """Keeps what is written, and the loop time at which each line was complete."""

    def __init__(self):
        self._parts = []
        self._line_ends = []

    def write(self, text):
        self._parts.append(text)
        time = virtual_time.current_time()
        self._line_ends.extend(itertools.repeat(time, text.count("\n")))
        return len(text)

    def text(self):
        return "".join(self._parts)

    def lines(self):
        times = itertools.chain(self._line_ends, [virtual_time.current_time()])
        return [{"time": time, "text": text} for time, text in zip(times, self.text().splitlines())]


class UnknownKnob(Exception):
    pass


def set_knobs(tree, knobs):
    """Replaces the literals of module-level assignments, keeping types: 3 for 1.0 becomes 3.0."""
    missing = dict(knobs)
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in missing:
                kind = type(ast.literal_eval(node.value))
                value = ast.Constant(kind(missing.pop(name)))
                node.value = ast.copy_location(value, node.value)
    if missing:
        names = ", ".join(missing)
        raise UnknownKnob(f"the program has no assignment at module level to: {names}")
    return tree


def exit_code(code):
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return 1


def run_as_main(source, knobs):
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    try:
        tree = set_knobs(ast.parse(source, FILE), knobs)
        exec(compile(tree, FILE, "exec"), module.__dict__)
    except UnknownKnob:
        raise
    except SystemExit as exit:
        return exit_code(exit.code)
    except BaseException as error:
        # The first frame is this one.
        traceback.print_exception(error.with_traceback(error.__traceback__.tb_next))
        return 1
    return 0


def in_fresh_state(function):
    """Restores afterwards what a program may have left behind."""
    saved = sys.stdout, sys.stderr, sys.modules["__main__"], asyncio._get_running_loop()
    # Node's loop, in which this runs, counts as running.
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(None)
    try:
        with warnings.catch_warnings():
            return function()
    finally:
        sys.stdout, sys.stderr, sys.modules["__main__"], running = saved
        asyncio._set_running_loop(running)


def run(source, knobs, turns):
    stdout, stderr = Output(), Output()

    def run_and_collect():
        sys.stdout, sys.stderr = stdout, stderr
        status = run_as_main(source, json.loads(knobs))
        # What is left complains when it is collected: "was never awaited", "never retrieved".
        sys.modules["__main__"] = None
        asyncio.set_event_loop(None)
        gc.collect()
        return status

    virtual_time.start_program(turns)
    try:
        status = in_fresh_state(run_and_collect)
    except UnknownKnob as error:
        return json.dumps({"problem": str(error)})
    return json.dumps(
        {
            "stdout": stdout.text(),
            "stderr": stderr.text(),
            "exitCode": status,
            "lines": stdout.lines(),
        }
    )


virtual_time.install()
gc.collect()
# Only what programs make is looked at when they end.
gc.freeze()
