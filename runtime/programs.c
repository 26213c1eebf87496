/* Apart from program.c, so that a program of your own needs no table of them. */
#include "program.h"

#include <stddef.h>
#include <string.h>

const Program *program_find(const char *name)
{
    for (unsigned i = 0; i < asyncio_program_count; i++) {
        if (strcmp(asyncio_programs[i].name, name) == 0)
            return &asyncio_programs[i];
    }
    return NULL;
}
