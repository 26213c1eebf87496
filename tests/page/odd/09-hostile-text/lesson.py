import asyncio  #= import

SCRIPT = '<script>window.executed = 1</script><img src=x onerror="window.executed = 2">'
TURNED = "\u202etxt.exe\u2066"
TERMINAL = "\033]0;title\007\033[31mred\u009b2J"
height = 1


async def fails():  #= fails
    raise ValueError(SCRIPT + TURNED)  #= raise


async def main():  #= main
    print(SCRIPT)  #= script
    print(TURNED)  #= turned
    print("nul \0 \udcff\udcfe \udcc3 end")  #= bytes
    print(TERMINAL)  #= terminal
    line = "x" * 1000 * 1000  #= line
    print(line)  #= print_line
    task = asyncio.create_task(fails())  #= create
    task.set_name(SCRIPT + TURNED + TERMINAL)  #= name
    try:
        await task  #= await
    except ValueError as error:  #= except
        print("caught", error)  #= caught
    print(repr(TURNED))  #= repr


asyncio.run(main())  #= run
