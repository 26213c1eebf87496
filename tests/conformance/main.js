/**
 * Random programs on CPython and on the runtime in C:
 *
 *   npm run -s conformance -- --programs N --seed S [--native]
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startNative, startWasm } from './c-runtime.js';
import { sideBySide } from './compare.js';
import { generate } from './generate.js';
import { isSame } from './record.js';
import { startReference } from './reference.js';
import { shrink } from './shrink.js';
import { toPython } from './to-python.js';

const MODULE = 'build/wasm/conformance.wasm';
const NATIVE = 'build/sanitized/conformance';
const BATCH = 200;
const MOST_SHOWN = 5;
/** Seeds of one run are not those of the next. */
const SEEDS_APART = 1_000_003;

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    native: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.programs);
const firstSeed = Number(values.seed) * SEEDS_APART;
const what = values.native ? 'C, native, sanitized' : 'C, wasm';
const file = values.native ? NATIVE : MODULE;
execFileSync('make', [file, 'build/trace-events.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
const runtime = values.native ? startNative(file) : startWasm(file);
const reference = await startReference();

/** @param {import('./nodes.js').Program} program */
function fails(program) {
  return !isSame(reference(program), runtime([program])[0]);
}

/** @param {import('./nodes.js').Program} program @param {number} seed */
function show(program, seed) {
  const smallest = shrink(program, fails);
  console.log(`\nA difference (program ${seed}):\n`);
  console.log(toPython(smallest, { standalone: false }));
  console.log(sideBySide(reference(smallest), runtime([smallest])[0], what));
  if (values.json) console.log(JSON.stringify(smallest));
}

let failed = 0;
for (let start = 0; start < count; start += BATCH) {
  const seeds = Array.from(
    { length: Math.min(BATCH, count - start) },
    (_, i) => firstSeed + start + i,
  );
  const programs = seeds.map(generate);
  const results = runtime(programs);
  programs.forEach((program, index) => {
    if (isSame(reference(program), results[index])) return;
    failed++;
    if (failed <= MOST_SHOWN) show(program, seeds[index]);
  });
  console.error(`${start + seeds.length} of ${count} programs, ${failed} failed`);
}
console.log(`${count - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
