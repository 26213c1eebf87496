#include "float.h"

#include <stdint.h>
#include <string.h>

#include "print.h"

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

/* value = r / s * 10^point, and what is within `up` above or `down` below it is
 * nearer to it than to another double. */
typedef struct Decimal {
    Big r, s, up, down;
    int point;
    bool even; /* the ends belong to it, too */
} Decimal;

static void times_ten(Decimal *decimal)
{
    big_multiply(&decimal->r, 10);
    big_multiply(&decimal->up, 10);
    big_multiply(&decimal->down, 10);
}

/* Of a finite positive double; scaled so that its first digit, or that of what
 * reads back as it, stands behind the point. */
static void make_decimal(Decimal *decimal, double value, bool shortest)
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
    decimal->even = !(mantissa & 1);

    big_set(&decimal->r, mantissa);
    big_set(&decimal->s, 1);
    big_set(&decimal->up, shortest);
    big_set(&decimal->down, shortest);
    int extra = boundary ? 2 : 1;
    big_shift(&decimal->r, extra);
    big_shift(&decimal->s, extra);
    if (boundary)
        big_shift(&decimal->up, 1);
    if (exponent >= 0) {
        big_shift(&decimal->r, exponent);
        big_shift(&decimal->up, exponent);
        big_shift(&decimal->down, exponent);
    } else {
        big_shift(&decimal->s, -exponent);
    }

    /* So that 1/10 <= (r + up) / s < 1, from an estimate of log10. */
    int length = 64 - __builtin_clzll(mantissa);
    double logarithm = (exponent + length - 1) * 0.30102999566398114;
    int point = (int)logarithm;
    if (point < logarithm)
        point++;
    for (int i = 0; i < point; i++)
        big_multiply(&decimal->s, 10);
    for (int i = 0; i > point; i--)
        times_ten(decimal);
    Big sum;
    big_add(&sum, &decimal->r, &decimal->up);
    int order = big_compare(&sum, &decimal->s);
    bool is_one = shortest ? order > 0 || (order == 0 && decimal->even) : order >= 0;
    if (is_one)
        big_multiply(&decimal->s, 10);
    decimal->point = point + is_one;
}

/* How often s goes into r, which keeps the rest. */
static int next_digit(Decimal *decimal)
{
    int digit = 0;
    times_ten(decimal);
    for (; big_compare(&decimal->r, &decimal->s) >= 0; digit++)
        big_subtract(&decimal->r, &decimal->s);
    return digit;
}

/* How what is left compares with half of the last digit. */
static int compare_half(const Decimal *decimal)
{
    Big twice;
    big_add(&twice, &decimal->r, &decimal->r);
    return big_compare(&twice, &decimal->s);
}

static int shortest_digits(double value, char *digits, int *point)
{
    Decimal decimal;
    Big sum;
    make_decimal(&decimal, value, true);
    *point = decimal.point;
    for (int count = 0;;) {
        int digit = next_digit(&decimal);
        int low = big_compare(&decimal.r, &decimal.down);
        big_add(&sum, &decimal.r, &decimal.up);
        int high = big_compare(&sum, &decimal.s);
        bool low_ends = low < 0 || (low == 0 && decimal.even);
        bool high_ends = high > 0 || (high == 0 && decimal.even);
        if (low_ends && high_ends) {
            int half = compare_half(&decimal);
            digit += half > 0 || (half == 0 && (digit & 1));
        } else if (high_ends) {
            digit++;
        }
        digits[count++] = (char)('0' + digit);
        if (low_ends || high_ends)
            return count;
    }
}

static void round_up(FloatDigits *digits)
{
    int at = digits->count;
    while (at && digits->digit[at - 1] == '9')
        digits->digit[--at] = '0';
    if (at) {
        digits->digit[at - 1]++;
        return;
    }
    /* 99.9 is 100, one digit longer; the zeros behind it are there already. */
    digits->digit[0] = '1';
    digits->count = digits->count ? digits->count : 1;
    digits->point++;
}

void float_digits(double value, int decimals, bool behind_point, FloatDigits *digits)
{
    digits->count = 0;
    digits->point = 1;
    if (value == 0)
        return;
    Decimal decimal;
    make_decimal(&decimal, value, false);
    digits->point = decimal.point;
    int count = behind_point ? decimals + decimal.point : decimals + 1;
    if (count < 0) {
        digits->point = 1;
        return;
    }
    if (count > (int)sizeof digits->digit)
        count = sizeof digits->digit;
    while (digits->count < count)
        digits->digit[digits->count++] = (char)('0' + next_digit(&decimal));
    int half = compare_half(&decimal);
    bool odd = count && (digits->digit[count - 1] & 1);
    if (half > 0 || (half == 0 && odd))
        round_up(digits);
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
        at += print_text(at, 8, "e%+.2d", exponent);
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
