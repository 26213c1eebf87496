#include "heap.h"
#include "object.h"
#include "trace.h"
#include "value.h"

/*
 * A task group ends when the last of its tasks has ended. The first error
 * cancels the others, and the parent, which is then told of all errors at once.
 */
typedef struct Member {
    Task *task;
    struct Member *previous, *next;
} Member;

struct TaskGroup {
    Object object;
    bool entered, exiting, aborting;
    bool parent_cancel_requested; /* by us: __aexit__ takes it back */
    EventLoop *loop;
    Task *parent;
    Member *first, *last; /* pending tasks, oldest first (CPython: a set) */
    Value errors;         /* a list */
    Value base_error;     /* SystemExit or KeyboardInterrupt, else None */
    Future *on_completed;
};

EXCEPTION(AttributeError, Exception);

const AwaitableType task_group__type = {"TaskGroup", NULL};

TaskGroup *asyncio_task_group(void)
{
    TaskGroup *group = heap_new(sizeof *group);
    group->object.awaitable.type = &task_group__type;
    group->object.id = object__next_id();
    return group;
}

static const char *repr(const TaskGroup *group)
{
    size_t tasks = 0;
    for (const Member *member = group->first; member; member = member->next)
        tasks++;
    size_t errors = list_length(group->errors);
    Value text = string("<TaskGroup");
    if (tasks)
        text = describe("%s tasks=%zu", text.as.string, tasks);
    if (errors)
        text = describe("%s errors=%zu", text.as.string, errors);
    const char *state = group->aborting ? " cancelling" : group->entered ? " entered" : "";
    return describe("%s%s>", text.as.string, state).as.string;
}

static bool is_base_error(Value exception)
{
    return is_instance(exception, &SystemExit) || is_instance(exception, &KeyboardInterrupt);
}

static void task_group__abort(TaskGroup *group)
{
    group->aborting = true;
    /* Cancel of one that is done would count as a look at its exception. */
    for (Member *member = group->first; member; member = member->next) {
        if (member->task->future.state == FUTURE_PENDING)
            future__cancel(&member->task->future, NULL);
    }
}

static void remove_task(TaskGroup *group, const Task *task)
{
    Member *member = group->first;
    while (member && member->task != task)
        member = member->next;
    if (!member)
        return;
    *(member->previous ? &member->previous->next : &group->first) = member->next;
    *(member->next ? &member->next->previous : &group->last) = member->previous;
}

static const CallbackKind task_done_callback;

/* TaskGroup._on_task_done */
static void task_group__on_task_done(void *self, Future *future)
{
    TaskGroup *group = self;
    remove_task(group, (Task *)future);
    if (group->on_completed && !group->first && group->on_completed->state == FUTURE_PENDING)
        future__finish(group->on_completed, boolean(true), false);
    if (!future->is_exception)
        return;
    Value exception = future__exception(future);
    if (group->errors.kind != VALUE_LIST) {
        /* The parent's coroutine was closed and has left. What CPython says here
         * is an accident, but the error is told of. */
        callback__failed(group->loop, &task_done_callback, self,
                         error(&AttributeError, "'NoneType' object has no attribute 'append'"));
        return;
    }
    Value appended = list_append(group->errors, exception);
    if (appended.raised)
        group->base_error = held(appended);
    if (is_base_error(exception) && group->base_error.kind == VALUE_NONE)
        group->base_error = exception;
    if (future__done(&group->parent->future)) {
        Value message =
            describe("Task %s has errored out but its parent task %s is already completed",
                     value_repr(value_of_object(future)).as.string,
                     value_repr(value_of_object(group->parent)).as.string);
        loop_call_exception_handler(group->loop, &(ExceptionContext){.message = message.as.string,
                                                                     .exception = exception,
                                                                     .task = (Task *)future});
        return;
    }
    if (group->aborting || group->parent_cancel_requested)
        return;
    task_group__abort(group);
    group->parent_cancel_requested = true;
    future__cancel(&group->parent->future, NULL);
}

