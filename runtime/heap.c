#include "heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A chunk is aligned to its size, so that a cell's address gives its chunk. */
#define CHUNK_BITS 14
#define CHUNK_SIZE ((size_t)1 << CHUNK_BITS)
#define UNIT_BITS 4
#define UNIT ((size_t)1 << UNIT_BITS)
#define UNITS (CHUNK_SIZE / UNIT)

/* What a cell is, kept at its first unit in Chunk.state; 0 is free. */
enum { CELL_USED = 1, CELL_MARKED = 2, CELL_PINNED = 4, CELL_OWNER = 8 };

typedef struct Chunk {
    struct Chunk *next; /* of all chunks, or of the free ones */
    uint32_t cell_size; /* of a large cell: all of it */
    uint32_t cell_count;
    uint32_t first; /* offset of the first cell */
    bool large;     /* one cell, over as many chunks as it needs */
    uint8_t state[UNITS];
} Chunk;

#define FIRST_CELL ((sizeof(Chunk) + UNIT - 1) & ~(UNIT - 1))
#define LARGEST_CELL ((size_t)3584) /* a class: four fit in a chunk */
#define CLASSES (LARGEST_CELL / UNIT + 1)
#define REGION_CHUNKS 32
#define FIRST_COLLECTION ((size_t)1 << 20)

typedef struct Free {
    struct Free *next;
} Free;

typedef struct Region {
    struct Region *next;
    void *memory;
} Region;

static struct {
    Chunk *chunks;
    Chunk *free_chunks;
    Region *regions;
    Free *free_cells[CLASSES];
    /* Chunk by chunk number, for words that may be pointers. */
    Chunk **table;
    size_t table_size; /* a power of two */
    size_t table_used;
    uintptr_t lowest, highest;
    size_t allocated; /* bytes since the last collection */
    size_t live;      /* bytes the last collection left */
    size_t cells;
    /* Marked cells whose contents are still to be searched. */
    void **grey;
    size_t grey_count, grey_capacity;
    bool grey_lost; /* the list could not grow: search again */
    HeapOwner owner;
} heap;

/* Many sizes share few classes, so that a chunk serves many: 16-byte steps to
 * 256 bytes, then eighths of a power of two. */
static size_t class_size(size_t size)
{
    size_t step = UNIT;
    while (size > step * 16)
        step *= 2;
    return (size + step - 1) & ~(step - 1);
}

static uint8_t *state_of(Chunk *chunk, const void *cell)
{
    if (chunk->large)
        return &chunk->state[0];
    return &chunk->state[((uintptr_t)cell & (CHUNK_SIZE - 1)) >> UNIT_BITS];
}

static Chunk *chunk_of(const void *cell)
{
    return (Chunk *)((uintptr_t)cell & ~(CHUNK_SIZE - 1));
}

/* -------------------------------------------------- chunks and their table */

static size_t slot_of(uintptr_t number)
{
    return (size_t)(number * 2654435761u) & (heap.table_size - 1);
}

static void table_put(uintptr_t number, Chunk *chunk)
{
    Chunk *key = (Chunk *)(number << CHUNK_BITS);
    size_t slot = slot_of(number);
    while (heap.table[slot * 2] && heap.table[slot * 2] != key)
        slot = (slot + 1) & (heap.table_size - 1);
    if (!heap.table[slot * 2])
        heap.table_used++;
    heap.table[slot * 2] = key;
    heap.table[slot * 2 + 1] = chunk;
}

static Chunk *table_get(uintptr_t address)
{
    uintptr_t number = address >> CHUNK_BITS;
    Chunk *key = (Chunk *)(number << CHUNK_BITS);
    for (size_t slot = slot_of(number); heap.table[slot * 2];
         slot = (slot + 1) & (heap.table_size - 1)) {
        if (heap.table[slot * 2] == key)
            return heap.table[slot * 2 + 1];
    }
    return NULL;
}

