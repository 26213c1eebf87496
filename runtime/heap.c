#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "allocation.h"
#include "port.h"

#define UNIT ((size_t)16)
#define EACH(state) (UINT64_C(0x0101010101010101) * (state))

#define LARGEST_CELL ((size_t)3584) /* a class: four fit in a chunk */
#define CLASSES (LARGEST_CELL / UNIT + 1)
#define LARGEST_OF_UNITS (UNIT * 16) /* up to here a class for each number of units */
#define FEWEST_CHUNKS ((size_t)32)   /* of a region */
#define MOST_CHUNKS (((size_t)8 << 20) / CHUNK_SIZE)

/* How much is allocated before the next collection, which costs what is live:
 * at least this much, four times of what is live, less when that is much. */
#define FIRST_COLLECTION ((size_t)1 << 20)
#define MUCH ((size_t)128 << 20)

/* Cells of one size are given out chunk by chunk, from the low end to the high
 * one. A collection begins anew: it frees cells by clearing their states and
 * touches none of them. */
typedef struct Class {
    Chunk *chunks;
    Chunk *next; /* of `chunks`: not yet looked at */
    /* Of the chunk that is given out now: these may be free, from `cell` on. */
    uint8_t *state, *state_end;
    char *cell;
} Class;

typedef struct Region {
    struct Region *next;
    void *memory;
} Region;

/* Chunk by address, in two levels, for words that may be pointers. */
#define ADDRESS_BITS (sizeof(void *) == 4 ? 32 : 48)
#define LEAF_BITS (sizeof(void *) == 4 ? 9 : 17)
#define LEAVES ((size_t)1 << (ADDRESS_BITS - CHUNK_BITS - LEAF_BITS))
#define LEAF ((size_t)1 << LEAF_BITS)

static struct {
    Class classes[CLASSES];
    Chunk *large;
    Chunk *free_chunks;
    Region *regions;
    size_t region_chunks; /* of all regions */
    Chunk ***table;
    uintptr_t lowest, highest;
    size_t live; /* bytes the last collection left */
    /* Marked cells whose contents are still to be searched. */
    void **grey;
    size_t grey_count, grey_capacity;
    bool grey_lost; /* the list could not grow: search again */
    HeapOwner owner;
} heap;

size_t heap__allocated, heap__limit = FIRST_COLLECTION;

/* Many sizes share few classes, so that a chunk serves many: 16-byte steps to
 * 256 bytes, then eighths of a power of two. */
static size_t class_size(size_t size)
{
    size_t step = UNIT;
    while (size > step * LARGEST_OF_UNITS / UNIT)
        step *= 2;
    return (size + step - 1) & ~(step - 1);
}

static char *cell_at(Chunk *chunk, size_t index)
{
    return (char *)chunk + chunk->first + index * chunk->cell_size;
}

/* How many bytes of states a chunk has. */
static size_t states_of(const Chunk *chunk)
{
    return (chunk->cell_count + STATES - 1) & ~(size_t)(STATES - 1);
}

/* -------------------------------------------------- chunks and their table */

static uintptr_t leaf_of(uintptr_t address)
{
    return address >> (CHUNK_BITS + LEAF_BITS);
}

static bool table_reserve(uintptr_t from, uintptr_t to)
{
    if (!heap.table && !(heap.table = allocation_get_zeroed(LEAVES * sizeof *heap.table)))
        return false;
    if (!heap.lowest || from < heap.lowest)
        heap.lowest = from;
    if (to > heap.highest)
        heap.highest = to;
    for (uintptr_t leaf = leaf_of(from); leaf <= leaf_of(to - 1); leaf++) {
        if (!heap.table[leaf])
            heap.table[leaf] = allocation_get_zeroed(LEAF * sizeof *heap.table[leaf]);
        if (!heap.table[leaf])
            return false;
    }
    return true;
}

static void table_put(uintptr_t address, Chunk *chunk)
{
    heap.table[leaf_of(address)][(address >> CHUNK_BITS) & (LEAF - 1)] = chunk;
}

