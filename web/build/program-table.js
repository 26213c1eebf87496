/**
 * The table by which the runtime finds a program by name (runtime/program.h).
 *
 * @param {{ name: string, main: string }[]} programs `main`: what its main() is called in the module
 */
export function programTable(programs) {
  return [
    '#include "program.h"',
    '',
    ...programs.map(({ main }) => `extern int ${main}(void);`),
    '',
    'const Program asyncio_programs[] = {',
    ...programs.map(({ name, main }) => `    {"${name}", ${main}},`),
    '};',
    `const unsigned asyncio_program_count = ${programs.length};`,
    '',
  ].join('\n');
}
