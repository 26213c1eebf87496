/*
 * A program: something with a main() that a host chooses, sets knobs of, and
 * runs. The build makes the table of them; a port runs the one chosen.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Program {
    const char *name;
    int (*main)(void);
} Program;

extern const Program asyncio_programs[];
extern const unsigned asyncio_program_count;

/* NULL: there is none of that name. */
const Program *program_find(const char *name);
/* False: that program has no such knob. An int or a bool takes the nearest. */
bool program_set_knob(const Program *program, const char *name, double value);
/* Runs main() from its first event to its last; returns the exit status. */
int program_run(const Program *program);
/* Gives back all memory and forgets everything; knobs keep their values. */
void program_reset(void);

#endif
