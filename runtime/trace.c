#include "trace.h"

#include <string.h>

#include "allocation.h"
#include "object.h"
#include "port.h"
#include "value.h"

enum { RECORDS = 2048 };

Trace trace;
struct TraceName trace__names[NAME_PARTS][TRACE_NAMES];
bool asyncio__tracing;
int asyncio__line;

static struct {
    TraceRecord *records; /* apart: the collector searches static variables */
    double time;          /* as the last record tells it */
    char *strings;
    size_t strings_size, strings_capacity;
    uint32_t string_count;
    /* What was written once, by content: the literals of two files may or may not be one. */
    struct Text {
        char *text;
        uint32_t number;
    } * texts;
    uint32_t text_count, text_capacity; /* a power of two */
} buffer;

static void drain(void)
{
    port_drain();
    trace_clear();
}

static void make_room(void)
{
    if (buffer.records) {
        drain();
        return;
    }
    buffer.records = trace.next = allocation_get(RECORDS * sizeof *buffer.records);
    if (!buffer.records)
        port_fatal("Out of memory: the trace could not begin.");
}

static void exceed_budget(void)
{
    *trace.next++ = (TraceRecord){.a = trace.budget,
                                  .cause = trace.sequence,
                                  .kind = EVENT_BUDGET_EXCEEDED,
                                  .line = (uint16_t)asyncio__line};
    drain();
    port_fatal("The program was stopped: it has used up its budget of events. "
               "Does it loop for ever?");
}

TraceRecord *trace__prepare(double when)
{
    if (!buffer.records || buffer.records + RECORDS - trace.next < 2)
        make_room();
    if (trace.budget && trace.sequence >= trace.budget)
        exceed_budget();
    if (trace.time != buffer.time || when != 0) {
        *trace.next++ = (TraceRecord){.time = trace.time, .when = when};
        buffer.time = trace.time;
    }
    trace.limit = buffer.records + RECORDS;
    uint32_t left = trace.budget - trace.sequence;
    if (trace.budget && left < (uint32_t)(trace.limit - trace.next))
        trace.limit = trace.next + left;
    return trace.next;
}

uint32_t trace_event_because(EventKind kind, uint32_t cause, uint32_t subject, uint32_t a,
                             uint32_t b, uint32_t c, double when)
{
    return trace_event_inline(kind, cause, subject, a, b, c, when);
}

uint32_t trace_event(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, uint32_t c)
{
    return trace_event_inline(kind, trace.cause, subject, a, b, c, 0);
}

uint32_t trace_event_at(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, double when)
{
    return trace_event_inline(kind, trace.cause, subject, a, b, 0, when);
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

static struct Text *find_text(const char *text)
{
    uint32_t slot = hash(text) & (buffer.text_capacity - 1);
    while (buffer.texts[slot].text && strcmp(buffer.texts[slot].text, text) != 0)
        slot = (slot + 1) & (buffer.text_capacity - 1);
    return &buffer.texts[slot];
}

static bool grow_texts(void)
{
    uint32_t old_capacity = buffer.text_capacity;
    uint32_t capacity = old_capacity ? old_capacity * 2 : 64;
    struct Text *old = buffer.texts;
    struct Text *texts = allocation_get_zeroed(capacity * sizeof *texts);
    if (!texts)
        return false;
    buffer.texts = texts;
    buffer.text_capacity = capacity;
    for (uint32_t i = 0; i < old_capacity; i++) {
        if (old[i].text)
            *find_text(old[i].text) = old[i];
    }
    allocation_free(old);
    return true;
}

uint32_t trace_text_once(const char *text)
{
    if (!text)
        return 0;
    if (buffer.text_count * 2 >= buffer.text_capacity && !grow_texts())
        return trace_text(text, strlen(text));
    struct Text *known = find_text(text);
    if (!known->text) {
        known->number = trace_text(text, strlen(text));
        size_t size = strlen(text) + 1;
        char *copy = allocation_get(size);
        if (!copy)
            return known->number; /* and again the next time */
        known->text = memcpy(copy, text, size);
        buffer.text_count++;
    }
    return known->number;
}

uint32_t trace__new_name(const char *name, NamePart part)
{
    uint32_t number = trace_text_once(part == NAME_LAST ? unqualified(name) : name);
    trace__names[part][(uintptr_t)name / 4 % TRACE_NAMES] = (struct TraceName){name, number};
    return number;
}

uint32_t trace__repr(const Value *value)
{
    Value text = value_repr(*value);
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
    return (uint32_t)(trace.next - buffer.records);
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
    trace.next = buffer.records;
    trace.limit = trace.next;
    buffer.strings_size = 0;
}

void trace_free(void)
{
    for (uint32_t i = 0; i < buffer.text_capacity; i++)
        allocation_free(buffer.texts[i].text);
    allocation_free(buffer.texts);
    allocation_free(buffer.strings);
    allocation_free(buffer.records);
    memset(&buffer, 0, sizeof buffer);
    memset(trace__names, 0, sizeof trace__names);
    memset(&trace, 0, sizeof trace);
    asyncio__tracing = false;
    asyncio__line = 0;
}
