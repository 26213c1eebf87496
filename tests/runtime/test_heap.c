#include "heap.h"

#include <string.h>

#include "allocation.h"
#include "harness.h"
#include "object.h"

/* What is kept alive is shown by a number in it, which a cell taken back and
 * given out again would not hold. */
typedef struct Box {
    int number;
    struct Box *next;
} Box;

static Box *box(int number)
{
    Box *box = asyncio_alloc(sizeof *box);
    box->number = number;
    return box;
}

enum { GARBAGE = 40 * 1000 };

/* Leaves enough garbage, of the boxes' size too, for a collection to be due;
 * the next callback begins after it. */
static Coroutine *collecting(void)
{
    for (int i = 0; i < GARBAGE; i++)
        asyncio_alloc(sizeof(Box));
    for (int i = 0; i < 1000; i++)
        asyncio_alloc(2048);
    return asyncio_sleep(0);
}

/* After it every cell that was free holds something else. */
static void reuse_memory(void)
{
    for (int i = 0; i < GARBAGE / 2; i++)
        box(-1);
}

#define COLLECT()                                                                                  \
    do {                                                                                           \
        size_t before = heap_cells();                                                              \
        TRY(await(collecting()));                                                                  \
        check(heap_cells() < before + GARBAGE);                                                    \
        reuse_memory();                                                                            \
    } while (0)

/* ------------------------------------------------------------- what stays alive */

ASYNC(keeps_a_local)
{
    Box *kept = box(1);
    COLLECT();
    check_int(kept->number, 1);
    return None;
}

TEST(a_local_keeps_memory_across_an_await)
{
    run(coro(keeps_a_local));
}

ASYNC(nested, int depth;)
{
    Box *kept = box(arg->depth);
    if (arg->depth)
        TRY(await(coro(nested, arg->depth - 1)));
    else
        COLLECT();
    check_int(kept->number, arg->depth);
    return None;
}

TEST(the_locals_of_every_coroutine_of_a_chain_keep_memory)
{
    run(coro(nested, .depth = 5));
}

ASYNC(keeps_arguments, Box *kept;)
{
    COLLECT();
    return integer(arg->kept->number);
}

ASYNC(starts_with_arguments)
{
    Task *task = asyncio_create_task(coro(keeps_arguments, .kept = box(3)));
    COLLECT();
    return await(task);
}

TEST(an_argument_keeps_memory_before_and_after_the_start)
{
    check_repr(run(coro(starts_with_arguments)), "3");
}

CALLBACK(show, Box *kept;)
{
    note("%d", arg->kept->number);
    return None;
}

ASYNC(calls_back)
{
    loop_call_later(asyncio_get_running_loop(), 5, callback(show, .kept = box(4)));
    COLLECT();
    return await(asyncio_sleep(6));
}

TEST(an_argument_of_a_callback_keeps_memory)
{
    run(coro(calls_back));
    check_notes("4");
}

static Box *kept_by_a_static;

ASYNC(keeps_by_a_static)
{
    kept_by_a_static = box(5);
    COLLECT();
    check_int(kept_by_a_static->number, 5);
    return None;
}

TEST(a_static_variable_keeps_memory)
{
    run(coro(keeps_by_a_static));
}

ASYNC(keeps_by_a_list)
{
    Value list = list_new();
    for (int i = 0; i < 1000; i++)
        list_append(list, format("%d", i));
    COLLECT();
    check_repr(list_get(list, 0), "'0'");
    check_repr(list_get(list, 999), "'999'");
    return None;
}

TEST(a_list_keeps_its_items)
{
    run(coro(keeps_by_a_list));
}

ASYNC(keeps_a_chain)
{
    Box *first = NULL;
    for (int i = 0; i < 10000; i++) {
        Box *next = box(i);
        next->next = first;
        first = next;
    }
    COLLECT();
    int number = 9999;
    for (Box *at = first; at; at = at->next)
        check_int(at->number, number--);
    check_int(number, -1);
    return None;
}

