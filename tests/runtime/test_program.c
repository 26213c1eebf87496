#include "program.h"

#include <string.h>

#include "harness.h"

KNOB(int, count, 3);
KNOB(double, seconds, 1.5);
KNOB(bool, shielded, false);

static const Program *this_program(void)
{
    return program_find(LESSON);
}

TEST(a_program_is_found_by_its_name)
{
    check_text(this_program()->name, LESSON);
    check(program_find("no such program") == NULL);
    check(program_find("") == NULL);
}

TEST(a_knob_is_set_by_its_name)
{
    check(program_set_knob(this_program(), "count", 7));
    check(program_set_knob(this_program(), "seconds", 0.25));
    check(program_set_knob(this_program(), "shielded", 1));
    check_int(count, 7);
    check(seconds == 0.25);
    check(shielded);
}

TEST(an_int_takes_the_nearest_and_a_bool_what_is_not_zero)
{
    check(program_set_knob(this_program(), "count", 2.6));
    check_int(count, 3);
    check(program_set_knob(this_program(), "count", -2.6));
    check_int(count, -3);
    check(program_set_knob(this_program(), "shielded", -0.5));
    check(shielded);
    check(program_set_knob(this_program(), "shielded", 0));
    check(!shielded);
}

TEST(a_knob_belongs_to_its_program)
{
    check(!program_set_knob(this_program(), "unknown", 1));
    check(!program_set_knob(&(Program){"another", NULL}, "count", 1));
}

TEST(knobs_outlive_the_reset_of_a_program)
{
    check(program_set_knob(this_program(), "count", 9));
    program_reset();
    check_int(count, 9);
}

static int returns_status(void)
{
    return 3;
}

static int raises(void)
{
    return exit_status(error(&ValueError, "v"));
}

TEST(the_status_of_a_program_is_what_main_returns)
{
    check_int(program_run(&(Program){"returns", returns_status}), 3);
    check_int(program_run(&(Program){"raises", raises}), 1);
}

TEST(the_last_event_has_the_status_and_the_exception)
{
    record();
    check_int(program_run(&(Program){"raises", raises}), 1);
    const Recorded *ends = recorded_first(EVENT_PROGRAM_ENDS);
    check_int(ends->a, 1);
    check_text(recorded_text(ends->b), "ValueError('v')");
}

ASYNC(never_awaited)
{
    return None;
}

static int forgets_a_coroutine(void)
{
    Coroutine *forgotten = coro(never_awaited);
    (void)forgotten;
    return 0;
}

TEST(coroutines_never_awaited_are_reported_when_the_program_ends)
{
    record();
    check_int(program_run(&(Program){"forgets", forgets_a_coroutine}), 0);
    check_stderr("RuntimeWarning: coroutine 'never_awaited' was never awaited\n");
}

RUN_TESTS
