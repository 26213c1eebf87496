/*
 * Runs one program after another, natively. Each comes in on stdin as a count
 * and so many numbers; its trace goes out on stdout as the sizes of its records
 * and of its strings, and then both (trace.def).
 */
#include <asyncio.h>
#include <stdio.h>
#include <stdlib.h>

#include "interpreter.h"
#include "port.h"
#include "port_posix.h"
#include "program.h"

static void write_nothing(int fd, const char *text, size_t length)
{
    (void)fd;
    (void)text;
    (void)length;
}

/* False: there is no further program. */
static bool read_program(void)
{
    uint32_t count;
    if (fread(&count, sizeof count, 1, stdin) != 1)
        return false;
    int32_t *numbers = interpreter_program(count);
    return numbers && fread(numbers, sizeof *numbers, count, stdin) == count;
}

static void run_traced(void)
{
    struct {
        char *bytes;
        size_t size;
        FILE *file;
    } records = {0}, strings = {0};
    records.file = open_memstream(&records.bytes, &records.size);
    strings.file = open_memstream(&strings.bytes, &strings.size);
    port_posix_trace_to(records.file, strings.file);
    asyncio__tracing = true;
    program_run(&asyncio_programs[0]);
    port_drain();
    program_reset();
    fclose(records.file);
    fclose(strings.file);
    uint32_t sizes[] = {(uint32_t)records.size, (uint32_t)strings.size};
    fwrite(sizes, sizeof *sizes, 2, stdout);
    fwrite(records.bytes, 1, records.size, stdout);
    fwrite(strings.bytes, 1, strings.size, stdout);
    fflush(stdout);
    free(records.bytes);
    free(strings.bytes);
}

int main(void)
{
    port_posix_write_to(write_nothing);
    while (read_program())
        run_traced();
    port_posix_free_stacks();
    interpreter_program(0);
    return 0;
}
