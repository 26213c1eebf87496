/*
 * Where the runtime asks for memory: one place, so that a test can count what
 * is not given back and make any one request fail.
 */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For tests: 1 makes the next request fail, 2 the one after it, 0 none; it counts
 * down. `lasting`: what comes after that one fails, too. */
extern uint32_t allocation__countdown;
void allocation_fail_at(uint32_t countdown, bool lasting);

/* Asked first by whatever gives out memory: cells and stacks, too. */
bool allocation__counted_down(void);
static inline bool allocation_fails(void)
{
    return __builtin_expect(allocation__countdown, 0) && allocation__counted_down();
}

/* As malloc() and the others. */
void *allocation_get(size_t size);
void *allocation_get_zeroed(size_t size);
void *allocation_resize(void *memory, size_t size);
void allocation_free(void *memory);

/* For tests: how many have not been freed. */
size_t allocation_count(void);

#endif
