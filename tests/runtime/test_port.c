/* The only tests in real time: a few milliseconds. */
#include "port.h"

#include <stdint.h>

#include "harness.h"
#include "heap.h"
#include "object.h"

enum { STACK = 64 * 1024 };

/* ---------------------------------------------------------------------- stacks */

static Stack stacks[2];

static void counts_to_three(void *name)
{
    for (int i = 1; i <= 3; i++) {
        note("%s%d", (const char *)name, i);
        if (i < 3)
            stack_suspend();
    }
}

TEST(two_stacks_take_turns)
{
    check(stack_take(&stacks[0], STACK));
    check(stack_take(&stacks[1], STACK));
    for (int i = 1; i <= 3; i++) {
        check_int(stack_resume(&stacks[0], counts_to_three, "a"), i < 3);
        check_int(stack_resume(&stacks[1], counts_to_three, "b"), i < 3);
    }
    check_notes("a1 b1 a2 b2 a3 b3");
    stack_free(&stacks[0]);
    stack_free(&stacks[1]);
}

static void resumes_b(void *unused)
{
    (void)unused;
    note("a-in");
    while (stack_resume(&stacks[1], counts_to_three, "b")) {
        note("a");
        stack_suspend();
    }
    note("a-out");
}

TEST(a_stack_may_resume_another)
{
    check(stack_take(&stacks[0], STACK));
    check(stack_take(&stacks[1], STACK));
    check(stack_resume(&stacks[0], resumes_b, NULL));
    check(stack_resume(&stacks[0], resumes_b, NULL));
    check(!stack_resume(&stacks[0], resumes_b, NULL));
    check_notes("a-in b1 a b2 a b3 a-out");
    stack_free(&stacks[0]);
    stack_free(&stacks[1]);
}

static uintptr_t secret;
static bool found;

/* Between the locals lies what only the sanitizer may read. */
__attribute__((no_sanitize("address"))) static void look_for_secret(const void *from,
                                                                    const void *to)
{
    for (const uintptr_t *at = from; at + 1 <= (const uintptr_t *)to; at++)
        found = found || *at == secret;
}

static void keeps_a_secret(void *unused)
{
    (void)unused;
    volatile uintptr_t kept = secret;
    stack_suspend();
    note("%d", kept == secret);
}

TEST(the_ranges_of_a_suspended_stack_have_its_locals)
{
    secret = (uintptr_t)0x5ec2e7;
    check(stack_take(&stacks[0], STACK));
    check(stack_resume(&stacks[0], keeps_a_secret, NULL));
    found = false;
    stack_each_range(&stacks[0], look_for_secret);
    check(found);
    check(!stack_resume(&stacks[0], keeps_a_secret, NULL));
    check_notes("1");
    stack_free(&stacks[0]);
}

TEST(stacks_of_another_size_may_follow)
{
    for (size_t size = STACK; size <= 4 * STACK; size *= 2) {
        for (int i = 0; i < 2; i++) {
            check(stack_take(&stacks[0], size));
            check(stack_resume(&stacks[0], counts_to_three, "a"));
            stack_free(&stacks[0]); /* while it is suspended */
        }
    }
    check_notes("a1 a1 a1 a1 a1 a1");
    check(stack_default_size() >= ASYNCIO_MIN_STACK);
}

/* ------------------------------------------------------------------------ time */

TEST(the_clock_goes_on)
{
    double before = port_now();
    port_block(0.002);
    check(port_now() >= before + 0.002);
    check(port_now() < before + 60);
}

static const double moment = 0.003;

ASYNC(sleeps_for_real)
{
    double before = port_now();
    TRY(await(asyncio_sleep(moment)));
    note("%d", port_now() >= before + moment - 1e-6);
    time_sleep(moment);
    note("%d", port_now() >= before + 2 * moment - 1e-6);
    return None;
}

TEST(on_the_real_clock_a_sleep_takes_its_time)
{
    asyncio_set_clock(false);
    double before = port_now();
    EventLoop *loop = asyncio_new_event_loop();
    check(loop_time(loop) >= before);
    run(coro(sleeps_for_real));
    check(loop_time(loop) >= before + 2 * moment - 1e-6);
    asyncio_set_clock(true);
    check_notes("1 1");
}

ASYNC(sleeps_virtually)
{
    return await(asyncio_sleep(100 * 1000));
}

TEST(on_the_virtual_clock_it_takes_none)
{
    double before = port_now();
    run(coro(sleeps_virtually));
    check(port_now() < before + 60);
}

RUN_TESTS
