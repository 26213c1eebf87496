/* Memory for the stacks of coroutines, which come and go all the time. */
#ifndef STACK_POOL_H
#define STACK_POOL_H

#include <stddef.h>

/* A block of at least *size bytes, aligned to 32, or NULL; *size becomes what it has. */
void *stack_pool_take(size_t *size);
/* `size` as it was returned. */
void stack_pool_give(void *block, size_t size);
/* Gives all memory back; no block may be in use. */
void stack_pool_free_all(void);
/* For tests: blocks in use, and what the pool has allocated for them. */
size_t stack_pool_taken(void);
size_t stack_pool_allocations(void);

#endif
