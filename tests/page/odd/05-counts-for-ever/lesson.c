#include <asyncio.h>

static int count(void) //= count
{
    int number = 0;                   //= number
    while (number >= 0)               //= while
        number = (number + 1) % 1000; //= add
    return number;                    //= return
}

int main(void)
{
    print(count()); //= run
    return 0;
}
