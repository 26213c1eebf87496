/**
 * Every suite, one after the other, and what came of them all in a last line:
 *
 *   node web/build/run-tests.js --native PROGRAM --module MODULE C_TEST...
 *
 * The C tests are programs of PROGRAM and of MODULE by these names.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const LONGEST_C_TEST = 60_000; // ms
const NODE_RESULTS = 'build/node-tests.tap';
const PAGE_RESULTS = 'build/page-tests.json';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * @param {string[]} command
 * @returns {Promise<boolean>} whether it exited with 0
 */
function run([program = '', ...parameters]) {
  return new Promise((resolve) => {
    spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] })
      .on('error', () => resolve(false))
      .on('close', (status) => resolve(status === 0));
  });
}

/**
 * @param {string[]} command
 * @returns {Promise<{ succeeded: boolean, output: string }>}
 */
function capture([program = '', ...parameters]) {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: LONGEST_C_TEST }, (error, stdout, stderr) =>
      resolve({ succeeded: !error, output: stdout + stderr }),
    );
  });
}

/**
 * A C test prints a line for each of its cases (tests/runtime/harness.c).
 *
 * @param {string} where
 * @param {string[]} tests
 * @param {(test: string) => string[]} commandOf
 * @returns {Promise<Count>}
 */
async function runCTests(where, tests, commandOf) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const test of tests) {
    const { succeeded, output } = await capture(commandOf(test));
    const passed = output.match(/^ok /gm)?.length ?? 0;
    const failed = output.match(/^FAILED /gm)?.length ?? 0;
    console.log(`${succeeded ? '✔' : '✖'} ${test} (${where}): ${passed} passed, ${failed} failed`);
    if (!succeeded) console.log(output);
    count.passed += passed;
    // One that broke down has told of no failure.
    count.failed += succeeded ? 0 : Math.max(failed, 1);
  }
  return count;
}

/** @param {string} ending @returns {Promise<string[]>} */
async function findTests(ending) {
  const files = await readdir('tests', { recursive: true });
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join('tests', file))
    .sort();
}

/** @returns {Promise<Count>} */
async function runNodeTests() {
  await rm(NODE_RESULTS, { force: true });
  await run([
    process.execPath,
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${NODE_RESULTS}`,
    ...(await findTests('.test.js')),
  ]);
  const results = await readFile(NODE_RESULTS, 'utf8').catch(() => '');
  /** @param {string} what */
  const total = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(results)?.[1] ?? 0);
  return {
    passed: total('pass'),
    // A runner that broke down has told nothing.
    failed: results.includes('# tests ') ? total('fail') + total('cancelled') : 1,
    skipped: total('skipped') + total('todo'),
  };
}

/** @returns {Promise<Count>} */
async function runPageTests() {
  await rm(PAGE_RESULTS, { force: true });
  const passed = await run(['npx', 'playwright', 'test']);
  const results = await readFile(PAGE_RESULTS, 'utf8').catch(() => '{}');
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = JSON.parse(results).stats ?? {};
  const failed = unexpected + flaky;
  return { passed: expected, failed: passed ? failed : Math.max(failed, 1), skipped };
}

const { values, positionals: cTests } = parseArgs({
  options: { native: { type: 'string', default: '' }, module: { type: 'string', default: '' } },
  allowPositionals: true,
});
await mkdir('build', { recursive: true });
const counts = [
  await runCTests('native, sanitized', cTests, (test) => [values.native, test]),
  await runCTests('wasm', cTests, (test) => [
    process.execPath,
    'web/build/run-program.js',
    values.module,
    test,
  ]),
  await runNodeTests(),
  await runPageTests(),
];
/** @param {keyof Count} key */
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
