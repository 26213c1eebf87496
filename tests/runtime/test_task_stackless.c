/* The tests of Task for coroutines without a stack. */
#define STACKLESS
#include "test_task.c"
