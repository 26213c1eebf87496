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
    union {
        struct {
            uint32_t subject, a, b, c;
        };
        struct {
            double time, when; /* EVENT_NONE: before an event with another time, or a when */
        };
        struct {
            uint64_t subject_a, b_c;
        };
    };
    union {
        struct {
            uint32_t cause;
            uint16_t kind, line;
        };
        uint64_t cause_kind_line;
    };
} TraceRecord;
_Static_assert(sizeof(TraceRecord) == 24, "the layout documented in trace.def");

typedef struct Trace {
    uint32_t sequence;  /* of the last event */
    uint32_t cause;     /* what causes the events emitted now */
    uint32_t scope;     /* what causes the next line: the step, or what it began */
    uint32_t budget;    /* events allowed; 0: no limit */
    double time;        /* loop time as last read */
    TraceRecord *next;  /* where the next record goes */
    TraceRecord *limit; /* an event that would go there wants more: room, a time before it */
} Trace;
extern Trace trace;

static inline bool tracing(void)
{
    return __builtin_expect(asyncio__tracing, false);
}

/* The loop has read its clock. */
static inline void trace_set_time(double time)
{
    trace.time = time;
    trace.limit = trace.next;
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

/* Where an event goes, once there is room, and its times are told. */
TraceRecord *trace__prepare(double when);

/* The same without a call, for what every step of a task writes: calls are half of what it costs.
 * It belongs in functions of its own (APART), or the step is slower with tracing off, too. */
static inline __attribute__((always_inline)) uint32_t
trace_event_inline(EventKind kind, uint32_t cause, uint32_t subject, uint32_t a, uint32_t b,
                   uint32_t c, double when)
{
    /* Three stores: with seven a step takes 2 ns longer. All is read before the call, which could
     * have changed it for all the compiler knows. */
    uint64_t subject_a = subject | (uint64_t)a << 32, b_c = b | (uint64_t)c << 32;
    uint64_t cause_kind_line =
        cause | (uint64_t)kind << 32 | (uint64_t)(uint16_t)asyncio__line << 48;
    TraceRecord *record = trace.next;
    if (__builtin_expect(record == trace.limit || when != 0, false))
        record = trace__prepare(when);
    record->subject_a = subject_a;
    record->b_c = b_c;
    record->cause_kind_line = cause_kind_line;
    trace.next = record + 1;
    return ++trace.sequence;
}

/* The number of a string in the stream of strings. */
uint32_t trace_text(const char *text, size_t length);
/* It is written once only. */
uint32_t trace_text_once(const char *text);

/* The same for a name that stays what it is and where it is for ever: known by its address. Of a
 * qualified one the last part may be told (__name__): finding its dot each time cost 6 ns a step.
 */
typedef enum NamePart { NAME_WHOLE, NAME_LAST, NAME_PARTS } NamePart;
enum { TRACE_NAMES = 256 };
extern struct TraceName {
    const char *name;
    uint32_t number;
} trace__names[NAME_PARTS][TRACE_NAMES];
uint32_t trace__new_name(const char *name, NamePart part);

static inline __attribute__((always_inline)) uint32_t trace_name_part(const char *name,
                                                                      NamePart part)
{
    const struct TraceName *known = &trace__names[part][(uintptr_t)name / 4 % TRACE_NAMES];
    return __builtin_expect(known->name == name, true) ? known->number
                                                       : trace__new_name(name, part);
}

static inline __attribute__((always_inline)) uint32_t trace_name(const char *name)
{
    return trace_name_part(name, NAME_WHOLE);
}

uint32_t trace__repr(const Value *value);

/* Where the value is: a copy would give who calls this a frame. */
static inline uint32_t trace_repr(const Value *value)
{
    /* Most are. */
    return value->kind == VALUE_NONE ? trace_name("None") : trace__repr(value);
}

/* What the host drains. */
const TraceRecord *trace_records(void);
uint32_t trace_record_count(void);
const char *trace_strings(void);
uint32_t trace_strings_size(void);
void trace_clear(void);
void trace_free(void);

#endif
