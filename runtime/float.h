/* The shortest decimal that reads back as the same double, as Python's repr(). */
#ifndef FLOAT_H
#define FLOAT_H

#include <stddef.h>

enum { FLOAT_TEXT_SIZE = 32 };

/* Writes repr(value) and a NUL; returns its length. */
size_t float_repr(double value, char text[FLOAT_TEXT_SIZE]);

#endif
