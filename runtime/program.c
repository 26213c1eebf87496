#include "program.h"

#include <math.h>
#include <string.h>

#include "asyncio.h"
#include "heap.h"
#include "object.h"
#include "port.h"
#include "trace.h"
#include "value.h"

/* --------------------------------------------------------------------- knobs */

enum { MOST_KNOBS = 512 };

static struct Knob {
    const char *program, *name;
    KnobType type;
    void *variable;
} knobs[MOST_KNOBS];
static unsigned knob_count;

void asyncio__knob(const char *program, const char *name, KnobType type, void *variable)
{
    if (knob_count == MOST_KNOBS)
        port_fatal("There are too many knobs in this module.");
    knobs[knob_count++] = (struct Knob){program, name, type, variable};
}

bool program_set_knob(const Program *program, const char *name, double value)
{
    for (unsigned i = 0; i < knob_count; i++) {
        const struct Knob *knob = &knobs[i];
        if (strcmp(knob->program, program->name) != 0 || strcmp(knob->name, name) != 0)
            continue;
        switch (knob->type) {
        case KNOB_INT:
            *(int *)knob->variable = (int)lround(value);
            break;
        case KNOB_DOUBLE:
            *(double *)knob->variable = value;
            break;
        case KNOB_BOOL:
            *(bool *)knob->variable = value != 0;
            break;
        }
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------- running */

static Value uncaught; /* what exit_status() was given */

int exit_status(Value value)
{
    if (!value.raised)
        return 0;
    uncaught = held(value);
    Value lines = exception_lines(value.as.exception);
    asyncio__output(2, lines.as.string, lines.length);
    return 1;
}

int program_run(const Program *program)
{
    if (tracing()) {
        loop__read_clock();
        trace.sequence = 0;
        trace_because(
            trace_event_because(EVENT_PROGRAM_BEGINS, 0, 0, trace_name(program->name), 0, 0, 0));
    }
    uncaught = None;
    int status = program->main();
    coroutine__report_never_awaited(0);
    asyncio__line = 0;
    if (tracing())
        trace_event(EVENT_PROGRAM_ENDS, 0, (uint32_t)status,
                    uncaught.kind == VALUE_EXCEPTION ? trace_repr(&uncaught) : 0, 0);
    return status;
}

void program_reset(void)
{
    heap_free_all();
    trace_free();
    task__reset();
    coroutine__reset();
    object__reset_ids();
    loop__reset();
    value__reset();
}
