/* Doubles as decimals, correctly rounded. */
#ifndef FLOAT_H
#define FLOAT_H

#include <stdbool.h>
#include <stddef.h>

enum { FLOAT_TEXT_SIZE = 32 };

/* The shortest decimal that reads back as the same double, as Python's repr(),
 * and a NUL; returns its length. */
size_t float_repr(double value, char text[FLOAT_TEXT_SIZE]);

/* 0.d1d2... * 10^point; what is beyond `count` is 0. */
typedef struct FloatDigits {
    char digit[350]; /* 309 before the point and forty behind it */
    int count, point;
} FloatDigits;

/* Of a finite value that is not negative: `decimals` digits behind the point, or
 * behind the first digit. */
void float_digits(double value, int decimals, bool behind_point, FloatDigits *digits);

#endif
