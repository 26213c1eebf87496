/*
 * The port for browsers and Node: the one file that knows Asyncify and the
 * JavaScript host. The host calls asyncio_advance() when there is something to
 * do; the program's main() runs on a stack of its own, so that it can wait for
 * the host in the middle of C code.
 */
#include "port.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "asyncio.h"
#include "heap.h"
#include "javascript_web.h"
#include "object.h"
#include "program.h"
#include "stack_pool.h"
#include "trace.h"

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT __attribute__((used, visibility("default")))

/* -------------------------------------------------------------------- switch */

enum {
    USUAL_STACK = 8 * 1024,
    TOP_LEVEL_STACK = 256 * 1024,
    FEWEST_FRAMES = 64 * 1024,
    HEADROOM = 256
};

uintptr_t stack_low, stack_span = UINTPTR_MAX;
struct Switch stack__switch;

/* The C stack pointer is a global of the module. Setting it is portable between
 * releases only so: as an instruction, and in no frame of its own. */
__asm__(".globaltype __stack_pointer, i32\n");
#define GET_SP(pointer)                                                                            \
    __asm__ volatile("global.get __stack_pointer\nlocal.set %0" : "=r"(pointer)::"memory")
#define SET_SP(pointer)                                                                            \
    __asm__ volatile("local.get %0\nglobal.set __stack_pointer" ::"r"(pointer) : "memory")

/* Frames are copied by words of this size, the first of which may begin before them. */
enum { WORD = sizeof(uint64_t) };

/* For the largest of the stacks: it could not keep more. */
static bool reserve_frames(size_t size)
{
    if (size <= stack__switch.size)
        return true;
    char *buffer =
        allocation_resize(stack__switch.size ? stack__switch.buffer - WORD : NULL, WORD + size);
    if (!buffer)
        return false;
    stack__switch.buffer = buffer + WORD;
    stack__switch.size = size;
    return true;
}

bool stack_take(Stack *stack, size_t size)
{
    if (!reserve_frames(size > FEWEST_FRAMES ? size : FEWEST_FRAMES))
        return false;
    char *block = stack_pool_take(&size);
    if (!block)
        return false;
    *stack = (Stack){.low = block, .high = block + size, .sp = block + size};
    return true;
}

void stack_free(Stack *stack)
{
    stack_pool_give(stack->low, (size_t)(stack->high - stack->low));
    stack->low = NULL;
}

/* Puts the frames next to the C stack. */
static inline void keep_frames(Stack *stack)
{
    size_t size = (size_t)(stack__switch.frames.at - stack__switch.buffer);
    size_t words = (size + WORD - 1) & ~(size_t)(WORD - 1);
    stack->frames = stack->sp - size;
    if (__builtin_expect(stack->sp - words < stack->low, false))
        coroutine__overrun();
    const char *from = stack__switch.frames.at - words;
    for (char *to = stack->sp - words; to < stack->sp; to += WORD, from += WORD) {
        __builtin_memcpy(to, from, WORD);
        __asm__ volatile("" ::: "memory"); /* a few words: no call of memcpy */
    }
}

/*
 * Asyncify leaves these two uninstrumented: the callers of start_rewind and of
 * start_unwind. Exported, so that neither is inlined into a caller, which
 * would then be left uninstrumented in its place.
 */
EXPORT __attribute__((noinline)) bool stack_resume(Stack *stack, CoroutineFunction *function,
                                                   void *argument)
{
    char *sp;
    uintptr_t low = stack_low, span = stack_span;
    GET_SP(sp);
    stack_low = (uintptr_t)stack->low + HEADROOM;
    stack_span = (uintptr_t)stack->high - stack_low;
    SET_SP(stack->sp);
    if (stack->frames) {
        stack__switch.rewinding = true;
        stack__switch.frames = (Frames){stack->sp, stack->sp};
        start_rewind(&stack__switch.frames);
    }
    function(argument);
    if (stack__switch.unwinding)
        GET_SP(stack->sp);
    SET_SP(sp);
    stack_low = low;
    stack_span = span;
    if (!stack__switch.unwinding)
        return false;
    stop_unwind();
    stack__switch.unwinding = false;
    keep_frames(stack);
    return true;
}

EXPORT __attribute__((noinline)) void stack_suspend(void)
{
    if (stack_is_rewinding())
        stack_is_back();
    else
        stack_suspend_here();
}

void stack_prefetch(const Stack *stack)
{
    (void)stack;
}

void stack_each_range(const Stack *stack, void (*range)(const void *from, const void *to))
{
    range(stack->frames ? stack->frames : stack->sp, stack->high);
}

size_t stack_default_size(void)
{
    return USUAL_STACK;
}

/* What -finstrument-functions passes on as the caller: Emscripten would ask
 * JavaScript for it, and nobody here looks at it. */
