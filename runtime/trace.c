#include "trace.h"

#include <string.h>

#include "allocation.h"
#include "object.h"
#include "port.h"
#include "value.h"

enum { RECORDS = 1024, RECENT = 64 };

Trace trace;
bool asyncio__tracing;
int asyncio__line;

static struct {
    TraceRecord *records; /* apart: the collector searches static variables */
    uint32_t count, capacity;
    char *strings;
    size_t strings_size, strings_capacity;
    uint32_t string_count;
    /* Names seen, by content: the literals of two files may or may not be one. */
    struct Name {
        char *text;
        uint32_t number;
    } * names;
    uint32_t name_count, name_capacity; /* a power of two */
    /* The last ones by address, most names are literals. What is there now may be another. */
    struct Recent {
        const char *name, *text;
        uint32_t number;
    } recent[RECENT];
    bool over_budget;
} buffer;

static void drain(void)
{
    port_drain();
    trace_clear();
}

__attribute__((noinline)) static void make_room(void)
{
    if (buffer.records) {
        drain();
        return;
    }
    buffer.records = allocation_get(RECORDS * sizeof *buffer.records);
    if (!buffer.records)
        port_fatal("Out of memory: the trace could not begin.");
    buffer.capacity = RECORDS;
}

static uint32_t append(const TraceRecord *record)
{
    if (__builtin_expect(buffer.count == buffer.capacity, false))
        make_room();
    buffer.records[buffer.count++] = *record;
    return ++trace.sequence;
}

uint32_t trace_event_because(EventKind kind, uint32_t cause, uint32_t subject, uint32_t a,
                             uint32_t b, uint32_t c, double when)
{
    uint32_t sequence = append(&(TraceRecord){
        .time = trace.time,
        .when = when,
        .cause = cause,
        .kind = (uint16_t)kind,
        .line = (uint16_t)asyncio__line,
        .subject = subject,
        .a = a,
        .b = b,
        .c = c,
    });
    if (__builtin_expect(trace.budget && sequence >= trace.budget && !buffer.over_budget, false)) {
        buffer.over_budget = true;
        trace_event_because(EVENT_BUDGET_EXCEEDED, sequence, 0, trace.budget, 0, 0, 0);
        drain();
        port_fatal("The program was stopped: it has used up its budget of events. "
                   "Does it loop for ever?");
    }
    return sequence;
}

uint32_t trace_event(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, uint32_t c)
{
    return trace_event_because(kind, trace.cause, subject, a, b, c, 0);
}

uint32_t trace_event_at(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, double when)
{
    return trace_event_because(kind, trace.cause, subject, a, b, 0, when);
}

uint32_t trace_text(const char *text, size_t length)
{
    size_t size = buffer.strings_size + 4 + length;
    if (size > buffer.strings_capacity) {
        size_t capacity = size + size / 2 + 1024;
        char *strings = allocation_resize(buffer.strings, capacity);
        if (!strings)
            port_fatal("Out of memory: the trace could not grow.");
        buffer.strings = strings;
        buffer.strings_capacity = capacity;
    }
    uint32_t prefix = (uint32_t)length;
    memcpy(buffer.strings + buffer.strings_size, &prefix, 4);
    memcpy(buffer.strings + buffer.strings_size + 4, text, length);
    buffer.strings_size = size;
    return ++buffer.string_count;
}

static uint32_t hash(const char *text)
{
    uint32_t value = 2166136261u;
    for (; *text; text++)
        value = (value ^ (uint8_t)*text) * 16777619u;
    return value;
}

static struct Name *find_name(const char *text)
{
    uint32_t slot = hash(text) & (buffer.name_capacity - 1);
    while (buffer.names[slot].text && strcmp(buffer.names[slot].text, text) != 0)
        slot = (slot + 1) & (buffer.name_capacity - 1);
    return &buffer.names[slot];
}

static bool grow_names(void)
{
    uint32_t old_capacity = buffer.name_capacity;
    uint32_t capacity = old_capacity ? old_capacity * 2 : 64;
    struct Name *old = buffer.names;
    struct Name *names = allocation_get_zeroed(capacity * sizeof *names);
    if (!names)
        return false;
    buffer.names = names;
    buffer.name_capacity = capacity;
    for (uint32_t i = 0; i < old_capacity; i++) {
        if (old[i].text)
            *find_name(old[i].text) = old[i];
    }
    allocation_free(old);
    return true;
}

static uint32_t look_up_name(const char *name, struct Recent *recent)
{
    if (buffer.name_count * 2 >= buffer.name_capacity && !grow_names())
        return trace_text(name, strlen(name));
    struct Name *known = find_name(name);
    if (!known->text) {
        known->number = trace_text(name, strlen(name));
        size_t size = strlen(name) + 1;
        char *copy = allocation_get(size);
        if (!copy)
            return known->number; /* and again the next time */
        known->text = memcpy(copy, name, size);
        buffer.name_count++;
    }
    *recent = (struct Recent){name, known->text, known->number};
    return known->number;
}

uint32_t trace_name(const char *name)
{
    if (!name)
        return 0;
    struct Recent *recent = &buffer.recent[(uintptr_t)name / 4 % RECENT];
    if (recent->name == name && strcmp(name, recent->text) == 0)
        return recent->number;
    return look_up_name(name, recent);
}

uint32_t trace_repr(Value value)
{
    if (value.kind == VALUE_NONE) /* by far the most */
        return trace_text("None", 4);
    Value text = value_repr(value);
    return trace_text(text.as.string, text.length);
}

void asyncio__trace_line(void)
{
    trace.cause = trace_event_because(EVENT_LINE, trace.scope, coroutine__running_id(), 0, 0, 0, 0);
}

const TraceRecord *trace_records(void)
{
    return buffer.records;
}

uint32_t trace_record_count(void)
{
    return buffer.count;
}

const char *trace_strings(void)
{
    return buffer.strings;
}

uint32_t trace_strings_size(void)
{
    return (uint32_t)buffer.strings_size;
}

void trace_clear(void)
{
    buffer.count = 0;
    buffer.strings_size = 0;
}

void trace_free(void)
{
    for (uint32_t i = 0; i < buffer.name_capacity; i++)
        allocation_free(buffer.names[i].text);
    allocation_free(buffer.names);
    allocation_free(buffer.strings);
    allocation_free(buffer.records);
    memset(&buffer, 0, sizeof buffer);
    memset(&trace, 0, sizeof trace);
    asyncio__tracing = false;
    asyncio__line = 0;
}
