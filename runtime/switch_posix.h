/*
 * How a stack is switched on POSIX systems: by a few instructions, by a function, or by ucontext
 * where we have neither.
 */
#ifndef SWITCH_POSIX_H
#define SWITCH_POSIX_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

typedef struct Stack {
    void *sp;         /* while it is suspended */
    void *back_sp;    /* of its resumer, while it runs */
    char *low, *high; /* of the block; NULL: it has none */
    void (*function)(void *argument);
    void *argument;
    bool finished;
#ifdef WITH_ASAN
    const void *back_bottom;
    size_t back_size;
#endif
} Stack;

extern Stack *stack__running; /* NULL: the thread's */

static inline bool stack_is_unwinding(void)
{
    return false;
}

static inline bool stack_is_rewinding(void)
{
    return false;
}

static inline void stack_is_back(void) {}

/* Of a function that switches: what others do meanwhile is its doing. A compiler that sees the
 * whole program sees only instructions that touch none of its variables. */
#ifdef __clang__
#define SWITCHES __attribute__((noinline))
#else
#define SWITCHES __attribute__((noipa))
#endif

/* Callee-saved registers go on the stack, where the collector finds them. */
#if defined(__x86_64__)

/* In the middle of its caller and left by a jump: a return to where no call came
 * from, and each one after it, would be one the processor has not foreseen. */
static inline __attribute__((always_inline)) void port__switch(void **save, void *to)
{
    __asm__ volatile("leaq -128(%%rsp), %%rsp\n" /* the caller's red zone */
                     "pushq %%rbp\n"
                     "pushq %%rbx\n"
                     "leaq 1f(%%rip), %%rax\n"
                     "pushq %%rax\n"
                     "movq %%rsp, (%0)\n"
                     "movq %1, %%rsp\n"
                     "popq %%rax\n"
                     "jmpq *%%rax\n"
                     "1:\n"
                     "popq %%rbx\n"
                     "popq %%rbp\n"
                     "leaq 128(%%rsp), %%rsp\n"
                     : "+D"(save), "+S"(to)
                     :
                     : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
                       "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "cc",
                       "memory");
}

#elif defined(__aarch64__)

void port__switch(void **save, void *to);

#else
#define WITH_UCONTEXT 1
#endif

#if defined(__x86_64__) && !defined(WITH_ASAN)
static inline __attribute__((always_inline)) bool stack_suspend_here(void)
{
    port__switch(&stack__running->sp, stack__running->back_sp);
    return false;
}
#else
void stack_suspend(void);
static inline bool stack_suspend_here(void)
{
    stack_suspend();
    return false;
}
#endif

#endif