/* Makes room for `more` entries. A large cell that is given back leaves its
 * entries, pointing at NULL, until the table is made anew. */
static bool table_reserve(size_t more)
{
    if ((heap.table_used + more) * 2 <= heap.table_size)
        return true;
    size_t needed = more, size = 64;
    for (size_t i = 0; i < heap.table_size; i++)
        needed += heap.table[i * 2 + 1] != NULL;
    while (needed * 4 > size)
        size *= 2;
    Chunk **old = heap.table;
    size_t old_size = heap.table_size;
    Chunk **table = calloc(size * 2, sizeof *table);
    if (!table)
        return false;
    heap.table = table;
    heap.table_size = size;
    heap.table_used = 0;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i * 2 + 1])
            table_put((uintptr_t)old[i * 2] >> CHUNK_BITS, old[i * 2 + 1]);
    }
    free(old);
    return true;
}

static bool table_add(Chunk *chunk, size_t spanned)
{
    if (!table_reserve(spanned))
        return false;
    uintptr_t number = (uintptr_t)chunk >> CHUNK_BITS;
    for (size_t i = 0; i < spanned; i++)
        table_put(number + i, chunk);
    uintptr_t from = (uintptr_t)chunk, to = from + spanned * CHUNK_SIZE;
    if (!heap.lowest || from < heap.lowest)
        heap.lowest = from;
    if (to > heap.highest)
        heap.highest = to;
    return true;
}

static void table_remove(Chunk *chunk, size_t spanned)
{
    for (size_t i = 0; i < spanned; i++) {
        uintptr_t number = ((uintptr_t)chunk >> CHUNK_BITS) + i;
        size_t slot = slot_of(number);
        while (heap.table[slot * 2] != (Chunk *)(number << CHUNK_BITS) ||
               heap.table[slot * 2 + 1] != chunk)
            slot = (slot + 1) & (heap.table_size - 1);
        heap.table[slot * 2 + 1] = NULL;
    }
}

/* One region of memory gives many chunks: alignment costs one chunk a region. */
static bool add_region(void)
{
    Region *region = malloc(sizeof *region);
    if (!region)
        return false;
    region->memory = malloc((REGION_CHUNKS + 1) * CHUNK_SIZE);
    if (!region->memory || !table_reserve(REGION_CHUNKS)) {
        free(region->memory);
        free(region);
        return false;
    }
    region->next = heap.regions;
    heap.regions = region;
    uintptr_t at = ((uintptr_t)region->memory + CHUNK_SIZE - 1) & ~(CHUNK_SIZE - 1);
    for (int i = REGION_CHUNKS - 1; i >= 0; i--) {
        Chunk *chunk = (Chunk *)(at + (size_t)i * CHUNK_SIZE);
        table_add(chunk, 1);
        chunk->cell_count = 0;
        chunk->large = false;
        chunk->next = heap.free_chunks;
        heap.free_chunks = chunk;
    }
    return true;
}

static bool add_chunk(size_t size)
{
    if (!heap.free_chunks && !add_region())
        return false;
    Chunk *chunk = heap.free_chunks;
    heap.free_chunks = chunk->next;
    memset(chunk, 0, sizeof *chunk);
    chunk->first = FIRST_CELL;
    chunk->cell_size = (uint32_t)size;
    chunk->cell_count = (uint32_t)((CHUNK_SIZE - FIRST_CELL) / size);
    chunk->next = heap.chunks;
    heap.chunks = chunk;
    Free **list = &heap.free_cells[size / UNIT];
    for (uint32_t i = chunk->cell_count; i-- > 0;) {
        Free *cell = (Free *)((char *)chunk + chunk->first + (size_t)i * size);
        cell->next = *list;
        *list = cell;
    }
    return true;
}

