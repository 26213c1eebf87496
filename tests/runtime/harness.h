/*
 * What the tests of the runtime share. A test file is a program: TEST()s, and
 * RUN_TESTS at the end. Each test begins with an empty runtime at time 0, and
 * works natively and as wasm.
 */
#ifndef HARNESS_H
#define HARNESS_H

#include "asyncio.h"
#include "trace.h"
#include "value.h"

typedef struct Test {
    const char *name;
    void (*body)(void);
    struct Test *next;
} Test;

typedef struct Suite {
    Test *first, *last;
} Suite;

void suite_add(Suite *suite, Test *test);
int suite_run(const Suite *suite);

__attribute__((unused)) static Suite suite;

#define TEST(name_)                                                                                \
    static void test_##name_(void);                                                                \
    __attribute__((constructor)) static void add_##name_(void)                                     \
    {                                                                                              \
        static Test test = {#name_, test_##name_, NULL};                                           \
        suite_add(&suite, &test);                                                                  \
    }                                                                                              \
    static void test_##name_(void)

#define RUN_TESTS                                                                                  \
    int main(void);                                                                                \
    int main(void)                                                                                 \
    {                                                                                              \
        return suite_run(&suite);                                                                  \
    }

/* ------------------------------------------------------------------- checks */

/* A test goes on after a check that failed. */
#define check(condition)                                                                           \
    ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, "%s", #condition))
void check_failed(const char *file, int line, const char *problem, ...)
    __attribute__((format(printf, 3, 4)));

#define check_int(actual, expected) check_int_at(__FILE__, __LINE__, actual, expected)
void check_int_at(const char *file, int line, long long actual, long long expected);

#define check_text(actual, expected) check_text_at(__FILE__, __LINE__, actual, expected)
void check_text_at(const char *file, int line, const char *actual, const char *expected);

/* repr(x), where x is no raised exception. */
#define check_repr(x, expected) check_repr_at(__FILE__, __LINE__, VALUE(x), expected)
void check_repr_at(const char *file, int line, Value value, const char *expected);

/* Raised, of exactly that type, with that text; NULL: without arguments. */
#define check_raised(value, type, text) check_raised_at(__FILE__, __LINE__, value, type, text)
void check_raised_at(const char *file, int line, Value value, const ExceptionType *type,
                     const char *text);

/* NULL, with that exception pending. */
#define check_null(pointer, type, text)                                                            \
    ((pointer) ? check_failed(__FILE__, __LINE__, "%s is not NULL", #pointer)                      \
               : check_raised(take_pending(), type, text))

/* ----------------------------------------------------------- running, order */

/* asyncio_run(x), which is not expected to raise. */
#define run(x) run_at(__FILE__, __LINE__, AWAITABLE(x))
Value run_at(const char *file, int line, Awaitable *main);

/* The order in which things happen, as words separated by spaces. */
void note(const char *what, ...) __attribute__((format(printf, 1, 2)));
#define check_notes(expected) check_notes_at(__FILE__, __LINE__, expected)
void check_notes_at(const char *file, int line, const char *expected); /* and forgets them */

/* Notes repr@time, or raised:repr<-cause@time; returns it, held. */
Value note_result(Value result);

/* Loop time of the loop that runs. */
double now(void);

/* ------------------------------------------------------ the trace, the output */

/* An event. */
typedef struct Recorded {
    double time, when;
    uint32_t kind, line, cause, subject, a, b, c;
} Recorded;

/* From here on events are traced, and this test can look at them: as many as the buffer holds. */
void record(void);
size_t recorded_count(void);
/* Good until the next call. */
const Recorded *recorded(size_t index);
const char *recorded_text(uint32_t number); /* "" for 0; good until the next 8 calls */
/* How many events of that kind; the first one, or NULL. */
size_t recorded_of(EventKind kind);
const Recorded *recorded_first(EventKind kind);

/* What was printed since record(). */
#define check_output(expected) check_output_at(__FILE__, __LINE__, 1, expected)
#define check_stderr(expected) check_output_at(__FILE__, __LINE__, 2, expected)
void check_output_at(const char *file, int line, uint32_t fd, const char *expected);

#ifndef __wasm__
/* `body` ends the process, here one of its own, with that message. */
#define check_fatal(body, message) check_fatal_at(__FILE__, __LINE__, body, message)
void check_fatal_at(const char *file, int line, void (*body)(void), const char *message);
#endif

#endif