TEST(a_long_chain_is_followed_to_its_end)
{
    run(coro(keeps_a_chain));
}

ASYNC(keeps_by_the_middle)
{
    char *text = asyncio_alloc(1000);
    strcpy(text + 900, "kept");
    char *volatile middle = text + 900;
    text = NULL;
    COLLECT();
    check_text(middle, "kept");
    return None;
}

TEST(a_pointer_into_the_middle_keeps_the_whole)
{
    run(coro(keeps_by_the_middle));
}

TEST(the_stack_of_top_level_code_keeps_memory)
{
    Box *kept = box(6);
    EventLoop *loop = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(loop, collecting()), "None");
    reuse_memory();
    check_int(kept->number, 6);
    loop_close(loop);
}

ASYNC(returns_a_string)
{
    return format("%s", "result");
}

ASYNC(keeps_done_tasks)
{
    Task **tasks = asyncio_alloc(50 * sizeof *tasks);
    for (int i = 0; i < 50; i++)
        tasks[i] = asyncio_create_task(coro(returns_a_string));
    COLLECT();
    COLLECT();
    for (int i = 0; i < 50; i++) {
        check_repr(TRY(await(tasks[i])), "'result'");
        check_repr(TRY(await(tasks[i])), "'result'");
    }
    return None;
}

TEST(done_tasks_in_an_array_can_be_awaited_twice)
{
    run(coro(keeps_done_tasks));
}

ASYNC(notes_its_end)
{
    Box *kept = box(7);
    TRY(await(asyncio_sleep(1)));
    note("end%d", kept->number);
    return None;
}

ASYNC(forgets_its_task)
{
    asyncio_create_task(coro(notes_its_end));
    TRY(await(asyncio_sleep(0)));
    COLLECT();
    return await(asyncio_sleep(2));
}

TEST(a_pending_task_nobody_holds_goes_on)
{
    run(coro(forgets_its_task));
    check_notes("end7");
}

ASYNC(keeps_an_exception)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    TRY(future_set_exception(future, error(&ValueError, "%s", "text of its own")));
    COLLECT();
    return held(future_result(future));
}

TEST(a_future_keeps_its_exception)
{
    check_repr(run(coro(keeps_an_exception)), "ValueError('text of its own')");
}

/* -------------------------------------------------------------- large cells */

enum { LARGE = 100 * 1000 };

ASYNC(keeps_a_large_one)
{
    Box **boxes = asyncio_alloc(LARGE);
    size_t count = LARGE / sizeof *boxes;
    for (size_t i = 0; i < count; i++)
        boxes[i] = i % 100 ? NULL : box((int)i);
    COLLECT();
    for (size_t i = 0; i < count; i += 100)
        check_int(boxes[i]->number, (int)i);
    return None;
}

TEST(a_large_cell_keeps_what_it_points_to)
{
    run(coro(keeps_a_large_one));
}

/* Whose address is one that was taken back before: a few rounds make sure. */
ASYNC(keeps_a_large_one_again)
{
    for (int i = 0; i < 20; i++) {
        Box **boxes = asyncio_alloc(LARGE);
        boxes[LARGE / sizeof *boxes - 1] = box(i);
        COLLECT();
        check_int(boxes[LARGE / sizeof *boxes - 1]->number, i);
    }
    return None;
}

TEST(a_large_cell_at_an_address_used_before_is_kept)
{
    run(coro(keeps_a_large_one_again));
}

TEST(there_is_no_memory_for_more_than_the_address_space)
{
    check_null(asyncio_alloc(SIZE_MAX - 100), &MemoryError, NULL);
    check_null(asyncio_alloc(SIZE_MAX / 2 + 1), &MemoryError, NULL);
}

TEST(memory_is_zeroed)
{
    static const size_t sizes[] = {0, 1, 16, 100, 3584, 3585, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *memory = asyncio_alloc(sizes[i]);
        for (size_t j = 0; j < sizes[i]; j++)
            check(memory[j] == 0);
        memset(memory, 0xff, sizes[i]);
    }
}

