/**
 * `node web/build/run-program.js MODULE PROGRAM`: runs a program of a module in Node, in virtual
 * time, and exits with its status.
 */
import { readFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { compileModule } from '../module/compile.js';
import { ModuleInstance } from '../module/instance.js';

const HANDLES_AT_ONCE = 10_000;

const [file = '', program = ''] = process.argv.slice(2);
const instance = new ModuleInstance(await compileModule(await readFile(file)), {
  now: () => performance.now() / 1000,
  write: (fd, text) => writeSync(fd, text),
  drain: () => instance.takeTrace(),
});
if (!instance.select(program)) throw new Error(`there is no program "${program}" in ${file}`);
do instance.advance(HANDLES_AT_ONCE);
while (instance.state === 'ready' || instance.state === 'waiting');
if (instance.state === 'held') throw new Error(`"${program}" waits for work outside`);
process.exitCode = instance.exitStatus;