/* Of an address from lowest to highest. */
static inline Chunk *table_get(uintptr_t address)
{
    Chunk **leaf = heap.table[leaf_of(address)];
    return leaf ? leaf[(address >> CHUNK_BITS) & (LEAF - 1)] : NULL;
}

/* One region of memory gives many chunks: alignment costs one chunk a region.
 * Regions grow with the heap, since in wasm each growth of the memory is slow, until they are
 * large; near the end of the memory a smaller one may still do. */
static bool add_region(void)
{
    size_t count = heap.region_chunks / 16;
    if (count > MOST_CHUNKS)
        count = MOST_CHUNKS;
    if (count < FEWEST_CHUNKS)
        count = FEWEST_CHUNKS;
    Region *region = allocation_get(sizeof *region);
    if (!region)
        return false;
    while (!(region->memory = allocation_get((count + 1) * CHUNK_SIZE)) && count > 1)
        count /= 2;
    uintptr_t at = ((uintptr_t)region->memory + CHUNK_SIZE - 1) & ~(CHUNK_SIZE - 1);
    if (!region->memory || !table_reserve(at, at + count * CHUNK_SIZE)) {
        allocation_free(region->memory);
        allocation_free(region);
        return false;
    }
    region->next = heap.regions;
    heap.regions = region;
    heap.region_chunks += count;
    while (count--) {
        Chunk *chunk = (Chunk *)(at + count * CHUNK_SIZE);
        *chunk = (Chunk){0};
        table_put((uintptr_t)chunk, chunk);
        chunk->next = heap.free_chunks;
        heap.free_chunks = chunk;
    }
    return true;
}

static Chunk *add_chunk(Class *class, size_t size)
{
    if (!heap.free_chunks && !add_region())
        return NULL;
    Chunk *chunk = heap.free_chunks;
    heap.free_chunks = chunk->next;
    chunk->cell_size = (uint32_t)size;
    chunk->cell_count = (uint32_t)((CHUNK_SIZE - sizeof(Chunk) - STATES - UNIT) / (size + 1));
    chunk->first = (uint16_t)((sizeof(Chunk) + states_of(chunk) + UNIT - 1) & ~(UNIT - 1));
    memset(chunk->state, 0, states_of(chunk));
    chunk->reciprocal = (uint32_t)(((UINT64_C(1) << 32) + size - 1) / size);
    chunk->next = class->chunks;
    class->chunks = chunk;
    return chunk;
}

/* The extra bytes before the aligned start hold what free() wants back. */
static void *alloc_large(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t first = (sizeof(Chunk) + STATES + UNIT - 1) & ~(UNIT - 1);
    size_t spanned = (first + size + CHUNK_SIZE - 1) / CHUNK_SIZE * CHUNK_SIZE;
    void *memory = allocation_get_zeroed(spanned + CHUNK_SIZE);
    if (!memory)
        return NULL;
    uintptr_t at = (uintptr_t)memory + sizeof(void *);
    Chunk *chunk = (Chunk *)((at + CHUNK_SIZE - 1) & ~(CHUNK_SIZE - 1));
    ((void **)chunk)[-1] = memory;
    if (!table_reserve((uintptr_t)chunk, (uintptr_t)chunk + spanned)) {
        allocation_free(memory);
        return NULL;
    }
    for (size_t i = 0; i < spanned; i += CHUNK_SIZE)
        table_put((uintptr_t)chunk + i, chunk);
    chunk->large = true;
    chunk->first = (uint16_t)first;
    chunk->cell_size = (uint32_t)(spanned - first);
    chunk->cell_count = 1;
    chunk->state[0] = CELL_USED;
    chunk->next = heap.large;
    heap.large = chunk;
    heap__allocated += spanned;
    return cell_at(chunk, 0);
}

