#include "stack_pool.h"

#include <stdint.h>
#include <stdlib.h>

#include "allocation.h"

enum { UNIT = 16, FEWEST_BLOCKS = 16, LARGEST_SLAB = 8 << 20 };

/* At the high end of a free block: the end a stack has used last. */
typedef struct Free {
    struct Free *next;
} Free;

typedef struct Slab {
    struct Slab *next;
} Slab;

/* Blocks of one size. There are few sizes in a program. */
typedef struct Pool {
    struct Pool *next;
    size_t size;
    size_t count; /* of all its blocks */
    Free *free;
    char *fresh, *fresh_end; /* of the last slab: never used yet */
    Slab *slabs;
} Pool;

static Pool *pools; /* the last one used first */
static size_t taken;

/*
 * An odd number of units: were it a power of two, the busy ends of all stacks would fall into the
 * same few sets of the cache.
 */
static size_t block_size(size_t size)
{
    return ((size + UNIT - 1) / UNIT | 1) * UNIT;
}

static Pool *pool_of(size_t size)
{
    for (Pool **link = &pools, *pool; (pool = *link); link = &pool->next) {
        if (pool->size == size) {
            *link = pool->next;
            pool->next = pools;
            return pools = pool;
        }
    }
    Pool *pool = allocation_get_zeroed(sizeof *pool);
    if (!pool)
        return NULL;
    pool->size = size;
    pool->next = pools;
    return pools = pool;
}

/* Slabs grow with the pool, since in wasm each growth of the memory is slow, until they are large;
 * near the end of the memory a smaller one may still do. */
static Slab *add_slab(Pool *pool)
{
    size_t count = pool->count / 16, most = LARGEST_SLAB / pool->size;
    if (count > most)
        count = most;
    if (count < FEWEST_BLOCKS)
        count = FEWEST_BLOCKS;
    Slab *slab = NULL;
    while (count && !(slab = allocation_get(sizeof *slab + UNIT + count * pool->size)))
        count /= 2;
    if (!slab)
        return NULL;
    slab->next = pool->slabs;
    pool->slabs = slab;
    pool->count += count;
    pool->fresh = (char *)(((uintptr_t)(slab + 1) + UNIT - 1) & ~(uintptr_t)(UNIT - 1));
    pool->fresh_end = pool->fresh + count * pool->size;
    return slab;
}

void *stack_pool_take(size_t *size)
{
    if (allocation_fails())
        return NULL;
    *size = block_size(*size);
    Pool *pool = pools && pools->size == *size ? pools : pool_of(*size);
    if (!pool)
        return NULL;
    if (pool->free) {
        char *end = (char *)(pool->free + 1);
        pool->free = pool->free->next;
        taken++;
        return end - pool->size;
    }
    if (pool->fresh == pool->fresh_end && !add_slab(pool))
        return NULL;
    char *block = pool->fresh;
    pool->fresh += pool->size;
    taken++;
    return block;
}

void stack_pool_give(void *block, size_t size)
{
    Pool *pool = pools && pools->size == size ? pools : pool_of(size);
    if (!pool)
        abort(); /* every block came from one */
    Free *freed = (Free *)((char *)block + size) - 1;
    freed->next = pool->free;
    pool->free = freed;
    taken--;
}

size_t stack_pool_taken(void)
{
    return taken;
}

size_t stack_pool_allocations(void)
{
    size_t count = 0;
    for (const Pool *pool = pools; pool; pool = pool->next) {
        count++;
        for (const Slab *slab = pool->slabs; slab; slab = slab->next)
            count++;
    }
    return count;
}

void stack_pool_free_all(void)
{
    while (pools) {
        Pool *pool = pools;
        pools = pool->next;
        while (pool->slabs) {
            Slab *slab = pool->slabs;
            pool->slabs = slab->next;
            allocation_free(slab);
        }
        allocation_free(pool);
    }
}
