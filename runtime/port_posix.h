/* What programs and tests on POSIX may ask of their port beside port.h. */
#ifndef PORT_POSIX_H
#define PORT_POSIX_H

#include <stddef.h>
#include <stdio.h>

/* Where the trace goes when its buffer is full; NULL: nowhere. */
void port_posix_trace_to(FILE *records, FILE *strings);
/* Takes what print() writes; NULL: stdout and stderr. */
void port_posix_write_to(void (*hook)(int fd, const char *text, size_t length));
/* Collects now, whatever is due. */
void port_posix_collect(void);
/* Gives the pool of stacks back. */
void port_posix_free_stacks(void);

#endif
