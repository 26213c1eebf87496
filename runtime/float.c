#include "float.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Steele and White's free-format algorithm on big integers (Burger and Dybvig,
 * "Printing Floating-Point Numbers Quickly and Accurately"): digits of r/s are
 * generated until what is left lies within half the distance to a neighbour.
 * Small code rather than a table of powers; it is only used for output.
 */

enum { BIG_WORDS = 38 }; /* 2^1074 * 10 needs 1,078 bits; 10^309 << 54 the most */

typedef struct Big {
    uint32_t word[BIG_WORDS];
    int count;
} Big;

static void big_set(Big *big, uint64_t value)
{
    big->word[0] = (uint32_t)value;
    big->word[1] = (uint32_t)(value >> 32);
    big->count = big->word[1] ? 2 : big->word[0] ? 1 : 0;
}

static void big_multiply(Big *big, uint32_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < big->count; i++) {
        carry += (uint64_t)big->word[i] * factor;
        big->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        big->word[big->count++] = (uint32_t)carry;
}

static void big_shift(Big *big, int bits)
{
    for (; bits >= 31; bits -= 31)
        big_multiply(big, (uint32_t)1 << 31);
    big_multiply(big, (uint32_t)1 << bits);
}

static int big_compare(const Big *a, const Big *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count; i-- > 0;) {
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    }
    return 0;
}

static void big_add(Big *sum, const Big *a, const Big *b)
{
    uint64_t carry = 0;
    int count = a->count > b->count ? a->count : b->count;
    for (int i = 0; i < count; i++) {
        carry += (i < a->count ? a->word[i] : 0);
        carry += (i < b->count ? b->word[i] : 0);
        sum->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    sum->count = count;
    if (carry)
        sum->word[sum->count++] = (uint32_t)carry;
}

static void big_subtract(Big *from, const Big *what)
{
    int64_t borrow = 0;
    for (int i = 0; i < from->count; i++) {
        borrow += (int64_t)from->word[i] - (i < what->count ? what->word[i] : 0);
        from->word[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    while (from->count && !from->word[from->count - 1])
        from->count--;
}

/* Digits of a finite positive double; `*point` is where the decimal point
 * stands: 0.d1d2... * 10^point. Returns how many digits there are. */
static int shortest_digits(double value, char *digits, int *point)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t mantissa = bits & (((uint64_t)1 << 52) - 1);
    bool normal = exponent != 0;
    bool boundary = mantissa == 0 && exponent > 1; /* the neighbour below is nearer */
    if (normal)
        mantissa |= (uint64_t)1 << 52;
    else
        exponent = 1;
    exponent -= 1075;
    bool even = !(mantissa & 1);

    Big r, s, up, down, sum;
    big_set(&r, mantissa);
    big_set(&s, 1);
    big_set(&up, 1);
    big_set(&down, 1);
    int extra = boundary ? 2 : 1;
    big_shift(&r, extra);
    big_shift(&s, extra);
    if (boundary)
        big_shift(&up, 1);
    if (exponent >= 0) {
        big_shift(&r, exponent);
        big_shift(&up, exponent);
        big_shift(&down, exponent);
    } else {
        big_shift(&s, -exponent);
    }

    /* Scale so that 1/10 <= (r + up) / s < 1, from an estimate of log10. */
    int length = 64 - __builtin_clzll(mantissa);
    double logarithm = (exponent + length - 1) * 0.30102999566398114;
    int k = (int)logarithm;
    if (k < logarithm)
        k++;
    for (int i = 0; i < k; i++)
        big_multiply(&s, 10);
    for (int i = 0; i > k; i--) {
        big_multiply(&r, 10);
        big_multiply(&up, 10);
        big_multiply(&down, 10);
    }
    big_add(&sum, &r, &up);
    int order = big_compare(&sum, &s);
    if (order > 0 || (order == 0 && even)) {
        k++;
    } else {
        big_multiply(&r, 10);
        big_multiply(&up, 10);
        big_multiply(&down, 10);
    }
    *point = k;

    int count = 0;
    for (;;) {
        int digit = 0;
        while (big_compare(&r, &s) >= 0) {
            big_subtract(&r, &s);
            digit++;
        }
        int low = big_compare(&r, &down);
        big_add(&sum, &r, &up);
        int high = big_compare(&sum, &s);
        bool low_ends = low < 0 || (low == 0 && even);
        bool high_ends = high > 0 || (high == 0 && even);
        if (low_ends || high_ends) {
            if (low_ends && high_ends) {
                big_add(&sum, &r, &r);
                int half = big_compare(&sum, &s);
                if (half > 0 || (half == 0 && (digit & 1)))
                    digit++;
            } else if (high_ends) {
                digit++;
            }
            digits[count++] = (char)('0' + digit);
            return count;
        }
        digits[count++] = (char)('0' + digit);
        big_multiply(&r, 10);
        big_multiply(&up, 10);
        big_multiply(&down, 10);
    }
}

size_t float_repr(double value, char text[FLOAT_TEXT_SIZE])
{
    char *at = text;
    if (value != value)
        return (size_t)(stpcpy(text, "nan") - text);
    if (__builtin_signbit(value)) {
        *at++ = '-';
        value = -value;
    }
    if (value == __builtin_inf())
        return (size_t)(stpcpy(at, "inf") - text);
    char digits[20];
    int point = 1, count = 1;
    digits[0] = '0';
    if (value > 0)
        count = shortest_digits(value, digits, &point);
    /* CPython's repr style: an exponent from 1e16 and below 1e-4. */
    if (point > 16 || point < -3) {
        *at++ = digits[0];
        if (count > 1) {
            *at++ = '.';
            memcpy(at, digits + 1, (size_t)count - 1);
            at += count - 1;
        }
        int exponent = point - 1;
        at += sprintf(at, "e%c%02d", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
        return (size_t)(at - text);
    }
    if (point <= 0) {
        at = stpcpy(at, "0.");
        for (int i = point; i < 0; i++)
            *at++ = '0';
        memcpy(at, digits, (size_t)count);
        at += count;
    } else {
        for (int i = 0; i < point; i++)
            *at++ = i < count ? digits[i] : '0';
        *at++ = '.';
        if (count > point) {
            memcpy(at, digits + point, (size_t)(count - point));
            at += count - point;
        } else {
            *at++ = '0';
        }
    }
    *at = '\0';
    return (size_t)(at - text);
}
