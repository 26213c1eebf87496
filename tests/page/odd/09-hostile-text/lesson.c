#include <asyncio.h> //= import
#include <string.h>

#define SCRIPT "<script>window.executed = 1</script><img src=x onerror=\"window.executed = 2\">"
#define TURNED                                                                                     \
    "\xe2\x80\xaetxt.exe\xe2\x81\xa6" /* a right-to-left override, an isolate left open */
#define TERMINAL "\033]0;title\007\033[31mred\xc2\x9b\x32J"
KNOB(int, height, 1);

ASYNC(fails) //= fails
{
    return error(&ValueError, "%s", SCRIPT TURNED); //= raise
}

ASYNC(async_main) //= main
{
    print(SCRIPT);                                           //= script
    print(TURNED);                                           //= turned
    print(string_of_length("nul \0 \xff\xfe \xc3 end", 14)); //= bytes
    print(TERMINAL);                                         //= terminal
    enum { MEGABYTE = 1000 * 1000 };
    char *line = asyncio_alloc(MEGABYTE + 1);      //= line
    memset(line, 'x', MEGABYTE);                   //= line
    print(line);                                   //= print_line
    Task *task = asyncio_create_task(coro(fails)); //= create
    task_set_name(task, SCRIPT TURNED TERMINAL);   //= name
    Value result = await(task);                    //= await
    if (caught(&result, &ValueError))              //= except
        print("caught", result);                   //= caught
    print(value_repr(string(TURNED)));             //= repr
    return None;
}

int main(void)
{
    return exit_status(asyncio_run(coro(async_main))); //= run
}
