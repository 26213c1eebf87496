/*
 * How a stack is suspended: in the middle of a function, since Asyncify leaves alone who calls
 * start_unwind, and would make every function slower that one more lies between.
 *
 * Asyncify lets a call stack return to its caller (unwind), saving each frame's locals, and
 * re-enter it later (rewind). Its pass replaces these four imports by code inside the module, so
 * that a switch never enters JavaScript.
 */
#ifndef SWITCH_WEB_H
#define SWITCH_WEB_H

#include <stdbool.h>
#include <stddef.h>

#define SWITCHES
#define ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(name)))

ASYNCIFY("start_unwind") void start_unwind(void *area);
ASYNCIFY("stop_unwind") void stop_unwind(void);
ASYNCIFY("start_rewind") void start_rewind(void *area);
ASYNCIFY("stop_rewind") void stop_rewind(void);

/* While it is suspended the C stack lies at the high end of the block, the saved frames below it.
 */
typedef struct Stack {
    char *low, *high; /* of the block; NULL: it has none */
    char *sp;         /* the C stack pointer: the frames end there */
    char *frames;     /* where they begin; NULL before it has begun */
} Stack;

/* What Asyncify reads and writes: saved frames, growing up. It traps when they
 * reach `end`. */
typedef struct Frames {
    char *at, *end;
} Frames;

extern struct Switch {
    bool unwinding, rewinding;
    Frames frames;
    /* Frames are written here first: only then is their size known. */
    char *buffer;
    size_t size;
} stack__switch;

static inline bool stack_is_unwinding(void)
{
    return stack__switch.unwinding;
}

static inline bool stack_is_rewinding(void)
{
    return stack__switch.rewinding;
}

static inline __attribute__((always_inline)) void stack_is_back(void)
{
    stack__switch.rewinding = false;
    stop_rewind();
}

static inline __attribute__((always_inline)) bool stack_suspend_here(void)
{
    stack__switch.frames =
        (Frames){stack__switch.buffer, stack__switch.buffer + stack__switch.size};
    stack__switch.unwinding = true;
    start_unwind(&stack__switch.frames);
    return true;
}

#endif
