/*
 * printf's conversions. The C library's own would be a third of the module,
 * most of it for what nobody here prints.
 */
#ifndef PRINT_H
#define PRINT_H

#include <stdarg.h>
#include <stddef.h>

/* As snprintf() in the C locale: d i u x X c s p f e g and %, with flags, width,
 * precision and size. -1: the format asks for anything else. */
int print_list(char *text, size_t size, const char *format, va_list arguments);
int print_text(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