/* The extra bytes before the aligned start hold what free() wants back. */
static void *alloc_large(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t spanned = (FIRST_CELL + size + CHUNK_SIZE - 1) / CHUNK_SIZE;
    void *memory = calloc(spanned + 1, CHUNK_SIZE);
    if (!memory)
        return NULL;
    uintptr_t at = (uintptr_t)memory + sizeof(void *);
    Chunk *chunk = (Chunk *)((at + CHUNK_SIZE - 1) & ~(CHUNK_SIZE - 1));
    ((void **)chunk)[-1] = memory;
    if (!table_add(chunk, spanned)) {
        free(memory);
        return NULL;
    }
    chunk->large = true;
    chunk->first = FIRST_CELL;
    chunk->cell_size = (uint32_t)(spanned * CHUNK_SIZE - FIRST_CELL);
    chunk->cell_count = 1;
    chunk->state[0] = CELL_USED;
    chunk->next = heap.chunks;
    heap.chunks = chunk;
    heap.allocated += spanned * CHUNK_SIZE;
    heap.cells++;
    return (char *)chunk + FIRST_CELL;
}

static size_t spanned_by(const Chunk *chunk)
{
    return (FIRST_CELL + chunk->cell_size) / CHUNK_SIZE;
}

/* -------------------------------------------------------------- allocation */

void *heap_alloc(size_t size)
{
    if (size > LARGEST_CELL)
        return alloc_large(size);
    size = class_size(size ? size : 1);
    Free **list = &heap.free_cells[size / UNIT];
    if (!*list && !add_chunk(size))
        return NULL;
    Free *cell = *list;
    *list = cell->next;
    *state_of(chunk_of(cell), cell) = CELL_USED;
    heap.allocated += size;
    heap.cells++;
    memset(cell, 0, size);
    return cell;
}

void heap_pin(void *cell)
{
    *state_of(chunk_of(cell), cell) |= CELL_PINNED;
}

void heap_unpin(void *cell)
{
    *state_of(chunk_of(cell), cell) &= (uint8_t)~CELL_PINNED;
}

void heap_own(void *cell)
{
    *state_of(chunk_of(cell), cell) |= CELL_OWNER;
}

void heap_set_owner(const HeapOwner *owner)
{
    heap.owner = *owner;
}

static char *cell_at(Chunk *chunk, uint32_t index)
{
    return (char *)chunk + chunk->first + (size_t)index * chunk->cell_size;
}

void heap_each_pinned(void (*visit)(void *cell, void *context), void *context)
{
    for (Chunk *chunk = heap.chunks; chunk; chunk = chunk->next) {
        for (uint32_t i = 0; i < chunk->cell_count; i++) {
            char *cell = cell_at(chunk, i);
            if (*state_of(chunk, cell) & CELL_PINNED)
                visit(cell, context);
        }
    }
}

size_t heap_cells(void)
{
    return heap.cells;
}

/* -------------------------------------------------------------- collection */

bool heap_is_due(void)
{
    return heap.allocated > FIRST_COLLECTION && heap.allocated > heap.live;
}

static void mark_cell(Chunk *chunk, char *cell)
{
    uint8_t *state = state_of(chunk, cell);
    if ((*state & (CELL_USED | CELL_MARKED)) != CELL_USED)
        return;
    *state |= CELL_MARKED;
    if (heap.grey_count == heap.grey_capacity) {
        size_t capacity = heap.grey_capacity ? heap.grey_capacity * 2 : 1024;
        void **grey = realloc(heap.grey, capacity * sizeof *grey);
        if (!grey) {
            heap.grey_lost = true;
            return;
        }
        heap.grey = grey;
        heap.grey_capacity = capacity;
    }
    heap.grey[heap.grey_count++] = cell;
}

/* A word of a suspended stack may be anything: it is only looked up, never
 * followed, unless it points into a cell in use. */
