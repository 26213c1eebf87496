/*
 * Makes each allocation of a program fail in turn: that one alone, and that one
 * and all that follow. Whatever comes of it, it is a MemoryError or one clear
 * message, nothing is leaked, and the next program runs as ever.
 *
 *   fail_each            each program of the table, as it is
 *   fail_each --stdin    the last one for each input of tests/conformance on stdin
 *
 * The last line says how many allocations have failed.
 */
#define _GNU_SOURCE /* memmem */
#include <asyncio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "allocation.h"
#include "port.h"
#include "port_posix.h"
#include "program.h"
#include "stack_pool.h"
#include "trace.h"

enum { FATAL = 70, BROKEN = 71, LONGEST = 20 /* seconds */, MOST_EVENTS = 200000 };

/* How far a child has come, when it ends in the middle. */
static struct Progress {
    uint32_t countdown;
    bool finished; /* fewer allocations than that */
    uint32_t raised, unnoticed;
} * progress;

static struct Run {
    char *output, *strings;
    size_t output_size, strings_size;
    FILE *output_file, *strings_file;
} expected;
static struct Run *current;

static void keep_output(int fd, const char *text, size_t length)
{
    (void)fd;
    fwrite(text, 1, length, current->output_file);
}

static FILE *nowhere;

static void run(const Program *program, struct Run *result)
{
    *result = (struct Run){0};
    current = result;
    result->output_file = open_memstream(&result->output, &result->output_size);
    result->strings_file = open_memstream(&result->strings, &result->strings_size);
    port_posix_trace_to(nowhere, result->strings_file);
    asyncio__tracing = true;
    trace.budget = MOST_EVENTS;
    program_run(program);
    port_drain();
    fflush(result->output_file);
    fflush(result->strings_file);
}

static void forget(struct Run *run)
{
    fclose(run->output_file);
    fclose(run->strings_file);
    free(run->output);
    free(run->strings);
}

static bool has(const char *text, size_t size, const char *part)
{
    return memmem(text, size, part, strlen(part)) != NULL;
}

static bool is_same(const struct Run *run)
{
    return run->output_size == expected.output_size &&
           memcmp(run->output, expected.output, run->output_size) == 0;
}

ASYNC(naps)
{
    return await(asyncio_sleep_result(1, integer(7)));
}

ASYNC(main_after)
{
    Task *task = asyncio_create_task(coro(naps));
    return await(asyncio_wait_for(task, 2));
}

/* Ends the process when something is wrong. */
static void check(bool good, const char *problem, const struct Run *run)
{
    if (good)
        return;
    fprintf(stderr, "%s; it printed:\n%.*s\nexpected:\n%.*s\n", problem, (int)run->output_size,
            run->output, (int)expected.output_size, expected.output);
    _exit(BROKEN);
}

/* In a process of its own. */
static void fail_from(const Program *program, bool lasting)
{
    for (;; progress->countdown++) {
        struct Run result;
        allocation_fail_at(progress->countdown, lasting);
        alarm(LONGEST);
        run(program, &result);
        bool failed = lasting ? allocation__countdown == 1 : allocation__countdown == 0;
        allocation_fail_at(0, false);
        bool is_told = has(result.output, result.output_size, "MemoryError") ||
                       has(result.strings, result.strings_size, "MemoryError");
        check(is_told || is_same(&result), "an allocation failed and nobody was told", &result);
        if (is_told)
            progress->raised++;
        else
            progress->unnoticed++;
        Value after = asyncio_run(coro(main_after));
        check(!after.raised && after.as.integer == 7, "nothing runs afterwards", &result);
        program_reset();
        check(stack_pool_taken() == 0, "a stack is left", &result);
        check(allocation_count() == stack_pool_allocations(), "an allocation is left", &result);
        forget(&result);
        if (!failed) {
            progress->finished = true;
            _exit(0);
        }
    }
}

static bool ends_well(int status, const char *text)
{
    return WIFEXITED(status) && (WEXITSTATUS(status) == 0 ||
                                 (WEXITSTATUS(status) == FATAL && strstr(text, "Out of memory: ")));
}

/* How many allocations have failed; -1: with it something was wrong. */
static long fail_each(const Program *program, bool lasting)
{
    *progress = (struct Progress){.countdown = 1};
    while (!progress->finished) {
        fflush(stdout);
        FILE *errors = tmpfile();
        pid_t child = fork();
        if (!child) {
            dup2(fileno(errors), STDERR_FILENO);
            fail_from(program, lasting);
        }
        int status = 0;
        waitpid(child, &status, 0);
        static char text[65536];
        rewind(errors);
        text[fread(text, 1, sizeof text - 1, errors)] = '\0';
        fclose(errors);
        if (!ends_well(status, text)) {
            printf("%s, allocation %u%s: status %x\n%s\n", program->name, progress->countdown,
                   lasting ? " and all that follow" : "", (unsigned)status, text);
            return -1;
        }
        progress->countdown++;
    }
    return (long)progress->countdown - 2;
}

static int fail_program(const Program *program, long *failures)
{
    port_posix_write_to(keep_output);
    run(program, &expected);
    program_reset();
    int broken = 0;
    for (int lasting = 0; lasting < 2; lasting++) {
        long count = fail_each(program, lasting);
        broken += count < 0;
        *failures += count < 0 ? 0 : count;
    }
    forget(&expected);
    return broken;
}

__attribute__((weak)) int32_t *interpreter_program(size_t count)
{
    (void)count;
    return NULL;
}

static bool read_input(void)
{
    uint32_t count;
    if (fread(&count, sizeof count, 1, stdin) != 1)
        return false;
    int32_t *numbers = interpreter_program(count);
    return numbers && fread(numbers, sizeof *numbers, count, stdin) == count;
}

int main(int argc, char **argv)
{
    progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    nowhere = fopen("/dev/null", "w");
    long failures = 0;
    int broken = 0, programs = 0;
    if (argc > 1 && strcmp(argv[1], "--stdin") == 0) {
        for (; read_input(); programs++)
            broken += fail_program(&asyncio_programs[0], &failures);
    } else {
        for (; (unsigned)programs < asyncio_program_count; programs++)
            broken += fail_program(&asyncio_programs[programs], &failures);
    }
    interpreter_program(0);
    port_posix_free_stacks();
    fclose(nowhere);
    printf("%d programs, %ld allocations failed, %d broken\n", programs, failures, broken);
    return broken != 0;
}
