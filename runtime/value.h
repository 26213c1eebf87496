/* Values and exceptions within the runtime; asyncio.h says what they are. */
#ifndef VALUE_H
#define VALUE_H

#include "asyncio.h"

struct Exception {
    const ExceptionType *type;
    bool has_text; /* ValueError("") has one, ValueError() has none */
    Value text;
    struct Exception *cause;
    Value exceptions; /* of a group: a list */
    void *origin;     /* of one from outside the module: what it is there */
    unsigned telling; /* the last one it was told in */
};

struct List {
    size_t length, capacity;
    Value *items;
};

/* The exception a NULL stands for; see ERRORS in asyncio.h. */
void set_pending(Value raised);
Value take_pending(void);
/* Forgets it: its memory is given back. */
void value__reset(void);
/* Leaves `raised` pending: `return fail(error(...))` in functions that return
 * a pointer. */
void *fail(Value raised);

/* Raised: an exception with a message that may be absent. */
Value error_with(const ExceptionType *type, const char *message);
Value memory_error(void);
Value held(Value exception);

/* format() for a message or a repr: it never raises. What has nobody to raise to
 * ends the program with a message when there is no memory. */
Value describe(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What traceback.print_exception() says of it without tracebacks: its causes, its type
 * and text, and below a group what is in it. Lines. */
Value exception_lines(struct Exception *exception);

/* reprlib.repr(value): what is long is cut. */
Value value_short_repr(Value value);

/* Of a __qualname__ the __name__. */
const char *unqualified(const char *name);

/* What an object prints as: asked of the file that owns its type. */
Value object_repr(void *object);

#endif
