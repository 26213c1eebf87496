#include "print.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "float.h"

/* What does not fit is only counted. */
typedef struct Output {
    char *text;
    size_t size, length;
} Output;

/* What stands after a %. */
typedef struct Conversion {
    bool left, zero, plus, space, alternate;
    int width, precision; /* precision: negative when none is given */
    int longs;            /* 0: an int, 1: a long, more: a long long */
    char letter;
} Conversion;

/* A va_list may be an array, which a function could not be given. */
typedef struct Arguments {
    va_list list;
} Arguments;

static void put(Output *output, char c)
{
    if (output->length + 1 < output->size)
        output->text[output->length] = c;
    output->length++;
}

static void put_many(Output *output, char c, int count)
{
    while (count-- > 0)
        put(output, c);
}

static void put_text(Output *output, const char *text, int length)
{
    for (int i = 0; i < length; i++)
        put(output, text[i]);
}

/* What stands before a field of that length. Returns how many spaces go behind. */
static int begin_field(Output *output, const Conversion *how, bool zeros, const char *prefix,
                       int length)
{
    int prefix_length = (int)strlen(prefix), fill = how->width - prefix_length - length;
    if (!how->left && !zeros)
        put_many(output, ' ', fill);
    put_text(output, prefix, prefix_length);
    if (!how->left && zeros)
        put_many(output, '0', fill);
    return how->left ? fill : 0;
}

static void put_field(Output *output, const Conversion *how, const char *prefix, const char *text,
                      int length)
{
    int behind = begin_field(output, how, false, prefix, length);
    put_text(output, text, length);
    put_many(output, ' ', behind);
}

static const char *sign(const Conversion *how, bool negative)
{
    return negative ? "-" : how->plus ? "+" : how->space ? " " : "";
}

static void put_integer(Output *output, const Conversion *how, const char *prefix, uint64_t value)
{
    char digits[24];
    int at = sizeof digits;
    bool upper = how->letter == 'X';
    unsigned base = upper || how->letter == 'x' || how->letter == 'p' ? 16 : 10;
    for (; value; value /= base)
        digits[--at] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
    int count = (int)sizeof digits - at, least = how->precision < 0 ? 1 : how->precision;
    int length = count > least ? count : least;
    int behind = begin_field(output, how, how->zero && how->precision < 0, prefix, length);
    put_many(output, '0', length - count);
    put_text(output, digits + at, count);
    put_many(output, ' ', behind);
}

static void put_digits(Output *output, const FloatDigits *digits, int from, int to)
{
    for (int i = from; i < to; i++)
        put(output, i >= 0 && i < digits->count ? digits->digit[i] : '0');
}

static void put_float(Output *output, const Conversion *how, double value)
{
    const char *prefix = sign(how, __builtin_signbit(value));
    value = __builtin_fabs(value);
    if (!__builtin_isfinite(value)) {
        put_field(output, how, prefix, value != value ? "nan" : "inf", 3);
        return;
    }
    bool scientific = how->letter == 'e', general = how->letter == 'g';
    int decimals = how->precision < 0 ? 6 : how->precision;
    if (general && decimals)
        decimals--; /* of the form with one digit before the point */
    FloatDigits digits;
    float_digits(value, decimals, how->letter == 'f', &digits);
    int power = digits.point - 1;
    if (general) {
        scientific = power < -4 || power > decimals;
        if (!scientific)
            decimals -= power;
        int count = digits.count;
        while (count > 1 && digits.digit[count - 1] == '0')
            count--;
        int needed = scientific ? count - 1 : count - digits.point;
        if (!how->alternate && decimals > needed)
            decimals = needed > 0 ? needed : 0;
    }
    char exponent[8];
    int exponent_length = scientific ? print_text(exponent, sizeof exponent, "e%+.2d", power) : 0;
    int whole = scientific || digits.point < 1 ? 1 : digits.point;
    int first = scientific ? 0 : digits.point - whole; /* digit before the point */
    bool point = decimals || how->alternate;
    int behind =
        begin_field(output, how, how->zero, prefix, whole + point + decimals + exponent_length);
    put_digits(output, &digits, first, first + whole);
    put_many(output, '.', point);
    put_digits(output, &digits, first + whole, first + whole + decimals);
    put_text(output, exponent, exponent_length);
    put_many(output, ' ', behind);
}

