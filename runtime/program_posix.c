/* Runs one of the build's programs natively; see usage(). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio.h"
#include "port.h"
#include "port_posix.h"
#include "program.h"
#include "trace.h"

static int usage(const char *problem, const char *what)
{
    if (problem)
        fprintf(stderr, "%s: %s\n", problem, what);
    fprintf(stderr, "usage: prog NAME [--set KNOB=VALUE]... [--clock virtual|real] "
                    "[--trace FILE]\nprograms:\n");
    for (unsigned i = 0; i < asyncio_program_count; i++)
        fprintf(stderr, "  %s\n", asyncio_programs[i].name);
    return 2;
}

static bool set_knob(const Program *program, char *setting)
{
    char *value = strchr(setting, '=');
    if (!value)
        return false;
    *value++ = '\0';
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    return *value && !*end && !errno && program_set_knob(program, setting, number);
}

static FILE *open_beside(const char *path, const char *suffix)
{
    char name[4096];
    snprintf(name, sizeof name, "%s%s", path, suffix);
    FILE *file = fopen(name, "wb");
    if (!file)
        perror(name);
    return file;
}

int main(int argc, char **argv)
{
    const Program *program = argc > 1 ? program_find(argv[1]) : NULL;
    if (!program)
        return usage(argc > 1 ? "no such program" : NULL, argc > 1 ? argv[1] : "");
    for (int i = 2; i < argc; i += 2) {
        char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!value)
            return usage("a value is missing after", argv[i]);
        if (strcmp(argv[i], "--set") == 0) {
            if (!set_knob(program, value))
                return usage("no such knob, or no number", value);
        } else if (strcmp(argv[i], "--clock") == 0) {
            asyncio_set_clock(strcmp(value, "real") != 0);
        } else if (strcmp(argv[i], "--trace") == 0) {
            FILE *records = open_beside(value, ""), *strings = open_beside(value, ".strings");
            if (!records || !strings)
                return 2;
            port_posix_trace_to(records, strings);
            asyncio__tracing = true;
        } else {
            return usage("unknown option", argv[i]);
        }
    }
    int status = program_run(program);
    port_drain();
    program_reset();
    port_posix_free_stacks();
    return status;
}
