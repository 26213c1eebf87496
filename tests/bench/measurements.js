/**
 * What is measured: programs of tests/bench/programs, which the peers have under the same names.
 *
 * @typedef {object} Measurement
 * @property {string} what
 * @property {string} program
 * @property {string} unit
 * @property {number} operations that a fast host is given
 * @property {number} runs        the operations are shared out among them, the least one counts:
 *   what else the machine does only adds. 1 where memory that is touched for the first time counts.
 * @property {(operations: number) => Record<string, number>} knobs
 * @property {boolean} [trace]
 * @property {boolean} [besideUntraced]   how many times as long it takes as on a runtime without any
 *   trace
 */

/** @param {number} count */
const counted = (count) => ({ count });

/**
 * @param {number} tasks
 * @returns {Measurement['knobs']}
 */
const stepped = (tasks) => (operations) => ({
  tasks,
  steps: Math.max(3, Math.round(operations / tasks)),
});

const MILLION = 1_000_000;

const RUNS = 20;

/** Of each of many tasks: so many that most of them touch no memory for the first time. */
const STEPS_OF_MANY = 100;

/** @type {readonly Measurement[]} */
export const MEASUREMENTS = [
  ...[1, 100, 10_000, 100_000].map((tasks) => ({
    what: `sleep0/${tasks}`,
    program: 'sleep',
    unit: 'ns',
    operations: Math.max(2 * MILLION, tasks * STEPS_OF_MANY),
    runs: tasks > 100 ? 1 : RUNS,
    knobs: stepped(tasks),
  })),
  {
    what: 'sleep0-depth5',
    program: 'depth',
    unit: 'ns',
    operations: 2 * MILLION,
    runs: RUNS,
    knobs: (steps) => ({ steps }),
  },
  {
    what: 'create-await',
    program: 'create',
    unit: 'ns',
    operations: MILLION,
    runs: RUNS,
    knobs: counted,
  },
  {
    what: 'await-done',
    program: 'done',
    unit: 'ns',
    operations: 20 * MILLION,
    runs: RUNS,
    knobs: counted,
  },
  {
    what: 'future-wakeup',
    program: 'future',
    unit: 'ns',
    operations: MILLION,
    runs: RUNS,
    knobs: counted,
  },
  {
    what: 'timer-set-cancel',
    program: 'timer',
    unit: 'ns',
    operations: MILLION,
    runs: RUNS,
    knobs: counted,
  },
  {
    what: 'many-tasks',
    program: 'many',
    unit: 'ns',
    operations: MILLION,
    runs: 1,
    knobs: (tasks) => ({ tasks }),
  },
  {
    what: 'bytes-per-task',
    program: 'asleep',
    unit: 'B',
    operations: MILLION,
    runs: 1,
    knobs: (tasks) => ({ tasks }),
  },
  {
    what: 'trace-on',
    program: 'sleep',
    unit: 'ns',
    operations: MILLION,
    runs: RUNS,
    knobs: stepped(100),
    trace: true,
  },
  {
    what: 'trace-off',
    program: 'sleep',
    unit: 'ratio',
    operations: 8 * MILLION, // a page's clock has steps of 0.1 ms
    runs: 2 * RUNS,
    knobs: stepped(100),
    besideUntraced: true,
  },
];

/**
 * @param {Measurement} measurement
 * @returns {Measurement} one of its runs
 */
export const oneRun = (measurement) => ({
  ...measurement,
  operations: Math.round(measurement.operations / measurement.runs),
  runs: 1,
});

/**
 * @param {Measurement} measurement
 * @param {(run: Measurement) => number | Promise<number>} measure
 * @returns {Promise<number>}
 */
export async function leastOfRuns(measurement, measure) {
  let least = Infinity;
  for (let i = 0; i < measurement.runs; i++) {
    least = Math.min(least, await measure(oneRun(measurement)));
  }
  return least;
}

/**
 * @param {Measurement} measurement
 * @param {(run: Measurement) => number | Promise<number>} measure
 * @param {(run: Measurement) => number | Promise<number>} measureOther
 * @returns {Promise<number>} the least of the first by the least of the others, in turn
 */
export async function ratioOfRuns(measurement, measure, measureOther) {
  const run = oneRun(measurement);
  let [least, leastOther] = [Infinity, Infinity];
  for (let i = 0; i < measurement.runs; i++) {
    least = Math.min(least, await measure(run));
    leastOther = Math.min(leastOther, await measureOther(run));
  }
  return least / leastOther;
}

/** What is no program of its own: its unit. */
export const OTHERS = new Map([
  ['decode', 'ns'],
  ['longest-stretch', 'ms'],
  ['new-session', 'ms'],
  ['page-load', 'ms'],
]);

/** @param {string} what */
export function findMeasurement(what) {
  const found = MEASUREMENTS.find((measurement) => measurement.what === what);
  if (!found) throw new RangeError(`there is no measurement ${what}`);
  return found;
}
