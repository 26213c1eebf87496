#include "value.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "float.h"
#include "heap.h"
#include "port.h"
#include "trace.h"

/* ---------------------------------------------------------- exception types */

#define DEFINE(name, base) const ExceptionType name = {#name, base, NULL}

DEFINE(BaseException, NULL);
DEFINE(BaseExceptionGroup, &BaseException);
DEFINE(GeneratorExit, &BaseException);
DEFINE(KeyboardInterrupt, &BaseException);
DEFINE(SystemExit, &BaseException);
DEFINE(CancelledError, &BaseException);
DEFINE(Exception, &BaseException);
DEFINE(ArithmeticError, &Exception);
DEFINE(AssertionError, &Exception);
DEFINE(InvalidStateError, &Exception);
DEFINE(LookupError, &Exception);
DEFINE(MemoryError, &Exception);
DEFINE(OSError, &Exception);
DEFINE(RuntimeError, &Exception);
DEFINE(StopIteration, &Exception);
DEFINE(TypeError, &Exception);
DEFINE(ValueError, &Exception);
DEFINE(DeadlockError, &RuntimeError);
DEFINE(IndexError, &LookupError);
DEFINE(TimeoutError, &OSError);
DEFINE(ZeroDivisionError, &ArithmeticError);
const ExceptionType ExceptionGroup = {"ExceptionGroup", &BaseExceptionGroup, &Exception};

/* ------------------------------------------------------------------ values */

Value boolean(bool value)
{
    return (Value){.kind = VALUE_BOOL, .as.boolean = value};
}

Value integer(int64_t value)
{
    return (Value){.kind = VALUE_INT, .as.integer = value};
}

Value number(double value)
{
    return (Value){.kind = VALUE_FLOAT, .as.number = value};
}

Value string(const char *text)
{
    return string_of_length(text, strlen(text));
}

Value string_of_length(const char *text, size_t length)
{
    return (Value){.kind = VALUE_STR, .length = (uint32_t)length, .as.string = text};
}

Value value_of_value(Value value)
{
    return value;
}

Value value_of_object(void *object)
{
    if (!object)
        return take_pending();
    return (Value){.kind = VALUE_OBJECT, .as.object = object};
}

void *asyncio_alloc(size_t size)
{
    void *memory = heap_alloc(size);
    return memory ? memory : fail(memory_error());
}

static Value format_list(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_copy has set it */
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return error(&ValueError, NULL);
    char *text = heap_alloc((size_t)length + 1);
    if (!text)
        return memory_error();
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return string_of_length(text, (size_t)length);
}

Value format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Value text = format_list(format, arguments);
    va_end(arguments);
    return text;
}

/* ------------------------------------------------------------------- lists */

Value list_new(void)
{
    List *list = heap_alloc(sizeof *list);
    if (!list)
        return memory_error();
    return (Value){.kind = VALUE_LIST, .as.list = list};
}

