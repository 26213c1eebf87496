/** Measures the runtime as a module, in Node or in a page. */
import { EVENTS } from '../../build/trace-events.js';
import { ModuleInstance } from '../../web/module/instance.js';
import { Driver } from '../../web/session/driver.js';
import { History } from '../../web/session/history.js';
import { platformHost } from '../../web/session/host.js';
import { Session } from '../../web/session/session.js';
import { findMeasurement, leastOfRuns, ratioOfRuns } from './measurements.js';

/** @typedef {import('./measurements.js').Measurement} Measurement */

const MODULE = 'build/wasm/bench.wasm';
const UNTRACED = 'build/wasm-untraced/bench.wasm';

const SLICE = 1_000_000; // calls of the loop
const TRACED_STEPS = 5_000;

/** @typedef {{ records: Uint8Array, strings: Uint8Array }} TracePiece */

/**
 * Runs a program to its end.
 *
 * @param {WebAssembly.Module} module
 * @param {Measurement} measurement
 * @param {(piece: TracePiece) => void} [take] of the trace; good until it returns
 * @returns {number} what it has printed
 */
export function measureModule(
  module,
  { program, operations, knobs, trace = false },
  take = () => {},
) {
  let output = '';
  const instance = new ModuleInstance(module, {
    now: () => performance.now() / 1000,
    write: (_, text) => (output += text),
    drain: () => take(instance.takeTrace()),
  });
  if (!instance.select(program)) throw new Error(`the module has no program ${program}`);
  for (const [name, value] of Object.entries(knobs(operations))) {
    if (!instance.setKnob(name, value)) throw new Error(`${program} has no knob ${name}`);
  }
  instance.setClock('real');
  instance.setTracing(trace);
  while (instance.state === 'ready') instance.advance(SLICE);
  if (instance.state !== 'ended' || instance.exitStatus !== 0) {
    throw new Error(`${program} has failed: ${output}`);
  }
  take(instance.takeTrace());
  return Number(output);
}

/**
 * Milliseconds, the longest that the platform has to wait for its turn while 100,000 tasks are
 * ready: they run in slices, as in every session.
 *
 * @param {WebAssembly.Module} module
 * @returns {Promise<number>}
 */
async function measureStretch(module) {
  const platform = platformHost();
  let longest = 0;
  const host = {
    ...platform,
    soon: (/** @type {() => void} */ callback) =>
      platform.soon(() => {
        const began = performance.now();
        callback();
        longest = Math.max(longest, performance.now() - began);
      }),
  };
  const options = { clock: /** @type {const} */ ('real'), budget: 0, trace: false };
  const session = new Session(module, EVENTS, host, options, (instance) => {
    instance.select('sleep');
    instance.setKnob('tasks', 100_000);
    instance.setKnob('steps', 3);
  });
  const driver = new Driver(session, host);
  driver.resume();
  await driver.finished;
  if (session.exitStatus !== 0) throw new Error(`sleep has failed: ${session.error}`);
  session.close();
  return longest;
}

/**
 * What the address of a page or the command of a process asks for.
 *
 * @param {string} what
 * @param {(file: string) => Promise<WebAssembly.Module>} compile
 * @returns {Promise<number>}
 */
export async function measure(what, compile) {
  const module = await compile(MODULE);
  if (what === 'longest-stretch') return measureStretch(module);
  if (what === 'decode') return measureDecoding(module, findMeasurement('trace-on'));
  const measurement = findMeasurement(what);
  /** @param {WebAssembly.Module} module */
  const runsOf = (module) => (/** @type {Measurement} */ run) => measureModule(module, run);
  return measurement.besideUntraced
    ? ratioOfRuns(measurement, runsOf(module), runsOf(await compile(UNTRACED)))
    : leastOfRuns(measurement, runsOf(module));
}

/**
 * Nanoseconds that an event of a trace takes to become an object of the history; the least of its
 * runs counts.
 *
 * @param {WebAssembly.Module} module
 * @param {Measurement} measurement a traced one
 * @returns {number}
 */
function measureDecoding(module, measurement) {
  /** @type {TracePiece[]} */
  const trace = [];
  measureModule(module, { ...measurement, operations: TRACED_STEPS }, ({ records, strings }) =>
    trace.push({ records: records.slice(), strings: strings.slice() }),
  );
  let least = Infinity;
  for (let i = 0; i < measurement.runs; i++) {
    const history = new History(EVENTS);
    const began = performance.now();
    for (const piece of trace) history.append(piece);
    least = Math.min(least, ((performance.now() - began) * 1e6) / history.length);
  }
  return least;
}