/* ---------------------------------------------------------- what is taken back */

ASYNC(drops_a_lot)
{
    COLLECT();
    size_t before = heap_cells();
    for (int i = 0; i < 100000; i++)
        box(i);
    for (int i = 0; i < 100; i++)
        asyncio_alloc(LARGE);
    TRY(await(asyncio_sleep(0)));
    check(heap_cells() < before + 100);
    return None;
}

TEST(what_nobody_holds_is_taken_back)
{
    run(coro(drops_a_lot));
}

static size_t most_cells;

/* All of them are counted, which takes a while. */
static void look_at_cells(int turn)
{
    size_t cells = turn % 1000 ? 0 : heap_cells();
    if (cells > most_cells)
        most_cells = cells;
}

/* Whatever the runtime has asked for, in pages of wasm or blocks of malloc(). */
static size_t memory_size(void)
{
#ifdef __wasm__
    return __builtin_wasm_memory_size(0);
#else
    return allocation_count();
#endif
}

ASYNC(returns_at_once)
{
    return None;
}

#ifdef __SANITIZE_ADDRESS__
enum { MANY_TASKS = 400 * 1000, MANY_TIMERS = 100 * 1000 };
#else
enum { MANY_TASKS = 4 * 1000 * 1000, MANY_TIMERS = 1000 * 1000 };
#endif

ASYNC(awaits_tasks_for_ever)
{
    size_t size = 0;
    for (int i = 0; i < MANY_TASKS; i++) {
        TRY(await(asyncio_create_task(coro(returns_at_once))));
        look_at_cells(i);
        if (i == MANY_TASKS / 10)
            size = memory_size();
    }
    check_int((long long)memory_size(), (long long)size);
    return None;
}

TEST(four_million_tasks_one_after_another_keep_memory_flat)
{
    most_cells = 0;
    run(coro(awaits_tasks_for_ever));
    check(most_cells < 40 * 1000);
}

ASYNC(sets_and_cancels_timers)
{
    size_t size = 0;
    for (int i = 0; i < MANY_TIMERS; i++) {
        timer_handle_cancel(
            loop_call_later(asyncio_get_running_loop(), 1000, callback(show, .kept = NULL)));
        if (i % 100 == 0)
            TRY(await(asyncio_sleep(0)));
        look_at_cells(i);
        if (i == MANY_TIMERS / 10)
            size = memory_size();
    }
    check_int((long long)memory_size(), (long long)size);
    return None;
}

TEST(a_million_timers_set_and_cancelled_keep_memory_flat)
{
    most_cells = 0;
    run(coro(sets_and_cancels_timers));
    check(most_cells < 40 * 1000);
}

ASYNC(waits_for_ever)
{
    Box *kept = box(9);
    Value result = await(loop_create_future(asyncio_get_running_loop()));
    check_int(kept->number, 9);
    return result;
}

/* Suspended, and nobody can reach it any more: only send() drove it. */
ASYNC(drops_suspended_coroutines)
{
    for (int i = 0; i < 100; i++) {
        Value yielded;
        Coroutine *coroutine = coro(waits_for_ever);
        check_int(coroutine_send(coroutine, None, &yielded), SENT_YIELDED);
        coroutine = NULL;
    }
    COLLECT();
    size_t before = heap_cells();
    COLLECT();
    check(heap_cells() < before + 100);
    return None;
}

TEST(a_suspended_coroutine_nobody_holds_is_taken_back_with_its_stack)
{
    run(coro(drops_suspended_coroutines));
}

static int releases;

static void count_release(void *state)
{
    (void)state;
    releases++;
}

static Sent never_sent(Coroutine *coroutine, void *state, Value sent, Value *value)
{
    (void)coroutine;
    (void)state;
    (void)sent;
    *value = None;
    return SENT_YIELDED;
}

