#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

/* One after the other, the same on every host. */
static uint64_t random_state = 88172645463325252u;

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static double random_double(void)
{
    uint64_t bits = random_bits();
    switch (random_bits() % 5) {
    case 0:
        return (double)(bits % 2000001) / 1000 - 1000;
    case 1:
        return (double)(bits % 2001) / 16; /* halves, to be rounded to even */
    case 2:
        return pow(10, (double)(bits % 40) - 20) * (bits & 64 ? 1 : 0.99999999);
    case 3:
        return ldexp((double)(bits % 64), (int)(bits >> 32) % 20 - 10);
    default: {
        double any;
        memcpy(&any, &bits, sizeof any);
        return any;
    }
    }
}

/* The C library has the same conversions. */
#define check_as_printf(format, ...)                                                               \
    do {                                                                                           \
        static char expected[1024], text[1024];                                                    \
        int length = snprintf(expected, sizeof expected, format, __VA_ARGS__);                     \
        check_int(print_text(text, sizeof text, format, __VA_ARGS__), length);                     \
        check_text(text, expected);                                                                \
    } while (0)

TEST(integers_print_as_with_printf)
{
    for (int i = 0; i < 2000; i++) {
        uint64_t bits = random_bits() >> random_bits() % 64;
        check_as_printf("%d %i %u %x %X %#x", (int)bits, (int)bits, (unsigned)bits, (unsigned)bits,
                        (unsigned)bits, (unsigned)bits);
        check_as_printf("%ld %lu %lld %llx %zu %jd", (long)bits, (unsigned long)bits,
                        (long long)bits, (unsigned long long)bits, (size_t)bits, (intmax_t)bits);
        check_as_printf("%5d|%-5d|%05d|%+d|% d", (int)bits, (int)bits, (int)bits, (int)bits,
                        (int)bits);
        check_as_printf("%.3d|%8.3d|%-8.3u|%#010x|%*d", (int)bits, (int)bits, (unsigned)bits,
                        (unsigned)bits, (int)(bits % 40) - 20, (int)bits);
    }
}

TEST(floats_print_as_with_printf)
{
    for (int i = 0; i < 2000; i++) {
        double value = random_double();
        check_as_printf("%f %e %g", value, value, value);
        check_as_printf("%.0f %.1f %.3f %#.0f", value, value, value, value);
        check_as_printf("%.0e %.2e %#.0e", value, value, value);
        check_as_printf("%.0g %.2g %.17g", value, value, value);
        check_as_printf("%12.3f|%-12.3f|%012.3f|%+.1f|% .1f", value, value, value, value, value);
        check_as_printf("%12.3e|%-12.3g|%012g|%*.*f", value, value, value, i % 30 - 15, i % 20,
                        value);
    }
}

TEST(floats_that_are_no_numbers_are_not_filled_with_zeros)
{
    check_as_printf("%f %e %5g|%-5f|%05f", INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY);
    check_as_printf("%f %05e", (double)NAN, (double)NAN);
    check_as_printf("%f %g %e %+.0f", 0.0, 0.0, 0.0, -0.0);
}

TEST(text_prints_as_with_printf)
{
    check_as_printf("%s|%8s|%-8s|%.2s|%8.2s", "four", "four", "four", "four", "four");
    check_as_printf("%c%3c%-3c|%%", 'a', 'b', 'c');
    check_as_printf("%.*s|%*s", 3, "four", -8, "four");
}

TEST(a_pointer_prints_as_a_hexadecimal_number)
{
    char text[32];
    print_text(text, sizeof text, "%p", (void *)0xabc);
    check_text(text, "0xabc");
}

TEST(what_does_not_fit_is_counted_and_left_out)
{
    char text[5] = "....";
    check_int(print_text(text, 3, "%d", 12345), 5);
    check_text(text, "12");
    check_int(print_text(NULL, 0, "%s", "four"), 4);
}

TEST(an_unknown_conversion_is_a_value_error)
{
    static const char *const unknown[] = {"%a", "%y", "% ", "%", "%5"};
    char text[32];
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        const char *volatile format_ = unknown[i]; /* the compiler would warn */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
        check_int(print_text(text, sizeof text, format_), -1);
#pragma GCC diagnostic pop
    }
    const char *volatile hexadecimal = "%d is %a";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    Value value = format(hexadecimal, 1, 1.0);
#pragma GCC diagnostic pop
    check(caught(&value, &ValueError));
    check_text(value_str(value).as.string, "unsupported format character in '%d is %a'");
}

RUN_TESTS
