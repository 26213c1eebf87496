#include "value.h"

#include <stdarg.h>
#include <string.h>

#include "float.h"
#include "heap.h"
#include "port.h"
#include "print.h"
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
    if (!text)
        return take_pending();
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
    /* The pointer as a whole word: a processor waits for the store of half a word that is read as
     * one soon after. */
    return (Value){.kind = VALUE_OBJECT, .as.integer = (int64_t)(uintptr_t)object};
}

void *asyncio_alloc(size_t size)
{
    void *memory = heap_alloc(size);
    return memory ? memory : fail(memory_error());
}

static Value format_list(const char *format, va_list arguments)
{
    int length = print_list(NULL, 0, format, arguments);
    if (length < 0)
        return error(&ValueError, "unsupported format character in '%s'", format);
    char *text = heap_alloc((size_t)length + 1);
    if (!text)
        return memory_error();
    print_list(text, (size_t)length + 1, format, arguments);
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

/* A repr, or a message on its way to stderr: half of one would be a lie. */
static _Noreturn void no_memory_for_text(void)
{
    port_fatal("Out of memory: a text could not be made.");
}

static Value describe_list(const char *format, va_list arguments)
{
    Value text = format_list(format, arguments);
    if (text.raised && is_instance(text, &MemoryError))
        no_memory_for_text();
    return text;
}

Value describe(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Value text = describe_list(format, arguments);
    va_end(arguments);
    return text;
}

const char *unqualified(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

/* ------------------------------------------------------------------- lists */

Value list_new(void)
{
    return (Value){.kind = VALUE_LIST, .as.list = heap_new(sizeof(List))};
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
    if (a == b)
        return true;
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

/* Text that grows in the collector's memory. */
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
            no_memory_for_text();
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

/* The code point that begins at `text`, and in *size its bytes; for a byte that
 * begins none, as os.fsdecode() has it: 0xdc00 and the byte. */
__attribute__((noinline)) static uint32_t code_point(const char *text, size_t length, size_t *size)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t more = byte[0] < 0xc2 ? 0 : byte[0] < 0xe0 ? 1 : byte[0] < 0xf0 ? 2 : 3;
    *size = 1;
    if (byte[0] < 0x80)
        return byte[0];
    uint32_t point = byte[0] & (0x3fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if (i >= length || (byte[i] & 0xc0) != 0x80)
            return 0xdc00u + byte[0];
        point = point << 6 | (byte[i] & 0x3f);
    }
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    bool good = more && point >= least[more] && point < 0x110000 && point >> 11 != 0xd800 >> 11;
    if (!good)
        return 0xdc00u + byte[0];
    *size = more + 1;
    return point;
}

/* What repr() escapes: controls, formats (that turn the direction of writing,
 * say), separators, private use. CPython escapes what is not assigned, too:
 * that would be seven hundred ranges, other ones with each Unicode. */
static bool is_printable(uint32_t point)
{
    static const uint32_t others[][2] = {
        {0, 0x1f},          {0x7f, 0xa0},        {0xad, 0xad},       {0x600, 0x605},
        {0x61c, 0x61c},     {0x6dd, 0x6dd},      {0x70f, 0x70f},     {0x890, 0x891},
        {0x8e2, 0x8e2},     {0x1680, 0x1680},    {0x180e, 0x180e},   {0x2000, 0x200f},
        {0x2028, 0x202f},   {0x205f, 0x206f},    {0x3000, 0x3000},   {0xd800, 0xf8ff},
        {0xfeff, 0xfeff},   {0xfff0, 0xfffb},    {0xfffe, 0xffff},   {0x110bd, 0x110bd},
        {0x110cd, 0x110cd}, {0x13430, 0x1343f},  {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
        {0xe0000, 0xe00ff}, {0xe01f0, 0x10ffff},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (point >= others[i][0] && point <= others[i][1])
            return false;
    }
    return true;
}

static void add_escaped(Text *text, uint32_t point)
{
    char escaped[16];
    const char *letter = strchr("\nn\rr\tt", (int)point);
    if (point && letter && point < ' ')
        print_text(escaped, sizeof escaped, "\\%c", letter[1]);
    else if (point < 0x100)
        print_text(escaped, sizeof escaped, "\\x%02x", (unsigned)point);
    else
        print_text(escaped, sizeof escaped, point < 0x10000 ? "\\u%04x" : "\\U%08x",
                   (unsigned)point);
    text_add_string(text, escaped);
}

/* repr() of a str: CPython's choice of quotes and escapes. */
static void add_quoted(Text *text, const char *string, size_t length)
{
    bool single = memchr(string, '\'', length) != NULL;
    char quote = single && !memchr(string, '"', length) ? '"' : '\'';
    text_add(text, &quote, 1);
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t point = code_point(string + i, length - i, &size);
        if (!is_printable(point)) {
            add_escaped(text, point);
            continue;
        }
        if (point == (unsigned char)quote || point == '\\')
            text_add_string(text, "\\");
        text_add(text, string + i, size);
    }
    text_add(text, &quote, 1);
}

/* What is being shown, innermost first: what is within itself is shown as an
 * ellipsis. Showing calls nothing of the program. */
typedef struct Showing {
    const void *what;
    const struct Showing *outer;
    int depth;
} Showing;

static const Showing *showing;

enum { DEEPEST_REPR = 20 };

static bool is_shown(const void *what)
{
    for (const Showing *each = showing; each; each = each->outer) {
        if (each->what == what || each->depth == DEEPEST_REPR)
            return true;
    }
    return false;
}

static Showing show(const void *what)
{
    return (Showing){what, showing, showing ? showing->depth + 1 : 0};
}

static void add_repr(Text *text, Value value);

static void add_list(Text *text, const List *list)
{
    if (is_shown(list)) {
        text_add_string(text, "[...]");
        return;
    }
    Showing this = show(list);
    showing = &this;
    text_add_string(text, "[");
    for (size_t i = 0; i < list->length; i++) {
        if (i)
            text_add_string(text, ", ");
        add_repr(text, list->items[i]);
    }
    text_add_string(text, "]");
    showing = this.outer;
}

static void add_object(Text *text, void *object)
{
    if (is_shown(object)) {
        text_add_string(text, "...");
        return;
    }
    Showing this = show(object);
    showing = &this;
    Value shown = object_repr(object);
    text_add(text, shown.as.string, shown.length);
    showing = this.outer;
}

static void add_exception(Text *text, const struct Exception *exception)
{
    text_add_string(text, exception->type->name);
    text_add_string(text, "(");
    if (exception->has_text)
        add_repr(text, exception->text);
    if (exception->exceptions.kind == VALUE_LIST) {
        text_add_string(text, ", ");
        add_repr(text, exception->exceptions);
    }
    text_add_string(text, ")");
}

static void add_repr(Text *text, Value value)
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
        print_text(digits, sizeof digits, "%lld", (long long)value.as.integer);
        text_add_string(text, digits);
        break;
    case VALUE_FLOAT:
        text_add(text, digits, float_repr(value.as.number, digits));
        break;
    case VALUE_STR:
        add_quoted(text, value.as.string, value.length);
        break;
    case VALUE_LIST:
        add_list(text, value.as.list);
        break;
    case VALUE_EXCEPTION:
        add_exception(text, value.as.exception);
        break;
    case VALUE_OBJECT:
        add_object(text, value.as.object);
        break;
    }
}

