#include "twin.h"

ASYNC(all_of_them)
{
    return asyncio_all_tasks();
}

CALLBACK(nothing)
{
    return None;
}

CALLBACK(other)
{
    return None;
}

BEHAVIOUR(a_future_prints_its_state)
{
    EventLoop *loop = asyncio_get_running_loop();
    Future *future = loop_create_future(loop), *good = loop_create_future(loop),
           *bad = loop_create_future(loop);
    print(future);
    TRY(future_set_result(good, integer(4)));
    TRY(future_set_exception(bad, error(&RuntimeError, NULL)));
    future_cancel(future);
    print(future, good, bad);
    tell("exception", future_exception(bad));
    return None;
}

BEHAVIOUR(a_pending_future_prints_its_callbacks)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    TRY(future_add_done_callback(future, callback(nothing)));
    print(future);
    TRY(future_add_done_callback(future, callback(other)));
    print(future);
    for (int i = 0; i < 8; i++)
        TRY(future_add_done_callback(future, callback(nothing)));
    print(future);
    future_cancel(future);
    print(future);
    return None;
}

static Value numbers(int last)
{
    Value list = list_new();
    for (int i = 1; i <= last; i++)
        TRY(list_append(list, integer(i)));
    return list;
}

static Value repeated(const char *part, int times)
{
    Value text = string("");
    while (times--)
        text = format("%s%s", text.as.string, part);
    return text;
}

BEHAVIOUR(a_long_result_is_cut)
{
    Value deep = integer(1);
    for (int i = 0; i < 7; i++)
        deep = LIST(deep);
    Value results =
        LIST(repeated("x", 28), repeated("x", 29), repeated("x", 100), repeated("é", 40),
             repeated("'", 30), string_of_length("\0\1\2\3\4\5\6\7", 8), numbers(6), numbers(8),
             deep, LIST(repeated("a", 50), LIST(None, boolean(true), number(0.1))),
             integer(123456789012345678));
    for (size_t i = 0; i < list_length(results); i++) {
        Future *future = loop_create_future(asyncio_get_running_loop());
        TRY(future_set_result(future, TRY(list_get(results, i))));
        print(future);
    }
    return None;
}

BEHAVIOUR(a_long_exception_is_not_cut)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    const char *text = repeated("a long text ", 5).as.string;
    TRY(future_set_exception(future, error(&ValueError, "%s", text)));
    print(future);
    tell("exception", future_exception(future));
    return None;
}

BEHAVIOUR(what_is_within_itself_is_shown_as_an_ellipsis)
{
    Value list = numbers(1);
    TRY(list_append(list, list));
    print(list);
    print(value_equal(list, list));
    Value in = error(&ValueError, "in");
    if (caught(&in, &ValueError)) {
        Value errors = LIST(in), group = exception_group("out", errors);
        if (caught(&group, &BaseException))
            TRY(list_append(errors, group));
        value_repr(group);
        print(integer((int64_t)list_length(errors)));
    }
    return None;
}

BEHAVIOUR(a_task_within_its_result_is_shown_as_an_ellipsis)
{
    Task *task = named(coro(all_of_them), "t");
    TRY(await(task));
    print(boolean(__builtin_strstr(value_repr(value_of_object(task)).as.string, "...")));
    return None;
}

BEHAVIOUR(what_cannot_be_printed_is_escaped)
{
    Value texts =
        LIST(string("tab\t newline\n return\r bell\a delete\x7f"), string("it's"),
             string("it's \"both\""), string("back\\slash"), string_of_length("nul\0nul", 7),
             string("\xc2\x80\xc2\x9f\u00a0\u00a1\u00ad"), string("é ü € 漢 😀"),
             string("\u202e\u2066\u2069\u200b\u200f\u2028\ufeff"),
             string("\ue000\ufffd\U000e0001\U0010ffff"));
    for (size_t i = 0; i < list_length(texts); i++)
        print(LIST(TRY(list_get(texts, i))));
    return None;
}

BEHAVIOUR(a_handle_prints_its_callback)
{
    EventLoop *loop = asyncio_get_running_loop();
    Handle *handle = loop_call_soon(loop, callback(nothing));
    TimerHandle *timer = loop_call_at(loop, 123, callback(nothing));
    print(handle, timer);
    handle_cancel(handle);
    timer_handle_cancel(timer);
    print(handle, timer);
    return None;
}

BEHAVIOUR(a_handle_cancelled_in_debug_mode_still_prints_its_callback)
{
    EventLoop *loop = asyncio_get_running_loop();
    Handle *before = loop_call_soon(loop, callback(nothing));
    handle_cancel(before);
    loop_set_debug(loop, true);
    Handle *handle = loop_call_soon(loop, callback(nothing));
    TimerHandle *timer = loop_call_at(loop, 123, callback(nothing));
    print(before, handle, timer);
    handle_cancel(handle);
    timer_handle_cancel(timer);
    handle_cancel(before);
    loop_set_debug(loop, false);
    print(before, handle, timer);
    return None;
}

BEHAVIOUR(a_gather_prints_as_a_future)
{
    Future *future = loop_create_future(asyncio_get_running_loop());
    Future *gathered = asyncio_gather(future);
    print(gathered);
    TRY(future_set_result(future, integer(1)));
    TRY(await(gathered));
    print(gathered);
    print(asyncio_gather());
    return None;
}

BEHAVIOUR(exceptions_print_their_arguments)
{
    print(LIST(new_exception(&ValueError, NULL), new_exception(&ValueError, ""),
               new_exception(&ValueError, "x"), new_exception(&TimeoutError, NULL)));
    Value one = exception_group("g", LIST(new_exception(&ValueError, "1")));
    caught(&one, &ExceptionGroup);
    print(LIST(one));
    Value two = exception_group(
        "g", LIST(new_exception(&ValueError, "1"), new_exception(&ValueError, "2")));
    caught(&two, &ExceptionGroup);
    print(two);
    return None;
}

RUN_BEHAVIOURS
