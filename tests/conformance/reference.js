/** What CPython makes of a random program. */
import { readFileSync } from 'node:fs';
import { startPython } from '../cpython/python.js';
import { toPython } from './to-python.js';

const MODULES = ['prelude', 'observe'];
/** Of the loop; no program of ours takes so many. */
const TURNS = 20_000;

/**
 * @param {string} name
 * @returns {string} a program that makes a module of the file
 */
function installer(name) {
  const source = readFileSync(new URL(`${name}.py`, import.meta.url), 'utf8');
  return `import sys, types
module = types.ModuleType(${JSON.stringify(name)})
sys.modules[${JSON.stringify(name)}] = module
exec(compile(${JSON.stringify(source)}, ${JSON.stringify(`${name}.py`)}, "exec"), module.__dict__)
`;
}

/**
 * @returns {Promise<(program: import('./nodes.js').Program) => import('./record.js').Record>}
 */
export async function startReference() {
  const python = await startPython();
  for (const name of MODULES) {
    const { exitCode, stderr } = python.run(installer(name));
    if (exitCode !== 0) throw new Error(stderr);
  }
  // Only what a program makes is looked at when it has ended.
  python.run('import gc; gc.collect(); gc.freeze()');
  return (program) => {
    const source = toPython(program, { standalone: false });
    // As a string it is compiled at once; the harness looks at the syntax of what it runs.
    const stub = `exec(compile(${JSON.stringify(source)}, "program.py", "exec"))`;
    const { stdout, stderr } = python.run(stub, { turns: TURNS });
    try {
      return JSON.parse(stdout);
    } catch (cause) {
      throw new Error(`CPython could not run the program:\n${stderr}`, { cause });
    }
  };
}