static const CallbackKind task_done_callback = {"task group", task_group__on_task_done, true};

static Task *refuse(Coroutine *coroutine, const TaskGroup *group, const char *why)
{
    Value closed = coroutine_close(coroutine);
    return fail(closed.raised ? closed : error(&RuntimeError, "TaskGroup %s %s", repr(group), why));
}

Task *task_group_create_task(TaskGroup *group, Coroutine *coroutine)
{
    if (!group || !coroutine)
        return NULL;
    if (!group->entered)
        return refuse(coroutine, group, "has not been entered");
    if (group->exiting && !group->first)
        return refuse(coroutine, group, "is finished");
    if (group->aborting)
        return refuse(coroutine, group, "is shutting down");
    Member *member = heap_new(sizeof *member);
    Task *task = loop_create_task(group->loop, coroutine);
    if (!task)
        return NULL;
    member->task = task;
    member->previous = group->last;
    *(group->last ? &group->last->next : &group->first) = member;
    group->last = member;
    Value added = future__add_callback(&task->future, &task_done_callback, group);
    return added.raised ? fail(added) : task;
}

static Value enter(TaskGroup *group)
{
    if (group->entered)
        return error(&RuntimeError, "TaskGroup %s has already been entered", repr(group));
    EventLoop *loop = asyncio_get_running_loop();
    if (!loop)
        return take_pending();
    group->loop = loop;
    group->parent = task__current;
    if (!group->parent)
        return error(&RuntimeError, "TaskGroup %s cannot determine the parent task", repr(group));
    group->errors = list_new();
    group->entered = true;
    return group->errors.raised ? group->errors : None;
}

/* Waits for the last task; the parent may be cancelled more than once here. */
static Value wait_for_tasks(TaskGroup *group, Value cancelled)
{
    while (group->first) {
        if (!group->on_completed)
            group->on_completed =
                future__new(group->loop, "task group", &future__type, sizeof(Future));
        Value result = await_future(group->on_completed);
        if (result.raised && !is_instance(result, &CancelledError))
            return result;
        if (result.raised && !group->aborting) {
            cancelled = result;
            task_group__abort(group);
        }
        group->on_completed = NULL;
    }
    return cancelled;
}

/* TaskGroup._aexit: `body` is how the block ended. */
static Value leave(TaskGroup *group, Value body)
{
    group->exiting = true;
    if (body.raised && is_base_error(body) && group->base_error.kind == VALUE_NONE)
        group->base_error = held(body);
    bool body_cancelled = body.raised && is_instance(body, &CancelledError);
    if (body.raised && !group->aborting)
        task_group__abort(group);
    Value cancelled = wait_for_tasks(group, body_cancelled ? body : None);
    if (cancelled.raised && !is_instance(cancelled, &CancelledError))
        return cancelled;
    if (group->base_error.kind != VALUE_NONE)
        return reraise(group->base_error);
    if (group->parent_cancel_requested && task_uncancel(group->parent) == 0)
        cancelled = None;
    if (cancelled.raised && !list_length(group->errors))
        return cancelled;
    if (body.raised && !body_cancelled)
        TRY(list_append(group->errors, held(body)));
    if (!list_length(group->errors))
        return body;
    /* Cancelled from outside as well: the request goes on to the next await. */
    if (group->parent->cancelling) {
        task_uncancel(group->parent);
        future__cancel(&group->parent->future, NULL);
    }
    return exception_group("unhandled errors in a TaskGroup", group->errors);
}

ASYNC(task_group_block, TaskGroup *group; Awaitable * body;)
{
    Value entered = enter(arg->group);
    if (entered.raised) {
        coroutine__drop_body(arg->body);
        return entered;
    }
    Value result = leave(arg->group, await_awaitable(coroutine__body(arg->body)));
    arg->group->errors = None;
    return result;
}

Coroutine *task_group__with(TaskGroup *group, Awaitable *body)
{
    return group && body ? coroutine__block(coro(task_group_block, group, body)) : NULL;
}
