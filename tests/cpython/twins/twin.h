/*
 * What the behaviours in C share. Each file here is one program twice, in Python
 * and in C: the same behaviours in the same order, which print the same.
 * twin.py says what these functions do.
 */
#ifndef TWIN_H
#define TWIN_H

#include <asyncio.h>

typedef struct Behaviour {
    const char *name;
    Value (*body)(void);
    bool outside; /* of any loop */
    struct Behaviour *next;
} Behaviour;

static Behaviour *first_behaviour, **last_behaviour = &first_behaviour;

#define TWIN__BEHAVIOUR(name_, outside_)                                                           \
    static Value name_(void);                                                                      \
    __attribute__((constructor)) static void add_##name_(void)                                     \
    {                                                                                              \
        static Behaviour behaviour = {#name_, name_, outside_, NULL};                              \
        *last_behaviour = &behaviour;                                                              \
        last_behaviour = &behaviour.next;                                                          \
    }                                                                                              \
    static Value name_(void)

/* The body runs in the main task of an asyncio.run(). */
#define BEHAVIOUR(name) TWIN__BEHAVIOUR(name, false)
/* The body runs where no loop does. */
#define BEHAVIOUR_OUTSIDE(name) TWIN__BEHAVIOUR(name, true)

__attribute__((unused)) static Value tell_of(EventLoop *loop, const ExceptionContext *context,
                                             void *arg)
{
    (void)loop;
    (void)arg;
    print("handler:", context->message, value_repr(context->exception));
    return None;
}

/* A result, or what was raised and from what. */
__attribute__((unused)) static void tell(const char *label, Value value)
{
    bool raised = value.raised;
    if (!raised && value.kind == VALUE_OBJECT)
        print(label, "object");
    else
        print(label, raised ? "raised" : "returned", value_repr(value));
}

/* Whether there is an object, or what was raised. */
#define TELL_OBJECT(label, pointer) tell(label, value_of_object(pointer))

__attribute__((unused)) static double now(void)
{
    return loop_time(asyncio_get_running_loop());
}

__attribute__((unused)) static Task *named(Coroutine *coroutine, const char *name)
{
    Task *task = asyncio_create_task(coroutine);
    task_set_name(task, name);
    return task;
}

/* type(text), or type() where that is NULL */
__attribute__((unused)) static Value new_exception(const ExceptionType *type, const char *text)
{
    Value raised = text ? error(type, "%s", text) : error(type, NULL);
    caught(&raised, type);
    return raised;
}

__attribute__((unused)) static Value list_of(size_t count, const Value *items)
{
    Value list = list_new();
    for (size_t i = 0; i < count; i++)
        TRY(list_append(list, items[i]));
    return list;
}

#define LIST(...) list_of(sizeof((Value[]){__VA_ARGS__}) / sizeof(Value), (Value[]){__VA_ARGS__})

ASYNC(run_behaviour, Value (*body)(void);)
{
    loop_set_exception_handler(asyncio_get_running_loop(), tell_of, NULL);
    return arg->body();
}

/* Of both outputs. */
static void begin_section(const char *name)
{
    print("==", name);
    Value line = format("== %s\n", name);
    asyncio__output(2, line.as.string, line.length);
}

static void run_behaviours(void)
{
    asyncio_set_stack_size(16 * 1024);
    for (const Behaviour *it = first_behaviour; it; it = it->next) {
        begin_section(it->name);
        Value value = it->outside ? it->body() : asyncio_run(coro(run_behaviour, it->body));
        if (value.raised)
            tell("ended:", value);
    }
}

#define RUN_BEHAVIOURS                                                                             \
    int main(void);                                                                                \
    int main(void)                                                                                 \
    {                                                                                              \
        run_behaviours();                                                                          \
        return 0;                                                                                  \
    }

#endif
