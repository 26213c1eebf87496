/*
 * The collector: cells of a few sizes in aligned chunks, marked conservatively
 * between two callbacks, when every coroutine is suspended and its locals lie
 * in a block. See MEMORY in asyncio.h for what that promises.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "heap_cell.h"

/* A zeroed cell, or NULL when there is no memory: of a size the program chose, who is told. */
void *heap_alloc(size_t size);
/* A zeroed cell for what the loop cannot do without: never NULL. Without memory the program ends
 * with a message, as somebody would wait for ever for what could not be made. */
void *heap_new(size_t size);
void *heap_new_pinned(size_t size);

/* A pinned cell is a root. For an address in a cell of the size of an object. */
static inline void heap_pin(void *cell)
{
    *heap__state_of(cell) |= CELL_PINNED;
}
static inline void heap_unpin(void *cell)
{
    *heap__state_of(cell) &= (uint8_t)~CELL_PINNED;
}
/* Calls `visit` for each pinned cell, in no order. */
void heap_each_pinned(void (*visit)(void *cell, void *context), void *context);

/* For a large cell nobody but the caller can know of: at once, not by the next collection. */
void heap_give_back(void *cell);

/* An owner keeps something outside of the heap: when it is marked `mark` is
 * called, when it is taken back `release`. There is one HeapOwner. */
typedef struct HeapOwner {
    void (*mark)(void *cell);
    void (*release)(void *cell);
} HeapOwner;
void heap_own(void *cell, const HeapOwner *owner);
void heap_disown(void *cell);

/* Enough was allocated since the last collection to be worth another. */
extern size_t heap__allocated, heap__limit;
static inline bool heap_is_due(void)
{
    return heap__allocated > heap__limit;
}
/* Marks from pinned cells and from what `roots` hands to heap_mark_range, then
 * takes back the rest. */
void heap_collect(void (*roots)(void));
/* Within `roots` and HeapOwner.mark: every word of [from, to) may be a pointer. */
void heap_mark_range(const void *from, const void *to);

/* For tests: cells in use, and giving all memory back. */
size_t heap_cells(void);
void heap_free_all(void);

#endif