static void free_large(Chunk *chunk)
{
    for (size_t i = 0; i < chunk->first + chunk->cell_size; i += CHUNK_SIZE)
        table_put((uintptr_t)chunk + i, NULL);
    allocation_free(((void **)chunk)[-1]);
}

void heap_give_back(void *cell)
{
    Chunk *chunk = heap__chunk_of(cell), **link = &heap.large;
    if (!chunk->large)
        return;
    while (*link != chunk)
        link = &(*link)->next;
    *link = chunk->next;
    free_large(chunk);
}

/* -------------------------------------------------------------- allocation */

/* The class's next free cell lies in another chunk. */
__attribute__((noinline)) static bool next_chunk(Class *class, size_t size)
{
    Chunk *chunk = class->next ? class->next : add_chunk(class, size);
    if (!chunk)
        return false;
    class->next = class->next ? chunk->next : NULL;
    class->state = chunk->state;
    class->state_end = chunk->state + chunk->cell_count;
    class->cell = cell_at(chunk, 0);
    return true;
}

typedef uint64_t Unit __attribute__((vector_size(UNIT)));

static inline void zero(Unit *unit, const Unit *end)
{
    for (; unit < end; unit++) {
        *unit = (Unit){0};
        __asm__ volatile("" ::: "memory"); /* a few: no call of memset */
    }
}

/* The class's next cell. NULL: it is in use, or in another chunk. */
static inline void *take_next(Class *class, size_t size, uint8_t state)
{
    uint8_t *at = class->state;
    if (__builtin_expect(at == class->state_end || *at, false))
        return NULL;
    *at = state;
    class->state = at + 1;
    char *cell = class->cell;
    class->cell = cell + size;
    heap__allocated += size;
    zero((Unit *)(void *)cell, (Unit *)(void *)(cell + size));
    return cell;
}

__attribute__((noinline)) static void *search_class(size_t size, uint8_t state)
{
    if (allocation_fails())
        return NULL;
    size = class_size(size);
    Class *class = &heap.classes[size / UNIT];
    for (;;) {
        for (; class->state < class->state_end && *class->state; class->state++)
            class->cell += size;
        void *cell = take_next(class, size, state);
        if (cell || !next_chunk(class, size))
            return cell;
    }
}

__attribute__((noinline)) static void *alloc_rare(size_t size, uint8_t state)
{
    if (size <= LARGEST_CELL)
        return search_class(size ? size : 1, state);
    void *cell = alloc_large(size);
    if (cell)
        *heap__state_of(cell) = state;
    return cell;
}

static inline void *alloc(size_t size, uint8_t state)
{
    if (__builtin_expect(size - 1 < LARGEST_OF_UNITS && !allocation__countdown, true)) {
        size_t rounded = (size + UNIT - 1) & ~(UNIT - 1);
        void *cell = take_next(&heap.classes[rounded / UNIT], rounded, state);
        if (__builtin_expect(cell != NULL, true))
            return cell;
    }
    return alloc_rare(size, state);
}

void *heap_alloc(size_t size)
{
    return alloc(size, CELL_USED);
}

__attribute__((noinline)) static _Noreturn void no_room(void)
{
    port_fatal("Out of memory: there is no room for another object.");
}

static inline void *existing(void *cell)
{
    if (__builtin_expect(!cell, false))
        no_room();
    return cell;
}

void *heap_new(size_t size)
{
    return existing(alloc(size, CELL_USED));
}

void *heap_new_pinned(size_t size)
{
    return existing(alloc(size, CELL_USED | CELL_PINNED));
}

void heap_own(void *cell, const HeapOwner *owner)
{
    heap.owner = *owner;
    *heap__state_of(cell) |= CELL_OWNER;
}

void heap_disown(void *cell)
{
    *heap__state_of(cell) &= (uint8_t)~CELL_OWNER;
}

/* ----------------------------------------------------------- looking at all */