void *emscripten_return_address(int level)
{
    (void)level;
    return NULL;
}

/* ------------------------------------------------------------------- the host */

IMPORT("host", "host_now") double host_now(void);
IMPORT("host", "host_write") void host_write(int fd, const char *text, size_t length);
IMPORT("host", "host_drain") void host_drain(void);
IMPORT("host", "host_fatal") void host_fatal(const char *message, size_t length);

/* As asyncio_state() gives it to the host. */
typedef enum State { READY, WAITING, HELD, ENDED, COLLECTING } State;

static struct {
    const Program *program;
    Stack stack; /* of main() */
    State state;
    double deadline;
    bool virtual_clock; /* of the loop that waits */
    bool within;        /* the program runs now */
    int status;
    char *scratch;
} host;

static void yield_to_host(State state)
{
    host.state = state;
    stack_suspend();
}

double port_now(void)
{
    return host_now();
}

/* A page cannot sleep: time passes, and nothing else happens. */
void port_block(double seconds)
{
    double until = host_now() + seconds;
    while (host_now() < until)
        ;
}

bool port_wait(double deadline, bool virtual_clock)
{
    host.deadline = deadline;
    host.virtual_clock = virtual_clock;
    yield_to_host(deadline == INFINITY ? HELD : WAITING);
    return true;
}

uint32_t port__callbacks_left;

void port_breathe(void)
{
    if (heap_is_due())
        yield_to_host(COLLECTING);
    if (!port__callbacks_left)
        yield_to_host(READY);
}

void port_write(int fd, const char *text, size_t length)
{
    fflush(NULL); /* what the program gave to printf() came before this */
    host_write(fd, text, length);
}

void port_drain(void)
{
    host_drain();
}

_Noreturn void port_fatal(const char *message)
{
    host_fatal(message, strlen(message));
    __builtin_trap();
}

/* ------------------------------------------------------ for javascript_web.c */

void port_select(const Program *program)
{
    host.program = program;
}

bool port_is_within(void)
{
    return host.within;
}

void port_look_again(void)
{
    if (host.state == WAITING || host.state == HELD)
        host.state = READY;
}

/* ---------------------------------------------------- what the host may call */

extern char __global_base[], __data_end[];

static void mark_roots(void)
{
    heap_mark_range(__global_base, __data_end);
    stack_each_range(&host.stack, heap_mark_range);
}

static void run_program(void *unused)
{
    (void)unused;
    host.status = program_run(host.program);
    fflush(NULL);
}

/* Memory the host may write to; good until the next call. NULL: there is none. */
EXPORT void *asyncio_buffer(size_t size)
{
    allocation_free(host.scratch);
    host.scratch = allocation_get(size);
    return host.scratch;
}

EXPORT int asyncio_select(const char *name)
{
    host.program = program_find(name);
    return host.program ? 0 : -1;
}

EXPORT int asyncio_set_knob(const char *name, double value)
{
    return host.program && program_set_knob(host.program, name, value) ? 0 : -1;
}

EXPORT void asyncio_set_tracing(bool on)
{
    asyncio__tracing = on;
}

EXPORT void asyncio_set_budget(uint32_t events)
{
    trace.budget = events;
}

/* Returns nothing: what an export returns is lost when a stack is switched
 * below it. The host asks asyncio_state(). */
EXPORT void asyncio_advance(uint32_t handles)
{
    if (host.state == ENDED || !host.program || !handles)
        return;
    if (host.state == WAITING && !host.virtual_clock && host_now() < host.deadline)
        return;
    if (!host.stack.low && !stack_take(&host.stack, TOP_LEVEL_STACK))
        port_fatal("Out of memory: the program could not begin.");
    port__callbacks_left = handles;
    host.within = true;
    do {
        host.state = READY;
        if (!stack_resume(&host.stack, run_program, NULL))
            host.state = ENDED;
        if (host.state == COLLECTING)
            heap_collect(mark_roots);
    } while (host.state == COLLECTING);
    host.within = false;
}

EXPORT int asyncio_state(void)
{
    return host.state;
}

EXPORT double asyncio_deadline(void)
{
    return host.deadline;
}

EXPORT double asyncio_time(void)
{
    return trace.time;
}

EXPORT int asyncio_exit_status(void)
{
    return host.status;
}

EXPORT const void *asyncio_trace_records(void)
{
    return trace_records();
}

EXPORT uint32_t asyncio_trace_count(void)
{
    return trace_record_count();
}

EXPORT const void *asyncio_trace_strings(void)
{
    return trace_strings();
}

EXPORT uint32_t asyncio_trace_strings_size(void)
{
    return trace_strings_size();
}

EXPORT void asyncio_trace_clear(void)
{
    trace_clear();
}