static Value text_value(const Text *text)
{
    return text->text ? string_of_length(text->text, text->length) : string("");
}

Value value_repr(Value value)
{
    Text text = {0};
    add_repr(&text, value);
    return text_value(&text);
}

/* ------------------------------------------------------- reprlib.repr() */

enum { SHORT_LENGTH = 30, SHORT_BEGIN = 13, SHORT_END = 14, SHORT_LIST = 6, SHORT_LEVELS = 6 };

static size_t code_points(Value text)
{
    size_t points = 0;
    for (size_t at = 0, size; at < text.length; at += size, points++)
        code_point(text.as.string + at, text.length - at, &size);
    return points;
}

/* text[:points] */
__attribute__((noinline)) static Value beginning(Value text, size_t points)
{
    size_t at = 0;
    for (size_t size; at < text.length && points; at += size, points--)
        code_point(text.as.string + at, text.length - at, &size);
    return string_of_length(text.as.string, at);
}

static Value ends(Value string, const char *between)
{
    size_t points = code_points(string);
    size_t left_out = points < SHORT_END ? points * 2 : points; /* Python counts from the end */
    left_out = left_out < SHORT_END ? 0 : left_out - SHORT_END;
    Value first = beginning(string, SHORT_BEGIN);
    size_t last = beginning(string, left_out).length;
    Text text = {0};
    text_add(&text, first.as.string, first.length);
    text_add_string(&text, between);
    text_add(&text, string.as.string + last, string.length - last);
    return text_value(&text);
}

