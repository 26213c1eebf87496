/*
 * Any bytes as a program of tests/conformance: each byte chooses what comes
 * next of the grammar in nodes.def, so that whatever a fuzzer makes of them is
 * a program that the interpreter can run. It must end, leave no memory, and
 * nothing may be undefined on the way.
 */
#include <asyncio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../conformance/interpreter.h"
#include "allocation.h"
#include "port.h"
#include "port_posix.h"
#include "program.h"
#include "stack_pool.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

typedef struct Spec {
    const char *kind, *fields; /* "variable, message" */
} Spec;

static const Spec awaited[] = {
#define EXCEPTION_TYPE(kind)
#define AWAITED(kind, ...) {#kind, #__VA_ARGS__},
#define STATEMENT(kind, ...)
#include "../conformance/nodes.def"
#undef AWAITED
#undef STATEMENT
};

static const Spec statements[] = {
#define AWAITED(kind, ...)
#define STATEMENT(kind, ...) {#kind, #__VA_ARGS__},
#include "../conformance/nodes.def"
#undef EXCEPTION_TYPE
#undef STATEMENT
};

enum {
#define EXCEPTION_TYPE(kind) FUZZED_##kind,
#define STATEMENT(kind, ...)
#include "../conformance/nodes.def"
    EXCEPTION_COUNT
};

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
#define NONE INT32_MIN

enum {
    LONGEST = 4096, /* numbers of a program */
    DEEPEST = 4,
    MOST_STATEMENTS = 3000, /* that are run */
    VARIABLES = 7,
    OBJECTS = 2,
    HANDLES = 3,
    TIMEOUTS = 2,
    GROUPS = 3,
};

static const uint8_t *at, *end;
static int32_t numbers[LONGEST];
static int length, label, coroutines, functions;

/* Which coroutine or function is written: it starts later ones only, so that
 * none goes on for ever. */
typedef struct Scope {
    int coroutine, function, depth;
} Scope;

static int take(int count)
{
    return at < end ? *at++ % count : 0;
}

static void put(int32_t number)
{
    if (length < LONGEST)
        numbers[length++] = number;
}

static int32_t take_seconds(void)
{
    static const int32_t thousandths[] = {0, 1000, 2000, 500, 100, 200, 300, -1000, 4000};
    return thousandths[take(COUNT(thousandths))];
}

static bool put_field(const char *type, size_t size, Scope scope, bool only_coroutines);

/* False: the grammar has nothing to put here. */
static bool put_fields(const Spec *spec, Scope scope)
{
    bool only_coroutines = strstr(spec->kind, "create_task") != NULL;
    for (const char *type = spec->fields; *type;) {
        size_t size = strcspn(type, ",");
        if (!put_field(type, size, scope, only_coroutines))
            return false;
        type += size;
        type += strspn(type, ", ");
    }
    return true;
}

static bool put_awaitable(Scope scope, bool only_coroutines)
{
    enum { CALL, SLEEP = 4 };
    int kind = take(COUNT(awaited));
    bool is_coroutine = kind == CALL || kind == SLEEP;
    if (scope.depth >= DEEPEST || (only_coroutines && !is_coroutine))
        kind = SLEEP;
    scope.depth++;
    put(kind);
    return put_fields(&awaited[kind], scope);
}

static void put_body(Scope scope);

static void put_statement(Scope scope)
{
    int begin = length, kind = take(COUNT(statements));
    put(kind);
    put(0);
    put(++label);
    if (!put_fields(&statements[kind], scope)) {
        length = begin;
        put(0); /* say */
        put(0);
        put(label);
    }
    if (begin + 1 < LONGEST)
        numbers[begin + 1] = length - begin - 2;
}

static void put_body(Scope scope)
{
    int begin = length, count = scope.depth < DEEPEST ? take(6) : 0;
    put(0);
    scope.depth++;
    while (count-- && length < LONGEST / 2)
        put_statement(scope);
    if (begin < LONGEST)
        numbers[begin] = length - begin - 1;
}

static bool put_later(int first, int count)
{
    if (first >= count)
        return false;
    put(first + take(count - first));
    return true;
}

static bool is(const char *type, size_t size, const char *name)
{
    return size == strlen(name) && memcmp(type, name, size) == 0;
}

static bool put_list(Scope scope, const char *of)
{
    int count = take(4);
    put(count);
    while (count--) {
        if (!put_field(of, strlen(of), scope, false))
            return false;
    }
    return true;
}

static bool put_field(const char *type, size_t size, Scope scope, bool only_coroutines)
{
    static const struct {
        const char *type;
        int count;
    } choices[] = {{"variable", VARIABLES},
                   {"object", OBJECTS},
                   {"handle", HANDLES},
                   {"timeout", TIMEOUTS},
                   {"group", GROUPS},
                   {"value", 9},
                   {"times", 4},
                   {"text", 9},
                   {"flag", 2},
                   {"mode", 3},
                   {"exception", EXCEPTION_COUNT}};
    for (int i = 0; i < COUNT(choices); i++) {
        if (is(type, size, choices[i].type)) {
            put(take(choices[i].count));
            return true;
        }
    }
    if (is(type, size, "seconds"))
        put(take_seconds());
    else if (is(type, size, "maybe_seconds"))
        put(take(4) ? take_seconds() : NONE);
    else if (is(type, size, "maybe_value") || is(type, size, "message"))
        put(take(2) ? take(9) : NONE);
    else if (is(type, size, "coroutine"))
        return put_later(scope.coroutine + 1, coroutines);
    else if (is(type, size, "function"))
        return put_later(scope.function + 1, functions);
    else if (is(type, size, "awaitable"))
        return put_awaitable(scope, only_coroutines);
    else if (is(type, size, "awaitables"))
        return put_list(scope, "awaitable");
    else if (is(type, size, "variables"))
        return put_list(scope, "variable");
    else if (is(type, size, "body"))
        put_body(scope);
    else if (is(type, size, "handlers")) {
        int count = take(3);
        put(count);
        while (count--) {
            put(take(EXCEPTION_COUNT));
            put_body(scope);
        }
    } else {
        abort(); /* nodes.def has a field that is not known here */
    }
    return true;
}

static void put_program(void)
{
    length = label = 0;
    coroutines = 2 + take(4);
    functions = 1 + take(3);
    const int32_t head[] = {take(3),   take(4) ? 0 : 64 * 1024,
                            VARIABLES, OBJECTS,
                            HANDLES,   TIMEOUTS,
                            GROUPS,    coroutines,
                            functions};
    for (int i = 0; i < COUNT(head); i++)
        put(head[i]);
    for (int i = 0; i < coroutines; i++)
        put_body((Scope){.coroutine = i, .function = -1});
    for (int i = 0; i < functions; i++)
        put_body((Scope){.coroutine = coroutines - 2, .function = i, .depth = DEEPEST - 2});
}

static void write_nothing(int fd, const char *text, size_t size)
{
    (void)fd;
    (void)text;
    (void)size;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    at = bytes;
    end = bytes + size;
    put_program();
    memcpy(interpreter_program((size_t)length), numbers, (size_t)length * sizeof *numbers);
    interpreter_limit(MOST_STATEMENTS);
    port_posix_write_to(write_nothing);
    asyncio__tracing = true;
    program_run(&asyncio_programs[0]);
    program_reset();
    interpreter_program(0);
    if (allocation_count() != stack_pool_allocations() || stack_pool_taken())
        abort(); /* something is left */
    return 0;
}
