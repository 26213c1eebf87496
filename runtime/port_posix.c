/*
 * The port for POSIX systems: tests, sanitizers, debuggers and programs of your
 * own. Stacks are switched by a few instructions (ucontext where we have none);
 * the top-level code runs on the thread's own stack.
 */
#define _GNU_SOURCE /* pthread_getattr_np */
#include "port.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "heap.h"
#include "object.h"
#include "port_posix.h"
#include "program.h"
#include "stack_pool.h"
#include "trace.h"

#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
enum { USUAL_STACK = 256 * 1024 };
#else
enum { USUAL_STACK = 64 * 1024 };
#endif

/* -------------------------------------------------------------------- switch */

#if defined(__x86_64__)

/* So that the first switch to it enters `begin`, as if called. */
static void *first_frame(char *top, void (*begin)(void))
{
    void **sp = (void **)((uintptr_t)top & ~(uintptr_t)15);
    *--sp = NULL; /* begin's caller: keeps the alignment the ABI wants */
    *--sp = (void *)begin;
    return sp;
}

#elif defined(__aarch64__)

__asm__(".text\n"
        ".globl port__switch\n"
        ".type port__switch, %function\n"
        "port__switch:\n"
        "    sub sp, sp, #160\n"
        "    stp x19, x20, [sp, #0]\n"
        "    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32]\n"
        "    stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64]\n"
        "    stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n"
        "    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n"
        "    stp d14, d15, [sp, #144]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    ldp x19, x20, [sp, #0]\n"
        "    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32]\n"
        "    ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64]\n"
        "    ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96]\n"
        "    ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128]\n"
        "    ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #160\n"
        "    ret\n"
        ".size port__switch, .-port__switch\n");

static void *first_frame(char *top, void (*begin)(void))
{
    void **sp = (void **)((uintptr_t)top & ~(uintptr_t)15);
    sp -= 20;
    memset(sp, 0, 20 * sizeof *sp);
    sp[11] = (void *)begin; /* x30 */
    return sp;
}

#endif

#ifdef WITH_UCONTEXT
/* At the high end of the block. */
typedef struct Contexts {
    ucontext_t own, back;
} Contexts;

static Contexts *contexts_of(const Stack *stack)
{
    return (Contexts *)(void *)stack->high;
}
#else
typedef struct Contexts {
    char none[0];
} Contexts;
#endif

enum { HEADROOM = 4096 }; /* what library calls may need below the limit */

uintptr_t stack_low, stack_span = UINTPTR_MAX;
Stack *stack__running;

#if defined(WITH_ASAN) || defined(WITH_UCONTEXT)
static size_t usable_size(const Stack *stack)
{
    return (size_t)(stack->high - stack->low);
}
#endif

/* ASan keeps track of which stack runs. */
static void entered(Stack *stack, void *fake)
{
#ifdef WITH_ASAN
    const void *bottom;
    size_t size;
    __sanitizer_finish_switch_fiber(fake, &bottom, &size);
    stack->back_bottom = bottom;
    stack->back_size = size;
#else
    (void)stack;
    (void)fake;
#endif
}

static void switch_out(Stack *stack)
{
#ifdef WITH_UCONTEXT
    swapcontext(&contexts_of(stack)->own, &contexts_of(stack)->back);
#else
    port__switch(&stack->sp, stack->back_sp);
#endif
}

static void begin(void)
{
    Stack *stack = stack__running;
    entered(stack, NULL);
    stack->function(stack->argument);
    stack->finished = true;
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber(NULL, stack->back_bottom, stack->back_size);
#endif
    switch_out(stack);
    abort(); /* a finished stack is never resumed */
}

/* ------------------------------------------------------------------ overruns */

/*
 * A frame may be so large that the call which would notice it (stack_guard.c)
 * finds no memory to put its return address in. The signal has a stack of its
 * own, and the stack pointer tells what has happened.
 */
static uintptr_t stack_pointer(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.sp;
#else
    (void)context;
    return stack_low;
#endif
}

static void faulted(int signal, siginfo_t *info, void *context)
{
    (void)info;
    if (stack__running && stack_pointer(context) < stack_low)
        coroutine__overrun();
    /* Anything else: it happens again, as if nobody had looked. */
    sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
}

