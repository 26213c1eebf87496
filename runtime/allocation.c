#include "allocation.h"

#include <stdlib.h>

uint32_t allocation__countdown;
static bool is_lasting;
static size_t allocated;

void allocation_fail_at(uint32_t countdown, bool lasting)
{
    allocation__countdown = countdown;
    is_lasting = lasting;
}

bool allocation__counted_down(void)
{
    if (--allocation__countdown)
        return false;
    allocation__countdown = is_lasting;
    return true;
}

void *allocation_get(size_t size)
{
    return allocation_resize(NULL, size);
}

void *allocation_get_zeroed(size_t size)
{
    void *memory = allocation_fails() ? NULL : calloc(1, size);
    allocated += memory != NULL;
    return memory;
}

void *allocation_resize(void *memory, size_t size)
{
    void *resized = allocation_fails() ? NULL : realloc(memory, size);
    allocated += !memory && resized;
    return resized;
}

void allocation_free(void *memory)
{
    allocated -= memory != NULL;
    free(memory);
}

size_t allocation_count(void)
{
    return allocated;
}