__attribute__((no_sanitize("address", "undefined"))) void heap_mark_range(const void *from,
                                                                          const void *to)
{
    uintptr_t at = ((uintptr_t)from + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
    for (; at + sizeof(void *) <= (uintptr_t)to; at += sizeof(void *)) {
        uintptr_t word = *(const uintptr_t *)at;
        if (word < heap.lowest || word >= heap.highest)
            continue;
        Chunk *chunk = table_get(word);
        if (!chunk || !chunk->cell_count)
            continue;
        size_t offset = word - (uintptr_t)chunk;
        if (offset < chunk->first)
            continue;
        size_t index = (offset - chunk->first) / chunk->cell_size;
        if (index < chunk->cell_count)
            mark_cell(chunk, cell_at(chunk, (uint32_t)index));
    }
}

static void search_cell(char *cell)
{
    Chunk *chunk = chunk_of(cell);
    heap_mark_range(cell, cell + chunk->cell_size);
    if (*state_of(chunk, cell) & CELL_OWNER)
        heap.owner.mark(cell);
}

static void search_grey(void)
{
    while (heap.grey_count)
        search_cell(heap.grey[--heap.grey_count]);
}

static void search_all_marked(void)
{
    for (Chunk *chunk = heap.chunks; chunk; chunk = chunk->next) {
        for (uint32_t i = 0; i < chunk->cell_count; i++) {
            char *cell = cell_at(chunk, i);
            if (*state_of(chunk, cell) & CELL_MARKED)
                search_cell(cell);
            search_grey();
        }
    }
}

static void mark_pinned(void *cell, void *context)
{
    (void)context;
    mark_cell(chunk_of(cell), cell);
}

/* True when nothing in the chunk is in use any more. */
static bool sweep_chunk(Chunk *chunk)
{
    bool empty = true;
    for (uint32_t i = 0; i < chunk->cell_count; i++) {
        char *cell = cell_at(chunk, i);
        uint8_t *state = state_of(chunk, cell);
        if (*state & CELL_MARKED) {
            *state &= (uint8_t)~CELL_MARKED;
            heap.live += chunk->cell_size;
            empty = false;
        } else if (*state) {
            if (*state & CELL_OWNER)
                heap.owner.release(cell);
            *state = 0;
            heap.cells--;
        }
    }
    return empty;
}

static void sweep(void)
{
    memset(heap.free_cells, 0, sizeof heap.free_cells);
    heap.live = 0;
    for (Chunk **link = &heap.chunks, *chunk; (chunk = *link);) {
        if (sweep_chunk(chunk)) {
            *link = chunk->next;
            if (chunk->large) {
                table_remove(chunk, spanned_by(chunk));
                free(((void **)chunk)[-1]);
            } else {
                chunk->cell_count = 0;
                chunk->next = heap.free_chunks;
                heap.free_chunks = chunk;
            }
            continue;
        }
        link = &chunk->next;
        if (chunk->large)
            continue;
        Free **list = &heap.free_cells[chunk->cell_size / UNIT];
        for (uint32_t i = chunk->cell_count; i-- > 0;) {
            Free *cell = (Free *)cell_at(chunk, i);
            if (!*state_of(chunk, cell)) {
                cell->next = *list;
                *list = cell;
            }
        }
    }
}

void heap_collect(void (*roots)(void))
{
    heap_each_pinned(mark_pinned, NULL);
    roots();
    search_grey();
    while (heap.grey_lost) {
        heap.grey_lost = false;
        search_all_marked();
    }
    sweep();
    heap.allocated = 0;
}

void heap_free_all(void)
{
    for (Chunk *chunk = heap.chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        for (uint32_t i = 0; i < chunk->cell_count; i++) {
            char *cell = cell_at(chunk, i);
            if (*state_of(chunk, cell) & CELL_OWNER)
                heap.owner.release(cell);
        }
        if (chunk->large)
            free(((void **)chunk)[-1]);
    }
    while (heap.regions) {
        Region *region = heap.regions;
        heap.regions = region->next;
        free(region->memory);
        free(region);
    }
    free(heap.table);
    free(heap.grey);
    HeapOwner owner = heap.owner;
    memset(&heap, 0, sizeof heap);
    heap.owner = owner;
}
