/*
 * The trace: every decision of the loop as a record of trace.def, in a buffer
 * the host drains once a slice. Switched off, an event costs one test.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "asyncio.h"

typedef enum EventKind {
    EVENT_NONE,
#define EVENT(kind, ...) EVENT_##kind,
#include "trace.def"
#undef EVENT
} EventKind;

typedef struct TraceRecord {
    double time;
    double when;
    uint32_t cause;
    uint16_t kind;
    uint16_t line;
    uint32_t subject;
    uint32_t a, b, c;
} TraceRecord;
_Static_assert(sizeof(TraceRecord) == 40, "the layout documented in trace.def");

typedef struct Trace {
    uint32_t sequence; /* of the last event */
    uint32_t cause;    /* what causes the events emitted now */
    uint32_t scope;    /* what causes the next line: the step, or what it began */
    uint32_t budget;   /* events allowed; 0: no limit */
    double time;       /* loop time as last read */
} Trace;
extern Trace trace;

static inline bool tracing(void)
{
    return __builtin_expect(asyncio__tracing, false);
}

/* What a callback causes ends with it: these set and restore both. */
static inline void trace_because(uint32_t sequence)
{
    trace.cause = trace.scope = sequence;
}

/* Each returns the event's sequence number. Call them only when tracing(). */
uint32_t trace_event(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, uint32_t c);
uint32_t trace_event_at(EventKind kind, uint32_t subject, uint32_t a, uint32_t b, double when);
uint32_t trace_event_because(EventKind kind, uint32_t cause, uint32_t subject, uint32_t a,
                             uint32_t b, uint32_t c, double when);

/* The number of a string in the stream of strings; names are written once. */
uint32_t trace_text(const char *text, size_t length);
uint32_t trace_name(const char *name);
uint32_t trace_repr(Value value);

/* What the host drains. */
const TraceRecord *trace_records(void);
uint32_t trace_record_count(void);
const char *trace_strings(void);
uint32_t trace_strings_size(void);
void trace_clear(void);
void trace_free(void);

#endif