__attribute__((noinline)) static void heap__each_chunk(void (*visit)(Chunk *chunk, void *context),
                                                       void *context)
{
    for (size_t i = 0; i < CLASSES; i++) {
        for (Chunk *chunk = heap.classes[i].chunks; chunk; chunk = chunk->next)
            visit(chunk, context);
    }
    for (Chunk *chunk = heap.large, *next; chunk; chunk = next) {
        next = chunk->next;
        visit(chunk, context);
    }
}

static uint64_t *states(Chunk *chunk, size_t index)
{
    return (uint64_t *)(void *)&chunk->state[index];
}

/* The cells of a chunk that have a state. */
static void each_cell(Chunk *chunk, uint8_t state, void (*visit)(void *cell, void *context),
                      void *context)
{
    for (size_t eight = 0; eight < chunk->cell_count; eight += STATES) {
        if (!(*states(chunk, eight) & EACH(state)))
            continue;
        for (size_t i = eight; i < eight + STATES; i++) {
            if (chunk->state[i] & state)
                visit(cell_at(chunk, i), context);
        }
    }
}

typedef struct Visit {
    uint8_t state;
    void (*visit)(void *cell, void *context);
    void *context;
} Visit;

static void heap__visit_chunk(Chunk *chunk, void *context)
{
    const Visit *visit = context;
    each_cell(chunk, visit->state, visit->visit, visit->context);
}

static void each_cell_of_all(uint8_t state, void (*visit)(void *cell, void *context), void *context)
{
    heap__each_chunk(heap__visit_chunk, &(Visit){state, visit, context});
}

void heap_each_pinned(void (*visit)(void *cell, void *context), void *context)
{
    each_cell_of_all(CELL_PINNED, visit, context);
}

static void count(void *cell, void *context)
{
    (void)cell;
    ++*(size_t *)context;
}

size_t heap_cells(void)
{
    size_t cells = 0;
    each_cell_of_all(CELL_USED, count, &cells);
    return cells;
}

/* -------------------------------------------------------------- collection */

static void mark_cell(void *cell, void *context)
{
    (void)context;
    uint8_t *state = heap__state_of(cell);
    if ((*state & (CELL_USED | CELL_MARKED)) != CELL_USED)
        return;
    *state |= CELL_MARKED;
    if (heap.grey_count == heap.grey_capacity) {
        size_t capacity = heap.grey_capacity ? heap.grey_capacity * 2 : 1024;
        void **grey = allocation_resize(heap.grey, capacity * sizeof *grey);
        if (!grey) {
            heap.grey_lost = true;
            return;
        }
        heap.grey = grey;
        heap.grey_capacity = capacity;
    }
    heap.grey[heap.grey_count++] = cell;
}

static inline void mark_word(uintptr_t word)
{
    Chunk *chunk = table_get(word);
    if (!chunk)
        return;
    size_t offset = word - (uintptr_t)chunk - chunk->first; /* huge, when below the first cell */
    if (chunk->large) {
        if (offset < chunk->cell_size)
            mark_cell(cell_at(chunk, 0), NULL);
        return;
    }
    if (offset >= CHUNK_SIZE)
        return;
    uint32_t index = heap__index_of(chunk, offset);
    if (index < chunk->cell_count)
        mark_cell(cell_at(chunk, index), NULL);
}

/* A word of a suspended stack may be anything: it is only looked up, never
 * followed, unless it points into a cell in use. */
