/*
 * Where a cell's state is. Apart from heap.c, since every await pins and unpins a cell: a call
 * would take as long as what it does.
 */
#ifndef HEAP_CELL_H
#define HEAP_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A chunk is aligned to its size, so that a cell's address gives its chunk. */
#define CHUNK_BITS 14
#define CHUNK_SIZE ((size_t)1 << CHUNK_BITS)

/* What a cell is, in Chunk.state; 0 is free. */
enum { CELL_USED = 1, CELL_MARKED = 2, CELL_PINNED = 4, CELL_OWNER = 8 };

/* States are searched eight at a time. */
enum { STATES = sizeof(uint64_t) };

typedef struct Chunk {
    struct Chunk *next;  /* of its class, of the large ones, or of the free ones */
    uint32_t cell_size;  /* of a large cell: all of it */
    uint32_t cell_count; /* 0: the chunk is free */
    uint32_t reciprocal; /* of cell_size: 2^32 / cell_size, rounded up */
    uint16_t first;      /* cell: how far from here */
    bool large;          /* one cell, over as many chunks as it needs */
    _Alignas(
        uint64_t) uint8_t state[]; /* of each cell, and then of none, to a multiple of STATES */
} Chunk;

static inline Chunk *heap__chunk_of(const void *cell)
{
    return (Chunk *)((uintptr_t)cell & ~(CHUNK_SIZE - 1));
}

/* Of an address in a cell of a chunk that is not large. */
static inline uint32_t heap__index_of(const Chunk *chunk, size_t offset)
{
    return (uint32_t)((uint64_t)offset * chunk->reciprocal >> 32);
}

static inline uint8_t *heap__state_of(const void *cell)
{
    Chunk *chunk = heap__chunk_of(cell); /* a large one's reciprocal is 0 */
    return &chunk->state[heap__index_of(chunk, (size_t)((const char *)cell - (char *)chunk) -
                                                   chunk->first)];
}

#endif
