/**
 * Random programs on CPython and on the runtime in C:
 *
 *   npm run -s conformance -- --programs N --seed S [--native | --coverage] [--json]
 *
 * --json prints each shrunk program as a case for tests/conformance/cases, too. --coverage says which
 * lines of the runtime the programs and those cases have reached, which of them with the twins
 * (tests/cpython/twins) and the lessons, and why no more.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BINARIES, Check, startReference } from './check.js';
import { COUNTED, describeCoverage, forgetCoverage } from './coverage.js';
import { keptCases } from './cases.js';
import { generate, seedsOf } from './generate.js';

const USAGE = `usage: npm run -s conformance -- [options]

  --programs N  how many (2000)
  --seed S      which ones (1); the same seed makes the same programs
  --native      natively, under the sanitizers; otherwise as wasm
  --coverage    natively, and says which lines of the runtime were reached
  --json        each shrunk program also as a case for tests/conformance/cases`;

const BATCH = 200;
const MOST_SHOWN = 5;

/** @param {string | undefined} text @param {string} option */
function count(text, option) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`conformance: --${option} takes a number, not ${text}.`);
  return process.exit(2);
}

/** @returns {{ programs?: string, seed?: string, native?: boolean, coverage?: boolean, json?: boolean, help?: boolean }} */
function parseOptions() {
  try {
    return parseArgs({
      options: {
        programs: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        native: { type: 'boolean' },
        coverage: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    console.error(`conformance: ${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const options = parseOptions();
if (options.help) {
  console.log(USAGE);
  process.exit();
}
const programs = count(options.programs, 'programs');
const host = options.coverage ? 'coverage' : options.native ? 'native' : 'wasm';
const needed = [BINARIES[host], ...(options.coverage ? COUNTED : []), 'build/trace-events.js'];
execFileSync('make', ['-s', ...needed], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (options.coverage) forgetCoverage();
const check = new Check(await startReference(), host);

let failed = 0;
let leftOut = 0;
if (options.coverage) check.differing(keptCases());
const seeds = seedsOf(count(options.seed, 'seed'), programs);
for (let start = 0; start < programs; start += BATCH) {
  const batch = seeds.slice(start, start + BATCH).map(generate);
  const verdicts = check.verdicts(batch);
  leftOut += verdicts.filter((verdict) => verdict === 'left out').length;
  for (const [i, program] of batch.entries()) {
    if (verdicts[i] !== 'different') continue;
    failed++;
    if (failed > MOST_SHOWN) continue;
    const smallest = check.shrink(program);
    console.log(`\nA difference, in program ${seeds[start + i]}:\n`);
    console.log(check.describe(smallest));
    if (options.json) console.log(JSON.stringify(smallest));
  }
  console.error(`${start + batch.length} of ${programs}, ${failed} failed`);
}
if (options.coverage) console.log(describeCoverage());
if (leftOut) {
  console.log(
    `${leftOut} left out: a coroutine goes on awaiting while it is closed (RELIABILITY.md)`,
  );
}
console.log(`${programs - failed - leftOut} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
