#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "allocation.h"
#include "program.h"
#include "stack_pool.h"

#ifndef __wasm__
#include <sys/wait.h>
#include <unistd.h>
#endif

/* ------------------------------------------------------------------- suites */

static bool failed;
static char notes[4096];
static uint32_t strings_before; /* strings of the trace that are no longer there */

void suite_add(Suite *suite, Test *test)
{
    *(suite->last ? &suite->last->next : &suite->first) = test;
    suite->last = test;
}

/* The pool of stacks is kept from one program to the next. */
static size_t allocations(void)
{
    return allocation_count() - stack_pool_allocations();
}

static bool passes(const Test *test)
{
    failed = false;
    notes[0] = '\0';
    program_reset();
    size_t before = allocations(), stacks = stack_pool_taken();
    test->body();
    allocation_fail_at(0, false);
    program_reset();
    size_t after = allocations(), stacks_after = stack_pool_taken();
    if (after != before || stacks_after != stacks)
        check_failed(__FILE__, __LINE__, "%s has left %zu allocations and %zu stacks", test->name,
                     after - before, stacks_after - stacks);
    return !failed;
}

int suite_run(const Suite *suite)
{
    int status = 0;
    for (const Test *test = suite->first; test; test = test->next) {
        bool passed = passes(test);
        print(passed ? "ok" : "FAILED", test->name);
        if (!passed)
            status = 1;
    }
    return status;
}

/* ------------------------------------------------------------------- checks */

void check_failed(const char *file, int line, const char *problem, ...)
{
    static char text[2048]; /* not on the stack: a coroutine's is small */
    va_list arguments;
    va_start(arguments, problem);
    vsnprintf(text, sizeof text, problem, arguments);
    va_end(arguments);
    failed = true;
    asyncio__tracing = false;
    Value where = format("%s:%d:", file, line);
    print(where, text);
}

void check_int_at(const char *file, int line, long long actual, long long expected)
{
    if (actual != expected)
        check_failed(file, line, "%lld, expected %lld", actual, expected);
}

void check_text_at(const char *file, int line, const char *actual, const char *expected)
{
    if (strcmp(actual, expected) != 0)
        check_failed(file, line, "\n  actual:   %s\n  expected: %s", actual, expected);
}

void check_repr_at(const char *file, int line, Value value, const char *expected)
{
    const char *actual = value_repr(value).as.string;
    if (value.raised)
        check_failed(file, line, "raised %s, expected %s", actual, expected);
    else
        check_text_at(file, line, actual, expected);
}

void check_raised_at(const char *file, int line, Value value, const ExceptionType *type,
                     const char *text)
{
    Value expected = error_with(type, text);
    if (!value.raised)
        check_failed(file, line, "%s was not raised, but there was %s",
                     value_repr(expected).as.string, value_repr(value).as.string);
    else
        check_text_at(file, line, value_repr(value).as.string, value_repr(expected).as.string);
}

/* ----------------------------------------------------------- running, order */

Value run_at(const char *file, int line, Awaitable *main)
{
    Value result = asyncio__run(main);
    if (result.raised)
        check_failed(file, line, "raised %s", value_repr(result).as.string);
    return result;
}

void note(const char *what, ...)
{
    size_t length = strlen(notes);
    if (length && length + 1 < sizeof notes) {
        notes[length++] = ' ';
        notes[length] = '\0';
    }
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(notes + length, sizeof notes - length, what, arguments);
    va_end(arguments);
}

void check_notes_at(const char *file, int line, const char *expected)
{
    check_text_at(file, line, notes, expected);
    notes[0] = '\0';
}

Value note_result(Value result)
{
    const char *text = value_repr(result).as.string;
    if (!result.raised) {
        note("%s@%g", text, now());
        return result;
    }
    const struct Exception *cause = result.as.exception->cause;
    Value cause_text = string("");
    if (cause)
        cause_text = format("<-%s", cause->type->name);
    note("raised:%s%s@%g", text, cause_text.as.string, now());
    return held(result);
}

double now(void)
{
    return loop_time(asyncio_get_running_loop());
}

/* ------------------------------------------------------ the trace, the output */

void record(void)
{
    asyncio__tracing = true;
    trace_clear();
    strings_before = trace_text("", 0) - 1;
}

static Recorded events[2048];

/* What is recorded so far, as events. */
static size_t read_records(void)
{
    size_t count = 0;
    double time = 0, when = 0;
    for (uint32_t i = 0; i < trace_record_count(); i++) {
        const TraceRecord *record = &trace_records()[i];
        if (record->kind == EVENT_NONE) {
            time = record->time;
            when = record->when;
            continue;
        }
        events[count++] = (Recorded){time,         when,          record->kind,
                                     record->line, record->cause, record->subject,
                                     record->a,    record->b,     record->c};
        when = 0;
    }
    return count;
}

size_t recorded_count(void)
{
    return read_records();
}

const Recorded *recorded(size_t index)
{
    read_records();
    return &events[index];
}

static const char *find_text(uint32_t number, uint32_t *length)
{
    const char *at = trace_strings();
    memcpy(length, at, sizeof *length);
    for (uint32_t n = strings_before + 1; n < number; n++) {
        at += sizeof *length + *length;
        memcpy(length, at, sizeof *length);
    }
    return at + sizeof *length;
}

const char *recorded_text(uint32_t number)
{
    static char texts[8][256];
    static unsigned next;
    if (!number)
        return "";
    uint32_t length;
    const char *text = find_text(number, &length);
    next = (next + 1) % 8;
    snprintf(texts[next], sizeof texts[next], "%.*s", (int)length, text);
    return texts[next];
}

size_t recorded_of(EventKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < recorded_count(); i++)
        count += recorded(i)->kind == kind;
    return count;
}

const Recorded *recorded_first(EventKind kind)
{
    for (size_t i = 0; i < recorded_count(); i++) {
        if (recorded(i)->kind == kind)
            return recorded(i);
    }
    return NULL;
}

void check_output_at(const char *file, int line, uint32_t fd, const char *expected)
{
    static char output[4096];
    size_t length = 0;
    output[0] = '\0';
    for (size_t i = 0; i < recorded_count(); i++) {
        const Recorded *event = recorded(i);
        if (event->kind != EVENT_OUTPUT || event->a != fd)
            continue;
        uint32_t size;
        const char *text = find_text(event->b, &size);
        int added = snprintf(output + length, sizeof output - length, "%.*s", (int)size, text);
        length += (size_t)added < sizeof output - length ? (size_t)added : 0;
    }
    check_text_at(file, line, output, expected);
}

#ifndef __wasm__

void check_fatal_at(const char *file, int line, void (*body)(void), const char *message)
{
    fflush(stdout);
    FILE *output = tmpfile();
    pid_t child = fork();
    if (!child) {
        dup2(fileno(output), STDERR_FILENO);
        body();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    char text[512];
    rewind(output);
    text[fread(text, 1, sizeof text - 1, output)] = '\0';
    fclose(output);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 70)
        check_failed(file, line, "it ended otherwise, with %d: %s", status, text);
    else
        check_text_at(file, line, text, format("asyncio: %s\n", message).as.string);
}

#endif
