/* What javascript_web.c asks of port_web.c, beside port.h. */
#ifndef JAVASCRIPT_WEB_H
#define JAVASCRIPT_WEB_H

#include <stdbool.h>

#include "program.h"

/* The program this instance will run. */
void port_select(const Program *program);
/* The runtime runs now, and has called the host; else the host calls of itself. */
bool port_is_within(void);
/* A loop that waits has something new to look at. */
void port_look_again(void);

#endif
