/*
 * What the runtime asks of the platform: stacks to switch, a clock, a way to
 * wait, and somewhere to write. port_web.c (Asyncify, a JavaScript host) and
 * port_posix.c implement it; nothing else knows either.
 */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "asyncio.h"
#include "heap.h"

/* ---------------------------------------------------------------- stacks */

/* Zeroed it is of nothing. */
typedef struct Stack Stack;

/* Takes a block of `size` bytes or a little more. False: no memory. */
bool stack_take(Stack *stack, size_t size);
/* Gives it back; also of one that is suspended: its frames are dropped. */
void stack_free(Stack *stack);
/* Runs function(argument) on it, or what is left of that: both are the same each time. Until it
 * suspends itself (true) or the function returns (false). */
bool stack_resume(Stack *stack, CoroutineFunction *function, void *argument);
/* Suspends the running stack: back to who resumed it. */
void stack_suspend(void);
/* What resuming it touches comes into the cache. */
void stack_prefetch(const Stack *stack);
/* Hands every word that lives on a suspended stack to `range`. */
void stack_each_range(const Stack *stack, void (*range)(const void *from, const void *to));
/* Smallest and usual size, bytes. */
size_t stack_default_size(void);
/* The addresses the running code may use, so many bytes from the lowest one on; any, when it is not
 * on a Stack. */
extern uintptr_t stack_low, stack_span;

/* Whether there is an instruction that begins to bring memory into the cache. wasm has none, and
 * a load in its place takes more than it gives. */
#ifdef __wasm__
enum { PORT_PREFETCHES = false };
#else
enum { PORT_PREFETCHES = true };
#endif

/*
 * Where suspending a stack means to return from all functions on it, and going on to call them
 * again, these are for a function that is left out when the others have their locals saved and
 * restored:
 *     bool stack_suspend_here(void)   true: the function must return at once
 *     bool stack_is_unwinding(void)   the same, when it has called another one
 *     bool stack_is_rewinding(void)   it is called again, with the arguments it had: it calls what
 *     void stack_is_back(void)        it had called, or this, where it was suspended itself
 */
#ifdef __wasm__
#include "switch_web.h"
#else
#include "switch_posix.h"
#endif

/* --------------------------------------------------------- time and waiting */

/* Seconds of the host's monotonic clock. */
double port_now(void);
/* Blocks for real; nothing else runs. */
void port_block(double seconds);
/* The running loop has nothing to do until `deadline` (loop time, maybe
 * infinite): gives the host its turn. Returns when the loop should look again.
 * False: this host has no way to wait for work outside. */
bool port_wait(double deadline, bool virtual_clock);
/* After each callback: a chance for the host to take its turn, and for the
 * collector to run while every coroutine and the top-level code are suspended. */
extern uint32_t port__callbacks_left; /* before the host's turn */
static inline bool port_is_out_of_breath(void)
{
    return !--port__callbacks_left || heap_is_due();
}
void port_breathe(void);

/* ------------------------------------------------------------------ output */

void port_write(int fd, const char *text, size_t length);
/* The trace buffer is full: the host takes it (trace.h) and clears it. */
void port_drain(void);
/* Ends the program with one clear message. */
_Noreturn void port_fatal(const char *message);

#endif
