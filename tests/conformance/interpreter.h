/* Runs the programs that nodes.def describes, on the public API of asyncio.h. */
#ifndef INTERPRETER_H
#define INTERPRETER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Room for a program of that many numbers, which interpreter_main() then runs:
 *   how often main runs (Runs), bytes of garbage to make at each statement, counts of variables,
 * objects, handles, timeouts, groups, coroutines and functions, and then for each coroutine and
 * each function its body. NULL: there is no memory.
 */
int32_t *interpreter_program(size_t count);
int interpreter_main(void);
/* The programs of this process run at most that many statements more; then they end. */
void interpreter_limit(uint32_t statements);

#endif
