/* Lets the host choose the allocation that fails. */
#include "allocation.h"

#define EXPORT __attribute__((used, visibility("default")))

EXPORT void test_fail_at(uint32_t countdown, bool lasting);
EXPORT uint32_t test_countdown(void);

void test_fail_at(uint32_t countdown, bool lasting)
{
    allocation_fail_at(countdown, lasting);
}

uint32_t test_countdown(void)
{
    return allocation__countdown;
}