Value list_append(Value value, Value item)
{
    if (value.raised)
        return value;
    if (item.raised)
        return item;
    if (value.kind != VALUE_LIST)
        return error(&TypeError, "list_append() needs a list");
    List *list = value.as.list;
    if (list->length == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 4;
        Value *items = heap_alloc(capacity * sizeof *items);
        if (!items)
            return memory_error();
        if (list->length)
            memcpy(items, list->items, list->length * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->length++] = item;
    return None;
}

size_t list_length(Value list)
{
    return list.kind == VALUE_LIST ? list.as.list->length : 0;
}

Value list_get(Value list, size_t index)
{
    if (list.raised)
        return list;
    if (index >= list_length(list))
        return error(&IndexError, "list index out of range");
    return list.as.list->items[index];
}

static bool lists_equal(const List *a, const List *b)
{
    if (a->length != b->length)
        return false;
    for (size_t i = 0; i < a->length; i++) {
        if (!value_equal(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

static bool is_number(Value value)
{
    return value.kind == VALUE_BOOL || value.kind == VALUE_INT || value.kind == VALUE_FLOAT;
}

static int64_t whole(Value value)
{
    return value.kind == VALUE_BOOL ? value.as.boolean : value.as.integer;
}

/* Exactly, as in Python: an int that has no double of its own equals none. */
static bool numbers_equal(Value a, Value b)
{
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT)
        return a.as.number == b.as.number;
    if (a.kind != VALUE_FLOAT && b.kind != VALUE_FLOAT)
        return whole(a) == whole(b);
    double fraction = a.kind == VALUE_FLOAT ? a.as.number : b.as.number;
    int64_t integer = whole(a.kind == VALUE_FLOAT ? b : a);
    bool in_range = fraction >= -0x1p63 && fraction < 0x1p63;
    return in_range && (double)integer == fraction && (int64_t)fraction == integer;
}

bool value_equal(Value a, Value b)
{
    if (is_number(a) && is_number(b))
        return numbers_equal(a, b);
    if (a.kind != b.kind)
        return false;
    switch ((ValueKind)a.kind) {
    case VALUE_NONE:
        return true;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        break; /* numbers, above */
    case VALUE_STR:
        return a.length == b.length && memcmp(a.as.string, b.as.string, a.length) == 0;
    case VALUE_LIST:
        return lists_equal(a.as.list, b.as.list);
    case VALUE_EXCEPTION:
        return a.as.exception == b.as.exception;
    case VALUE_OBJECT:
        return a.as.object == b.as.object;
    }
    return false;
}

/* --------------------------------------------------------- str() and repr() */

/* Text that grows in the collector's memory; `text` NULL: there was none left. */
typedef struct Text {
    char *text;
    size_t length, capacity;
} Text;

static void text_add(Text *text, const char *part, size_t length)
{
    if (!text->text || text->length + length + 1 > text->capacity) {
        size_t capacity = (text->length + length + 1) * 2;
        char *grown = heap_alloc(capacity);
        if (!grown)
            return;
        if (text->text)
            memcpy(grown, text->text, text->length);
        text->text = grown;
        text->capacity = capacity;
    }
    memcpy(text->text + text->length, part, length);
    text->length += length;
    text->text[text->length] = '\0';
}

static void text_add_string(Text *text, const char *part)
{
    text_add(text, part, strlen(part));
}

/* repr() of a str: CPython's choice of quotes and escapes; bytes of UTF-8 pass. */
static void add_quoted(Text *text, const char *string, size_t length)
{
    bool single = memchr(string, '\'', length) != NULL;
    char quote = single && !memchr(string, '"', length) ? '"' : '\'';
    text_add(text, &quote, 1);
    for (size_t i = 0; i < length; i++) {
        char c = string[i], escaped[5];
        if (c == quote || c == '\\')
            snprintf(escaped, sizeof escaped, "\\%c", c);
        else if (c == '\n')
            strcpy(escaped, "\\n");
        else if (c == '\r')
            strcpy(escaped, "\\r");
        else if (c == '\t')
            strcpy(escaped, "\\t");
        else if ((unsigned char)c < 0x20 || c == 0x7f)
            snprintf(escaped, sizeof escaped, "\\x%02x", (unsigned char)c);
        else {
            text_add(text, &c, 1);
            continue;
        }
        text_add_string(text, escaped);
    }
    text_add(text, &quote, 1);
}

/* The lists that are being shown: one within itself is shown as [...]. */
typedef struct Within {
    const List *list;
    const struct Within *outer;
    int depth;
} Within;

enum { DEEPEST_REPR = 20 };

static void add_repr(Text *text, Value value, const Within *within);

static void add_list(Text *text, const List *list, const Within *outer)
{
    Within within = {list, outer, outer ? outer->depth + 1 : 0};
    bool shown = within.depth > DEEPEST_REPR;
    for (; outer && !shown; outer = outer->outer)
        shown = outer->list == list;
    if (shown) {
        text_add_string(text, "[...]");
        return;
    }
    text_add_string(text, "[");
    for (size_t i = 0; i < list->length; i++) {
        if (i)
            text_add_string(text, ", ");
        add_repr(text, list->items[i], &within);
    }
    text_add_string(text, "]");
}

static void add_exception(Text *text, const struct Exception *exception)
{
    text_add_string(text, exception->type->name);
    text_add_string(text, "(");
    if (exception->has_text)
        add_repr(text, exception->text, NULL);
    if (exception->exceptions.kind == VALUE_LIST) {
        text_add_string(text, ", ");
        add_repr(text, exception->exceptions, 0);
    }
    text_add_string(text, ")");
}

static void add_repr(Text *text, Value value, const Within *within)
{
    char digits[FLOAT_TEXT_SIZE];
    switch ((ValueKind)value.kind) {
    case VALUE_NONE:
        text_add_string(text, "None");
        break;
    case VALUE_BOOL:
        text_add_string(text, value.as.boolean ? "True" : "False");
        break;
    case VALUE_INT:
        snprintf(digits, sizeof digits, "%lld", (long long)value.as.integer);
        text_add_string(text, digits);
        break;
    case VALUE_FLOAT:
        text_add(text, digits, float_repr(value.as.number, digits));
        break;
    case VALUE_STR:
        add_quoted(text, value.as.string, value.length);
        break;
    case VALUE_LIST:
        add_list(text, value.as.list, within);
        break;
    case VALUE_EXCEPTION:
        add_exception(text, value.as.exception);
        break;
    case VALUE_OBJECT: {
        Value object = object_repr(value.as.object);
        text_add(text, object.as.string, object.length);
        break;
    }
    }
}

static Value text_value(const Text *text)
{
    return text->text ? string_of_length(text->text, text->length) : string("");
}

Value value_repr(Value value)
{
    Text text = {0};
    add_repr(&text, value, NULL);
    return text_value(&text);
}

Value value_str(Value value)
{
    if (value.kind == VALUE_STR)
        return value;
    if (value.kind == VALUE_EXCEPTION) {
        const struct Exception *exception = value.as.exception;
        size_t count = list_length(exception->exceptions);
        if (count)
            return format("%s (%zu sub-exception%s)", exception->text.as.string, count,
                          count == 1 ? "" : "s");
        return exception->has_text ? value_str(exception->text) : string("");
    }
    return value_repr(value);
}

void asyncio__print(size_t count, const Value *values)
{
    Text text = {0};
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_add_string(&text, " ");
        Value part = value_str(values[i]);
        text_add(&text, part.as.string, part.length);
    }
    text_add_string(&text, "\n");
    asyncio__output(1, text.text ? text.text : "\n", text.text ? text.length : 1);
}

void asyncio__output(int fd, const char *text, size_t length)
{
    if (tracing())
        trace_event(EVENT_OUTPUT, 0, (uint32_t)fd, trace_text(text, length), 0);
    port_write(fd, text, length);
}

/* -------------------------------------------------------------- exceptions */

/* There must be one to raise when there is no memory to make one. */
static struct Exception no_memory = {.type = &MemoryError};

static Value raise_(struct Exception *exception)
{
    return (Value){.kind = VALUE_EXCEPTION, .raised = true, .as.exception = exception};
}

Value memory_error(void)
{
    return raise_(&no_memory);
}

static Value raise_new(const ExceptionType *type, bool has_text, Value text)
{
    struct Exception *exception = heap_alloc(sizeof *exception);
    if (!exception)
        return memory_error();
    exception->type = type;
    exception->has_text = has_text;
    exception->text = text;
    return raise_(exception);
}

Value error(const ExceptionType *type, const char *format, ...)
{
    if (!format)
        return raise_new(type, false, None);
    va_list arguments;
    va_start(arguments, format);
    Value text = format_list(format, arguments);
    va_end(arguments);
    return text.raised ? text : raise_new(type, true, text);
}

Value error_with(const ExceptionType *type, const char *message)
{
    return message ? raise_new(type, true, string(message)) : raise_new(type, false, None);
}

Value held(Value exception)
{
    exception.raised = false;
    return exception;
}

Value reraise(Value value)
{
    if (value.kind != VALUE_EXCEPTION)
        return error(&TypeError, "exceptions must derive from BaseException");
    value.raised = true;
    return value;
}

Value error_from(Value raised, Value cause)
{
    if (raised.as.exception != &no_memory && cause.kind == VALUE_EXCEPTION)
        raised.as.exception->cause = cause.as.exception;
    return raised;
}

static bool is_derived(const ExceptionType *type, const ExceptionType *base)
{
    return type && (type == base || is_derived(type->base, base) || is_derived(type->second, base));
}

bool is_instance(Value value, const ExceptionType *type)
{
    return value.kind == VALUE_EXCEPTION && is_derived(value.as.exception->type, type);
}

Value exception_group(const char *message, Value exceptions)
{
    if (exceptions.raised)
        return exceptions;
    if (!list_length(exceptions))
        return error(&ValueError, "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;
    for (size_t i = 0; i < list_length(exceptions); i++) {
        Value item = exceptions.as.list->items[i];
        if (item.kind != VALUE_EXCEPTION)
            return error(&ValueError,
                         "Item %zu of second argument (exceptions) is not an "
                         "exception",
                         i);
        all_plain = all_plain && is_instance(item, &Exception);
    }
    Value group = error_with(all_plain ? &ExceptionGroup : &BaseExceptionGroup, message);
    if (group.as.exception != &no_memory)
        group.as.exception->exceptions = exceptions;
    return group;
}

Value exception_group_exceptions(Value group)
{
    bool is_group =
        group.kind == VALUE_EXCEPTION && group.as.exception->exceptions.kind == VALUE_LIST;
    return is_group ? group.as.exception->exceptions : list_new();
}

bool caught(Value *value, const ExceptionType *type)
{
    if (!value->raised || !is_instance(*value, type))
        return false;
    value->raised = false;
    return true;
}

/* The newest wins, as the exception that replaces another in flight. */
static Value pending;
static bool has_pending;

void value__reset(void)
{
    has_pending = false;
    pending = None;
}

void set_pending(Value raised)
{
    pending = raised;
    has_pending = true;
}

Value take_pending(void)
{
    if (!has_pending)
        return error(&TypeError, "object NULL can't be used here: nothing was made, and no "
                                 "exception is pending");
    has_pending = false;
    return pending;
}

void *fail(Value raised)
{
    set_pending(raised);
    return NULL;
}