static const CoroutineKind counted_kind = {
    .send = never_sent, .throw_ = never_sent, .release = count_release};

ASYNC(drops_another_kind)
{
    for (int i = 0; i < 10; i++) {
        Value yielded;
        coroutine_send(coroutine_of_kind(&counted_kind, "counted", 8), None, &yielded);
    }
    COLLECT();
    check(releases >= 9); /* a stale word may look like a pointer to one of them */
    return None;
}

TEST(a_coroutine_of_another_kind_is_told_when_it_is_taken_back)
{
    releases = 0;
    run(coro(drops_another_kind));
}

TEST(what_is_left_at_the_end_is_told_too)
{
    releases = 0;
    Value yielded;
    coroutine_send(coroutine_of_kind(&counted_kind, "counted", 8), None, &yielded);
    Coroutine *closed = coroutine_of_kind(&counted_kind, "counted", 8);
    coroutine_close(closed);
    check_int(releases, 1);
    coroutine_close(closed);
    check_int(releases, 1);
    heap_free_all();
    check_int(releases, 2);
    check_int(heap_cells(), 0);
}

/* ------------------------------------------------------------------- reports */

ASYNC(forgets_to_await)
{
    Coroutine *forgotten = coro(returns_at_once);
    (void)forgotten;
    COLLECT();
    return None;
}

TEST(a_coroutine_never_awaited_is_reported_when_the_loop_closes)
{
    record();
    run(coro(forgets_to_await));
    check_stderr("RuntimeWarning: coroutine 'returns_at_once' was never awaited\n");
    check_int(recorded_of(EVENT_COROUTINE_NEVER_AWAITED), 1);
}

ASYNC(fails, const char *text;)
{
    return error(&ValueError, "%s", arg->text);
}

ASYNC(forgets_failed_tasks)
{
    asyncio_create_task(coro(fails, "first"));
    asyncio_create_task(coro(fails, "second"));
    TRY(await(asyncio_sleep(0)));
    COLLECT();
    return None;
}

static Value note_context(EventLoop *loop, const ExceptionContext *context, void *arg)
{
    (void)loop;
    note("%s:%s", (const char *)arg, context->message);
    note("%s", value_str(context->exception).as.string);
    return None;
}

TEST(exceptions_never_retrieved_are_reported_in_order_when_the_loop_closes)
{
    EventLoop *loop = asyncio_new_event_loop();
    loop_set_exception_handler(loop, note_context, "handler");
    check_repr(loop_run_until_complete(loop, coro(forgets_failed_tasks)), "None");
    check_notes("");
    loop_close(loop);
    check_notes("handler:Task exception was never retrieved first "
                "handler:Task exception was never retrieved second");
}

ASYNC(looks_at_failed_tasks)
{
    Task *asked = asyncio_create_task(coro(fails, "asked"));
    Task *awaited = asyncio_create_task(coro(fails, "awaited"));
    Value result = await(awaited);
    check(caught(&result, &ValueError));
    check_repr(task_exception(asked), "ValueError('asked')");
    return None;
}

TEST(exceptions_that_were_retrieved_are_not_reported)
{
    record();
    run(coro(looks_at_failed_tasks));
    check_stderr("");
}

ASYNC(is_destroyed)
{
    return await(loop_create_future(asyncio_get_running_loop()));
}

ASYNC(leaves_a_task)
{
    asyncio_create_task(coro(is_destroyed));
    return await(asyncio_sleep(0));
}

TEST(a_task_pending_when_its_loop_closes_is_reported)
{
    record();
    EventLoop *loop = asyncio_new_event_loop();
    check_repr(loop_run_until_complete(loop, coro(leaves_a_task)), "None");
    loop_close(loop);
    check_stderr("Task was destroyed but it is pending!\n"
                 "task: <Task pending name='Task-2' coro=<is_destroyed()> "
                 "wait_for=<Future pending cb=[wakeup()]>>\n");
}

RUN_TESTS
