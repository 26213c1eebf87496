/** Makes each allocation of a program fail in turn, as fail_each.c does natively. */
import { readFileSync } from 'node:fs';
import { encode } from '../conformance/nodes.js';
import { ProgramFault } from '../../web/module/errors.js';
import { makeImports } from '../../web/module/imports.js';

/** @typedef {import('../conformance/nodes.js').Program} Program */

const ENDED = 3;
const MOST_EVENTS = 200_000;
const HANDLES = 1000;

/**
 * @typedef {object} Outcome
 * @property {boolean} failed   an allocation did
 * @property {string} output
 * @property {string} strings   of the trace
 * @property {unknown} [fault]   what ended it
 *
 * @param {WebAssembly.Module} module
 * @param {string} name   of the program in its table
 * @param {Program | null} program   what that one interprets
 * @param {number} countdown
 * @param {boolean} lasting
 * @returns {Outcome}
 */
function run(module, name, program, countdown, lasting) {
  const outcome = /** @type {Outcome} */ ({ failed: false, output: '', strings: '' });
  /** @type {any} */
  let exports;
  const drain = () => {
    const strings = Buffer.from(
      exports.memory.buffer,
      exports.asyncio_trace_strings(),
      exports.asyncio_trace_strings_size(),
    );
    outcome.strings += strings.toString('latin1');
    exports.asyncio_trace_clear();
  };
  const write = (/** @type {number} */ _, /** @type {string} */ text) => {
    outcome.output += text;
  };
  const host = { now: () => 0, write, drain };
  const { imports } = makeImports(module, host, () => exports.memory);
  exports = new WebAssembly.Instance(module, imports).exports;
  exports._initialize();
  const bytes = new TextEncoder().encode(`${name}\0`);
  const buffer = exports.asyncio_buffer(bytes.length);
  new Uint8Array(exports.memory.buffer).set(bytes, buffer);
  exports.asyncio_select(buffer);
  if (program) {
    const numbers = encode(program);
    const place = exports.conformance_program(numbers.length);
    new Int32Array(exports.memory.buffer).set(numbers, place / 4);
  }
  exports.asyncio_set_clock(1);
  exports.asyncio_set_tracing(1);
  exports.asyncio_set_budget(MOST_EVENTS);
  exports.test_fail_at(countdown, lasting ? 1 : 0);
  try {
    while (exports.asyncio_state() !== ENDED) exports.asyncio_advance(HANDLES);
    drain();
  } catch (fault) {
    outcome.fault = fault;
  }
  outcome.failed = countdown > 0 && exports.test_countdown() === (lasting ? 1 : 0);
  return outcome;
}

/** @param {Outcome} outcome @param {Outcome} expected */
function problemOf(outcome, expected) {
  const { fault } = outcome;
  if (fault) {
    const isClear = fault instanceof ProgramFault && fault.message.startsWith('Out of memory: ');
    return isClear ? '' : `it broke down: ${/** @type {Error} */ (fault).message}`;
  }
  const isTold = /MemoryError/.test(outcome.output) || /MemoryError/.test(outcome.strings);
  return isTold || outcome.output === expected.output ? '' : `nobody was told:\n${outcome.output}`;
}

/**
 * @param {WebAssembly.Module} module
 * @param {string} name
 * @param {Program | null} [program]
 * @returns {number} how many allocations have failed, each alone and with all that follow
 */
export function failEach(module, name, program = null) {
  const expected = run(module, name, program, 0, false);
  let count = 0;
  for (const lasting of [false, true]) {
    for (let countdown = 1; ; countdown++) {
      const outcome = run(module, name, program, countdown, lasting);
      const problem = problemOf(outcome, expected);
      if (problem) {
        const which = `allocation ${countdown}${lasting ? ' and all that follow' : ''}`;
        throw new Error(`${name}, ${which}: ${problem}\nexpected:\n${expected.output}`);
      }
      if (!outcome.failed) break;
      count++;
    }
  }
  return count;
}

/** @param {string} file @returns {WebAssembly.Module} */
export function readModule(file) {
  return new WebAssembly.Module(readFileSync(file));
}