static void watch_for_faults(void)
{
    static char signal_stack[64 * 1024];
    static bool watching;
    if (watching)
        return;
    watching = true;
    sigaltstack(&(stack_t){.ss_sp = signal_stack, .ss_size = sizeof signal_stack}, NULL);
    struct sigaction action = {.sa_sigaction = faulted, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

bool stack_take(Stack *stack, size_t size)
{
    watch_for_faults();
    size_t smallest = HEADROOM + 4096;
    size = (size < smallest ? smallest : size) + sizeof(Contexts);
    char *block = stack_pool_take(&size);
    if (!block)
        return false;
    *stack = (Stack){.low = block, .high = block + size - sizeof(Contexts)};
#ifdef WITH_UCONTEXT
    ucontext_t *own = &contexts_of(stack)->own;
    getcontext(own);
    own->uc_stack.ss_sp = stack->low;
    own->uc_stack.ss_size = usable_size(stack);
    own->uc_link = NULL;
    makecontext(own, begin, 0);
#else
    stack->sp = first_frame(stack->high, begin);
#endif
    return true;
}

void stack_prefetch(const Stack *stack)
{
    /* The few frames of most coroutines: to look where they begin would be to wait for it. */
    for (int line = 0; line < 6; line++)
        __builtin_prefetch(stack->high - 1 - (ptrdiff_t)line * 64);
}

void stack_free(Stack *stack)
{
#ifdef WITH_ASAN
    __asan_unpoison_memory_region(stack->low, usable_size(stack));
#endif
    stack_pool_give(stack->low, (size_t)(stack->high - stack->low) + sizeof(Contexts));
    stack->low = NULL;
}

SWITCHES bool stack_resume(Stack *stack, CoroutineFunction *function, void *argument)
{
    void *fake = NULL;
    Stack *resumer = stack__running;
    uintptr_t low = stack_low, span = stack_span;
    stack->function = function;
    stack->argument = argument;
    stack__running = stack;
    stack_low = (uintptr_t)stack->low + HEADROOM;
    stack_span = (uintptr_t)stack->high - stack_low;
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber(&fake, stack->low, usable_size(stack));
#endif
#ifdef WITH_UCONTEXT
    swapcontext(&contexts_of(stack)->back, &contexts_of(stack)->own);
#else
    port__switch(&stack->back_sp, stack->sp);
#endif
    stack__running = resumer;
#ifdef WITH_ASAN
    __sanitizer_finish_switch_fiber(fake, NULL, NULL);
#else
    (void)fake;
#endif
    stack_low = low;
    stack_span = span;
    return !stack->finished;
}

SWITCHES void stack_suspend(void)
{
    Stack *stack = stack__running;
    void *fake = NULL;
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber(&fake, stack->back_bottom, stack->back_size);
#endif
    switch_out(stack);
    entered(stack, fake);
}

void stack_each_range(const Stack *stack, void (*range)(const void *from, const void *to))
{
#ifdef WITH_UCONTEXT
    range(stack->low, contexts_of(stack) + 1);
#else
    range(stack->sp, stack->high);
#endif
}

size_t stack_default_size(void)
{
    return USUAL_STACK;
}

/* ----------------------------------------------------------- time and waiting */

double port_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void port_block(double seconds)
{
    struct timespec left = {(time_t)seconds, (long)((seconds - floor(seconds)) * 1e9)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

bool port_wait(double deadline, bool virtual_clock)
{
    if (deadline == INFINITY)
        return false; /* nothing outside of the program can call back into it */
    if (!virtual_clock) {
        double seconds = deadline - port_now();
        if (seconds > 0)
            port_block(seconds);
    }
    return true;
}

/* ----------------------------------------------------------------- collection */

/* glibc: where the thread's stack began. */
static char *stack_base(void)
{
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    return (char *)low + size;
}

extern char __data_start[], _end[];

static void mark_roots(void)
{
    /* Saves, above `here`, what the code above keeps in registers. (glibc's
     * setjmp scrambles one of them.) */
    __builtin_unwind_init();
    void *volatile here = NULL;
    static char *base;
    if (!base)
        base = stack_base();
    heap_mark_range((void *)&here, base);
    heap_mark_range(__data_start, _end);
}

uint32_t port__callbacks_left; /* nobody waits for a turn: it may pass zero */

void port_breathe(void)
{
    if (heap_is_due())
        heap_collect(mark_roots);
}

void port_posix_collect(void)
{
    heap_collect(mark_roots);
}

void port_posix_free_stacks(void)
{
    stack_pool_free_all();
}

/* --------------------------------------------------------------------- output */

static FILE *trace_records_file, *trace_strings_file;
static void (*write_hook)(int fd, const char *text, size_t length);

void port_posix_trace_to(FILE *records, FILE *strings)
{
    trace_records_file = records;
    trace_strings_file = strings;
}

void port_posix_write_to(void (*hook)(int fd, const char *text, size_t length))
{
    write_hook = hook;
}

void port_write(int fd, const char *text, size_t length)
{
    if (write_hook)
        write_hook(fd, text, length);
    else
        fwrite(text, 1, length, fd == 2 ? stderr : stdout);
}

void port_drain(void)
{
    if (trace_records_file)
        fwrite(trace_records(), sizeof(TraceRecord), trace_record_count(), trace_records_file);
    if (trace_strings_file)
        fwrite(trace_strings(), 1, trace_strings_size(), trace_strings_file);
}

_Noreturn void port_fatal(const char *message)
{
    fflush(stdout);
    fprintf(stderr, "asyncio: %s\n", message);
    if (trace_records_file)
        fflush(trace_records_file);
    if (trace_strings_file)
        fflush(trace_strings_file);
    _exit(70);
}
