/** Where things are measured: this runtime in several places, and its peers. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../web/build/browser.js';
import { startServer } from '../../web/server/static-server.js';
import { visit } from './view/first-step.js';
import { MEASUREMENTS, OTHERS, leastOfRuns, oneRun, ratioOfRuns } from './measurements.js';

/**
 * @typedef {import('./measurements.js').Measurement} Measurement
 *
 * @typedef {object} Host
 * @property {string} who
 * @property {() => Promise<string | null>} problem   why it cannot be measured here
 * @property {(what: string) => boolean} knows
 * @property {(whats: string[]) => Promise<number[]>} measure   one after the other
 * @property {boolean} [startsSlowly]
 */

const NATIVE = 'build/native/bench';
const NATIVE_UNTRACED = 'build/native-untraced/bench';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const run = promisify(execFile);

const always = async () => null;

/** @param {string[]} whats */
const except =
  (...whats) =>
  /** @param {string} what */
  (what) =>
    !whats.includes(what);

const ONLY_OURS = ['trace-on', 'trace-off', ...OTHERS.keys()];

/**
 * The share of a fast host's operations that a slow one is given.
 * @type {Record<string, number>}
 */
const SHARES = { cpython: 1 / 20, pyodide: 1 / 200, micropython: 1 / 200 };

/**
 * @param {Measurement} measurement
 * @param {string} who
 * @returns {Measurement}
 */
export function fewer(measurement, who) {
  const { program, operations } = measurement;
  const share = SHARES[who] ?? 1;
  // Of tasks that are there at the same time, fewer are another measurement.
  const fewest = who === 'cpython' && program === 'many' ? operations : 0;
  return { ...measurement, operations: Math.max(fewest, Math.round(operations * share)) };
}

/** @param {string | null} text */
function numberFrom(text) {
  const number = text ? Number(text) : NaN;
  if (Number.isNaN(number)) throw new Error(`"${text}" is no number`);
  return number;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function printed(command, args) {
  const { stdout } = await run(command, args, { cwd: ROOT });
  return stdout.trim().split('\n').map(numberFrom);
}

/** @param {string} who */
const inChild =
  (who) =>
  /** @param {string[]} whats */
  (whats) =>
    printed(process.execPath, ['tests/bench/child.js', who, ...whats]);

/** @param {string} name */
const hasPackage = async (name) => {
  try {
    import.meta.resolve(name);
    return null;
  } catch {
    return `${name} is not installed`;
  }
};

/** @param {Record<string, number>} knobs */
const settings = (knobs) => Object.entries(knobs).map(([name, value]) => `${name}=${value}`);

/** @param {(measurement: Measurement) => Promise<number>} measure */
const oneByOne = (measure) => async (/** @type {string[]} */ whats) => {
  const values = [];
  for (const what of whats) {
    const measurement = MEASUREMENTS.find((candidate) => candidate.what === what);
    if (measurement) values.push(await measure(measurement));
  }
  return values;
};

/** @param {string} binary */
const natively =
  (binary) =>
  /** @param {Measurement} measurement */
  async ({ program, knobs, operations }) => {
    const sets = settings(knobs(operations)).flatMap((setting) => ['--set', setting]);
    const [value] = await printed(binary, [program, '--clock', 'real', ...sets]);
    return value;
  };

/** @type {Host} */
const native = {
  who: 'native',
  problem: always,
  knows: except('trace-on', ...OTHERS.keys()),
  measure: oneByOne((measurement) =>
    measurement.besideUntraced
      ? ratioOfRuns(measurement, natively(NATIVE), natively(NATIVE_UNTRACED))
      : leastOfRuns(measurement, natively(NATIVE)),
  ),
};

/** @type {Host} */
const cpython = {
  who: 'cpython',
  problem: () =>
    run('python3', ['--version']).then(
      () => null,
      () => 'there is no python3',
    ),
  knows: except(...ONLY_OURS),
  measure: oneByOne(async (measurement) => {
    const { program, knobs, operations } = oneRun(fewer(measurement, 'cpython'));
    const runs = `runs=${measurement.runs}`;
    const args = ['tests/bench/programs.py', program, runs, ...settings(knobs(operations))];
    const [value] = await printed('python3', args);
    return value;
  }),
};

/**
 * Each page has a cache of its own, so that every visit is a first one.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 */
async function timeLoad(browser, url) {
  let time = 0;
  // A learner's browser has shown a page before, this one may have just been started.
  for (let visits = 1; visits <= 2; visits++) {
    const tab = await browser.newPage();
    time = (await visit(tab, url)).shown;
    await tab.close();
  }
  return time;
}

/** @type {Host} */
const page = {
  who: 'wasm-chromium',
  problem: async () => (findBrowser(chromium.executablePath()) ? null : 'there is no Chromium'),
  knows: except('decode', 'new-session', 'bytes-per-task'),
  startsSlowly: true,
  measure: async (whats) => {
    const server = await startServer(ROOT, { port: 0 });
    const executablePath = findBrowser(chromium.executablePath());
    const browser = await chromium.launch({ executablePath });
    try {
      const values = [];
      for (const what of whats) {
        if (what === 'page-load') {
          values.push(await timeLoad(browser, `${server.url}dist/site/08-shield.html`));
          continue;
        }
        const tab = await browser.newPage();
        await tab.goto(`${server.url}tests/bench/page.html?${encodeURIComponent(what)}`);
        const output = tab.locator('output:not(:empty)');
        values.push(numberFrom(await output.textContent({ timeout: 120_000 })));
        await tab.close();
      }
      return values;
    } finally {
      await browser.close();
      await server.close();
    }
  },
};

/** @type {readonly Host[]} the first one is what the others are compared with */
export const HOSTS = [
  { who: 'wasm-node', problem: always, knows: except('page-load'), measure: inChild('wasm-node') },
  page,
  native,
  cpython,
  {
    who: 'pyodide',
    problem: () => hasPackage('pyodide'),
    knows: except(...ONLY_OURS, 'bytes-per-task'),
    measure: inChild('pyodide'),
    startsSlowly: true,
  },
  {
    who: 'node-promise',
    problem: always,
    knows: except(...ONLY_OURS),
    measure: inChild('node-promise'),
  },
  {
    who: 'micropython',
    problem: () => hasPackage('@micropython/micropython-webassembly-pyscript'),
    knows: (what) => /^(sleep0|create-await)/.test(what) && what !== 'sleep0/100000',
    measure: inChild('micropython'),
    startsSlowly: true,
  },
];