static uint64_t take_integer(const Conversion *how, Arguments *arguments)
{
    if (how->longs > 1)
        return va_arg(arguments->list, unsigned long long);
    return how->longs ? va_arg(arguments->list, unsigned long) : va_arg(arguments->list, unsigned);
}

static int64_t take_signed(const Conversion *how, Arguments *arguments)
{
    if (how->longs > 1)
        return va_arg(arguments->list, long long);
    return how->longs ? va_arg(arguments->list, long) : va_arg(arguments->list, int);
}

static int parse_number(const char **at, Arguments *arguments)
{
    enum { MOST = 100000 };
    int value = 0;
    if (**at == '*') {
        ++*at;
        return va_arg(arguments->list, int);
    }
    for (; **at >= '0' && **at <= '9' && value < MOST; ++*at)
        value = value * 10 + (**at - '0');
    return value;
}

static Conversion parse(const char **at, Arguments *arguments)
{
    Conversion how = {.precision = -1};
    for (; **at && strchr("-0+ #", **at); ++*at) {
        how.left |= **at == '-';
        how.zero |= **at == '0';
        how.plus |= **at == '+';
        how.space |= **at == ' ';
        how.alternate |= **at == '#';
    }
    how.width = parse_number(at, arguments);
    if (how.width < 0) {
        how.left = true;
        how.width = -how.width;
    }
    if (**at == '.') {
        ++*at;
        how.precision = parse_number(at, arguments);
    }
    for (; **at && strchr("hlzjt", **at); ++*at)
        how.longs += **at == 'j' ? 2 : **at != 'h';
    how.letter = **at;
    if (how.letter)
        ++*at;
    return how;
}

static int length_of(const char *text, int most)
{
    return (int)(most < 0 ? strlen(text) : strnlen(text, (size_t)most));
}

static bool convert(Output *output, const Conversion *how, Arguments *arguments)
{
    switch (how->letter) {
    case 'd':
    case 'i': {
        int64_t value = take_signed(how, arguments);
        uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
        put_integer(output, how, sign(how, value < 0), size);
        return true;
    }
    case 'u':
        put_integer(output, how, "", take_integer(how, arguments));
        return true;
    case 'x':
    case 'X': {
        uint64_t value = take_integer(how, arguments);
        const char *prefix = how->letter == 'x' ? "0x" : "0X";
        put_integer(output, how, value && how->alternate ? prefix : "", value);
        return true;
    }
    case 'p':
        put_integer(output, how, "0x", (uintptr_t)va_arg(arguments->list, void *));
        return true;
    case 'f':
    case 'e':
    case 'g':
        put_float(output, how, va_arg(arguments->list, double));
        return true;
    case 'c': {
        char c = (char)va_arg(arguments->list, int);
        put_field(output, how, "", &c, 1);
        return true;
    }
    case 's': {
        const char *text = va_arg(arguments->list, const char *);
        text = text ? text : "(null)";
        put_field(output, how, "", text, length_of(text, how->precision));
        return true;
    }
    case '%':
        put(output, '%');
        return true;
    default:
        return false;
    }
}

int print_list(char *text, size_t size, const char *format, va_list list)
{
    Output output = {text, size, 0};
    Arguments arguments;
    va_copy(arguments.list, list);
    bool good = true;
    while (*format && good) {
        if (*format != '%') {
            put(&output, *format++);
            continue;
        }
        format++;
        Conversion how = parse(&format, &arguments);
        good = convert(&output, &how, &arguments);
    }
    va_end(arguments.list);
    if (size)
        text[output.length < size ? output.length : size - 1] = '\0';
    return good ? (int)output.length : -1;
}

int print_text(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print_list(text, size, format, arguments);
    va_end(arguments);
    return length;
}
