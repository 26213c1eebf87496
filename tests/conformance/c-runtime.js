/** What the runtime in C makes of a random program. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EVENTS } from '../../build/trace-events.js';
import { makeImports } from '../../web/module/imports.js';
import { TraceDecoder } from '../../web/trace/decoder.js';
import { RECORD_SIZE } from '../../web/trace/record.js';
import { encode } from './nodes.js';

/**
 * @typedef {import('./nodes.js').Program} Program
 * @typedef {import('./record.js').Record} Record
 * @typedef {(programs: Program[]) => Record[]} Runtime
 */

/** @param {string} reason */
function brokeDown(reason) {
  return {
    events: [
      /** @type {import('./record.js').Printed} */ (['print', 0, 0, `broke down: ${reason}`]),
    ],
    states: [],
    reports: [],
    neverAwaited: [],
  };
}

/** Of what it writes to stderr this alone is compared; tests/cpython/twins compare the rest. */
const SLOW = /^Executing .* took .* seconds$/;

/** What the runtime tells of when the loop is closed, as each object is dropped in CPython. */
const REPORT = /^handler: (\w+ exception was never|Task was destroyed)/;

/**
 * @param {Uint8Array} records
 * @param {Uint8Array} strings
 * @returns {Record}
 */
function toRecord(records, strings) {
  /** @type {Record} */
  const record = { events: [], states: [], reports: [], neverAwaited: [] };
  /** @type {Map<number | null, { name: string, state: string }>} */
  const futures = new Map();
  let turn = 0;
  for (const event of new TraceDecoder(EVENTS).decode(records, strings)) {
    switch (event.kind) {
      case 'LOOP_TURN':
        turn++;
        break;
      case 'OUTPUT': {
        const text = event.text?.trimEnd() ?? '';
        if (REPORT.test(text)) record.reports.push(text.replace('handler: ', ''));
        else if (event.fd === 1 || SLOW.test(text))
          record.events.push(['print', turn, event.time, text]);
        break;
      }
      case 'HANDLE_RUNS': {
        const ofTask = event.name === 'step' || event.name === 'wakeup';
        const task = ofTask ? futures.get(event.target)?.name : undefined;
        record.events.push(['run', turn, event.time, event.name ?? '', task ?? null]);
        break;
      }
      case 'TASK_CREATED':
        futures.set(event.task, { name: event.name ?? '', state: 'pending' });
        break;
      case 'FUTURE_CREATED':
        futures.set(event.future, {
          name: event.label === 'gather' ? 'gather' : 'future',
          state: 'pending',
        });
        break;
      case 'FUTURE_DONE': {
        const future = futures.get(event.future);
        if (!future) break;
        future.state = event.state === 'cancelled' ? 'cancelled' : `${event.state} ${event.value}`;
        // CPython makes a plain future of a gather of nothing.
        if (future.name === 'gather' && event.value === '[]') future.name = 'future';
        break;
      }
      case 'COROUTINE_NEVER_AWAITED':
        record.neverAwaited?.push(event.name ?? '');
        break;
    }
  }
  const inOrder = [...futures.entries()].sort(([a], [b]) => Number(a) - Number(b));
  const states = inOrder.map(
    ([, { name, state }]) => /** @type {[string, string]} */ ([name, state]),
  );
  record.states = [
    ...states.filter(([name]) => name !== 'gather'),
    ...states.filter(([name]) => name === 'gather'),
  ];
  record.reports.sort();
  record.neverAwaited?.sort();
  return record;
}

/** @param {Uint8Array[]} pieces */
function concatenate(pieces) {
  return new Uint8Array(Buffer.concat(pieces));
}

/**
 * @param {WebAssembly.Module} module
 * @param {Program} program
 * @returns {Record}
 */
function runInstance(module, program) {
  /** @type {Uint8Array[]} */
  const records = [];
  /** @type {Uint8Array[]} */
  const strings = [];
  /** @type {any} */
  let exports;
  /** @type {(pointer: number, length: number) => Uint8Array} */
  const copy = (pointer, length) => new Uint8Array(exports.memory.buffer, pointer, length).slice();
  const drain = () => {
    records.push(
      copy(exports.asyncio_trace_records(), exports.asyncio_trace_count() * RECORD_SIZE),
    );
    strings.push(copy(exports.asyncio_trace_strings(), exports.asyncio_trace_strings_size()));
    exports.asyncio_trace_clear();
  };
  const host = { now: () => 0, write: () => {}, drain };
  const { imports } = makeImports(module, host, () => exports.memory);
  exports = new WebAssembly.Instance(module, imports).exports;
  exports._initialize();

  const name = new TextEncoder().encode('conformance\0');
  const buffer = exports.asyncio_buffer(name.length);
  new Uint8Array(exports.memory.buffer).set(name, buffer);
  exports.asyncio_select(buffer);
  const numbers = encode(program);
  const place = exports.conformance_program(numbers.length);
  new Int32Array(exports.memory.buffer).set(numbers, place / 4);
  exports.asyncio_set_clock(1);
  exports.asyncio_set_tracing(1);
  const ENDED = 3;
  while (exports.asyncio_state() !== ENDED) exports.asyncio_advance(1000);
  drain();
  return toRecord(concatenate(records), concatenate(strings));
}

/**
 * @param {string} file
 * @returns {Runtime}
 */
export function startWasm(file) {
  const module = new WebAssembly.Module(readFileSync(file));
  return (programs) =>
    programs.map((program) => {
      try {
        return runInstance(module, program);
      } catch (error) {
        return brokeDown(/** @type {Error} */ (error).message);
      }
    });
}

/** @param {Program} program */
function toInput(program) {
  const numbers = encode(program);
  return Buffer.from(Int32Array.of(numbers.length, ...numbers).buffer);
}

/**
 * @param {string} file
 * @returns {Runtime}
 */
export function startNative(file) {
  /** @type {Runtime} */
  const run = (programs) => {
    const { stdout, stderr, signal, status } = spawnSync(file, {
      input: Buffer.concat(programs.map(toInput)),
      maxBuffer: 2 ** 31 - 1,
    });
    /** @type {Record[]} */
    const results = [];
    let at = 0;
    while (at < stdout.length) {
      const recordsSize = stdout.readUInt32LE(at);
      const stringsSize = stdout.readUInt32LE(at + 4);
      const strings = at + 8 + recordsSize;
      results.push(
        toRecord(
          new Uint8Array(stdout.subarray(at + 8, strings)),
          new Uint8Array(stdout.subarray(strings, strings + stringsSize)),
        ),
      );
      at = strings + stringsSize;
    }
    if (results.length === programs.length && status === 0) return results;
    const reason = `${signal ?? `status ${status}`}\n${stderr}`;
    // A leak is told of at the end, of whichever program.
    if (results.length === programs.length) {
      return programs.length === 1 ? [brokeDown(reason)] : programs.flatMap((one) => run([one]));
    }
    return [...results, brokeDown(reason), ...run(programs.slice(results.length + 1))];
  };
  return (programs) => (programs.length ? run(programs) : []);
}
