/* Lets the host put a program into the module's memory. */
#include "interpreter.h"

__attribute__((used, visibility("default"))) int32_t *conformance_program(size_t count);

int32_t *conformance_program(size_t count)
{
    return interpreter_program(count);
}