static void add_short(Text *text, Value value, int levels)
{
    if (value.kind != VALUE_LIST) {
        bool is_string = value.kind == VALUE_STR;
        Value repr = value_repr(is_string ? beginning(value, SHORT_LENGTH) : value);
        if (code_points(repr) > SHORT_LENGTH)
            repr = ends(is_string ? value_repr(ends(value, "")) : repr, "...");
        text_add(text, repr.as.string, repr.length);
        return;
    }
    const List *list = value.as.list;
    text_add_string(text, "[");
    if (!levels && list->length)
        text_add_string(text, "...");
    for (size_t i = 0; levels && i < list->length && i <= SHORT_LIST; i++) {
        if (i)
            text_add_string(text, ", ");
        if (i == SHORT_LIST)
            text_add_string(text, "...");
        else
            add_short(text, list->items[i], levels - 1);
    }
    text_add_string(text, "]");
}

Value value_short_repr(Value value)
{
    Text text = {0};
    add_short(&text, value, SHORT_LEVELS);
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
            return describe("%s (%zu sub-exception%s)", exception->text.as.string, count,
                            count == 1 ? "" : "s");
        return exception->has_text ? value_str(exception->text) : string("");
    }
    return value_repr(value);
}

enum { WIDEST_GROUP = 15, DEEPEST_GROUP = 10 }; /* traceback's max_group_width, -depth */

/* What stands in groups has a margin, every line of it. */
static void add_lines(Text *text, int depth, Value lines)
{
    const char *line = lines.as.string;
    for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
        Value margin = describe("%*s%s", 2 * depth, "", depth ? "| " : "");
        text_add(text, margin.as.string, margin.length);
        text_add(text, line, (size_t)(end + 1 - line));
    }
}

static bool add_traceback(Text *text, struct Exception *exception, int depth);

/* traceback draws one frame below groups that end together. */
static void add_group(Text *text, Value exceptions, int depth)
{
    const size_t count = list_length(exceptions);
    bool is_closed = false;
    for (size_t i = 0; i < count && i <= WIDEST_GROUP; i++) {
        bool is_cut = i == WIDEST_GROUP;
        Value title = is_cut ? string("...") : describe("%zu", i + 1);
        Value line = describe("%*s%s+---------------- %s ----------------\n", 2 * depth, "",
                              i ? "  " : "+-", title.as.string);
        text_add(text, line.as.string, line.length);
        Value item = exceptions.as.list->items[i];
        is_closed = false;
        if (is_cut)
            add_lines(text, depth + 1,
                      describe("and %zu more exception%s\n", count - i, count - i > 1 ? "s" : ""));
        else if (item.kind == VALUE_EXCEPTION) /* the program may have changed the list since */
            is_closed = add_traceback(text, item.as.exception, depth + 1);
    }
    if (!is_closed) {
        Value line = describe("%*s+------------------------------------\n", 2 * depth + 2, "");
        text_add(text, line.as.string, line.length);
    }
}

/* Each text that is told has a number: causes may go in a circle. */
static unsigned telling;

/* True: the frame of a group it ends with is below. */
static bool add_traceback(Text *text, struct Exception *exception, int depth)
{
    exception->telling = telling;
    if (exception->cause && exception->cause->telling != telling) {
        add_traceback(text, exception->cause, depth);
        add_lines(text, depth,
                  string("\nThe above exception was the direct cause of the following "
                         "exception:\n\n"));
    }
    const bool is_group = list_length(exception->exceptions);
    if (is_group && depth > DEEPEST_GROUP) {
        add_lines(text, depth, describe("... (max_group_depth is %d)\n", DEEPEST_GROUP));
        return false;
    }
    if (is_group && !depth)
        depth = 1;
    const ExceptionType *type = exception->type;
    const bool is_asyncios = type == &CancelledError || type == &InvalidStateError;
    Value message = value_str((Value){.kind = VALUE_EXCEPTION, .as.exception = exception});
    add_lines(text, depth,
              describe("%s%s%s%s\n", is_asyncios ? "asyncio.exceptions." : "", type->name,
                       message.length ? ": " : "", message.as.string));
    if (is_group)
        add_group(text, exception->exceptions, depth);
    return is_group;
}

Value exception_lines(struct Exception *exception)
{
    Text text = {0};
    telling++;
    add_traceback(&text, exception, 0);
    return text_value(&text);
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
    asyncio__output(1, text.text, text.length);
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
    struct Exception *exception = heap_new(sizeof *exception);
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
    Value text = describe_list(format, arguments);
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
    if (exceptions.kind != VALUE_LIST)
        return error(&TypeError, "second argument (exceptions) must be a sequence");
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
