#include <string.h>

#include "object.h"
#include "trace.h"
#include "value.h"

void loop_set_exception_handler(EventLoop *loop, ExceptionHandler *handler, void *arg)
{
    if (!loop)
        return;
    loop->exception_handler = handler;
    loop->exception_handler_arg = arg;
}

/* As the dict that it is in CPython. */
static Value repr_of_context(const ExceptionContext *context)
{
    const struct {
        const char *key;
        Value value;
    } members[] = {
        {"message", context->message ? string(context->message) : None},
        {"exception", context->exception},
        {"future", context->future ? value_of_object(context->future) : None},
        {"handle", context->handle ? value_of_object(context->handle) : None},
        {"task", context->task ? value_of_object(context->task) : None},
    };
    Value text = string("");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].value.kind != VALUE_NONE)
            text = describe("%s%s'%s': %s", text.as.string, text.length ? ", " : "", members[i].key,
                            value_repr(members[i].value).as.string);
    }
    return describe("{%s}", text.as.string);
}

/* BaseEventLoop.default_exception_handler, without the traceback. `refused`: the context that a
 * handler failed on, or NULL. */
static void default_exception_handler(const ExceptionContext *context,
                                      const ExceptionContext *refused)
{
    Value text = string(context->message ? context->message : "Unhandled exception in event loop");
    if (refused)
        text = describe("%s\ncontext: %s", text.as.string, repr_of_context(refused).as.string);
    if (context->future)
        text = describe("%s\nfuture: %s", text.as.string,
                        value_repr(value_of_object(context->future)).as.string);
    if (context->handle)
        text = describe("%s\nhandle: %s", text.as.string,
                        value_repr(value_of_object(context->handle)).as.string);
    if (context->task)
        text = describe("%s\ntask: %s", text.as.string,
                        value_repr(value_of_object(context->task)).as.string);
    Value lines = string("");
    if (context->exception.kind == VALUE_EXCEPTION)
        lines = exception_lines(context->exception.as.exception);
    text = describe("%s\n%s", text.as.string, lines.as.string);
    asyncio__output(2, text.as.string, text.length);
}

void loop_call_exception_handler(EventLoop *loop, const ExceptionContext *context)
{
    if (!loop || !context)
        return;
    if (tracing()) {
        uint32_t message =
            context->message ? trace_text(context->message, strlen(context->message)) : 0;
        uint32_t exception =
            context->exception.kind == VALUE_EXCEPTION ? trace_repr(&context->exception) : 0;
        const void *object = context->future ? (const void *)context->future
                             : context->task ? (const void *)context->task
                                             : context->handle;
        trace_event(EVENT_UNHANDLED_EXCEPTION, object__id(object), message, exception, 0);
    }
    if (!loop->exception_handler) {
        default_exception_handler(context, NULL);
        return;
    }
    Value result = loop->exception_handler(loop, context, loop->exception_handler_arg);
    if (!result.raised)
        return;
    if (is_instance(result, &SystemExit) || is_instance(result, &KeyboardInterrupt))
        loop->interrupt = result;
    else
        default_exception_handler(
            &(ExceptionContext){
                .message = "Unhandled error in exception handler",
                .exception = held(result),
            },
            context);
}
