/* For a module that is one program and no lesson: the table has its main(). */
#include "program.h"

int main(void);

const Program asyncio_programs[] = {{"main", main}};
const unsigned asyncio_program_count = 1;
