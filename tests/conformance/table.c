#include "interpreter.h"
#include "program.h"

const Program asyncio_programs[] = {{"conformance", interpreter_main}};
const unsigned asyncio_program_count = 1;