__attribute__((no_sanitize("address", "undefined"))) void heap_mark_range(const void *from,
                                                                          const void *to)
{
    uintptr_t at = ((uintptr_t)from + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
    for (; at + sizeof(void *) <= (uintptr_t)to; at += sizeof(void *)) {
        uintptr_t word = *(const uintptr_t *)at;
        if (word >= heap.lowest && word < heap.highest)
            mark_word(word);
    }
}

__attribute__((noinline)) static void heap__search_cell(char *cell)
{
    Chunk *chunk = heap__chunk_of(cell);
    heap_mark_range(cell, cell + chunk->cell_size);
    if (*heap__state_of(cell) & CELL_OWNER)
        heap.owner.mark(cell);
}

static void search_grey(void)
{
    while (heap.grey_count)
        heap__search_cell(heap.grey[--heap.grey_count]);
}

static void search_again(void *cell, void *context)
{
    (void)context;
    heap__search_cell(cell);
    search_grey();
}

__attribute__((noinline)) static void heap__release_dead(Chunk *chunk, size_t from)
{
    for (size_t i = from; i < from + STATES; i++) {
        if ((chunk->state[i] & (CELL_OWNER | CELL_MARKED)) == CELL_OWNER)
            heap.owner.release(cell_at(chunk, i));
    }
}

/* False when nothing in the chunk is in use any more. */
static bool sweep_chunk(Chunk *chunk)
{
    size_t kept = 0;
    for (size_t eight = 0; eight < chunk->cell_count; eight += STATES) {
        uint64_t *all = states(chunk, eight);
        if (!*all)
            continue;
        uint64_t marked = *all / CELL_MARKED & EACH(1), marked_bytes = marked * 0xff;
        if (*all & ~marked_bytes & EACH(CELL_OWNER))
            heap__release_dead(chunk, eight);
        *all &= marked_bytes & ~EACH(CELL_MARKED);
        kept += (size_t)(marked * EACH(1) >> 56); /* adds up the eight */
    }
    heap.live += kept * chunk->cell_size;
    return kept;
}

static void sweep_class(Class *class)
{
    for (Chunk **link = &class->chunks, *chunk; (chunk = *link);) {
        if (sweep_chunk(chunk)) {
            link = &chunk->next;
        } else {
            *link = chunk->next;
            chunk->cell_count = 0;
            chunk->next = heap.free_chunks;
            heap.free_chunks = chunk;
        }
    }
    class->next = class->chunks;
    class->state = class->state_end = NULL;
}

static void sweep(void)
{
    heap.live = 0;
    for (size_t i = 0; i < CLASSES; i++) {
        if (heap.classes[i].chunks)
            sweep_class(&heap.classes[i]);
    }
    for (Chunk **link = &heap.large, *chunk; (chunk = *link);) {
        if (sweep_chunk(chunk)) {
            link = &chunk->next;
        } else {
            *link = chunk->next;
            free_large(chunk);
        }
    }
}

static void set_limit(void)
{
    size_t limit = heap.live / 2 + MUCH;
    if (heap.live < limit / 4)
        limit = heap.live * 4;
    heap__limit = limit > FIRST_COLLECTION ? limit : FIRST_COLLECTION;
    heap__allocated = 0;
}

/* At once: there may be as many pinned cells as there are tasks, and the list is no longer for it.
 */
static void mark_pinned(void *cell, void *context)
{
    mark_cell(cell, context);
    search_grey();
}

void heap_collect(void (*roots)(void))
{
    heap_each_pinned(mark_pinned, NULL);
    roots();
    search_grey();
    while (heap.grey_lost) {
        heap.grey_lost = false;
        each_cell_of_all(CELL_MARKED, search_again, NULL);
    }
    sweep();
    set_limit();
}

static void release_owned(void *cell, void *context)
{
    (void)context;
    heap.owner.release(cell);
}

static void free_if_large(Chunk *chunk, void *context)
{
    (void)context;
    if (chunk->large)
        free_large(chunk);
}

void heap_free_all(void)
{
    each_cell_of_all(CELL_OWNER, release_owned, NULL);
    heap__each_chunk(free_if_large, NULL);
    while (heap.regions) {
        Region *region = heap.regions;
        heap.regions = region->next;
        allocation_free(region->memory);
        allocation_free(region);
    }
    for (uintptr_t i = leaf_of(heap.lowest); heap.table && i <= leaf_of(heap.highest); i++)
        allocation_free(heap.table[i]);
    allocation_free(heap.table);
    allocation_free(heap.grey);
    memset(&heap, 0, sizeof heap);
    heap__allocated = 0;
    heap__limit = FIRST_COLLECTION;
}
