/**
 * `node tests/bench/view/main.js [--json] [--rounds N]`: how fast the page is in Chromium, on this
 * machine and four times slower, as a cheap phone may be. What a busy machine adds is told apart: the
 * processor time of the page's thread, and of that what collecting garbage took.
 */
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../../web/build/browser.js';
import { startServer } from '../../../web/server/static-server.js';
import { makeRow } from '../statistics.js';
import { visit } from './first-step.js';
import { timeActions } from './in-page.js';
import { trace } from './traced.js';

/**
 * @typedef {{ what: string, target: number }} Measurement
 * @typedef {import('@playwright/test').Browser} Browser
 */

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
  },
});

/** A frame of a 60 Hz display, ms. */
const FRAME = 16;
/** @type {(Measurement & { page: string, action: Parameters<typeof timeActions>[0]['action'], count: number })[]} */
const ACTIONS = [
  { what: 'step, 20,000 events', page: '01-long', action: 'step', count: 40, target: FRAME },
  { what: 'seek, 20,000 events', page: '01-long', action: 'seek', count: 40, target: FRAME },
  {
    what: 'step, 1,000 tasks',
    page: '02-thousand-tasks',
    action: 'step',
    count: 40,
    target: FRAME,
  },
  {
    what: 'seek, 1,000 tasks',
    page: '02-thousand-tasks',
    action: 'seek',
    count: 40,
    target: FRAME,
  },
  {
    what: 'scroll, 1,000 tasks',
    page: '02-thousand-tasks',
    action: 'scroll',
    count: 40,
    target: FRAME,
  },
  { what: 'knob, 20,000 events', page: '01-long', action: 'knob', count: 6, target: 100 },
  { what: 'knob, lesson 8', page: '08-shield', action: 'knob', count: 10, target: 100 },
];
const FIRST_STEP = { what: 'load to first step', page: '08-shield', target: 200 };
const FIRST_STEP_SHOWN = { what: 'load to first step, painted', target: 200 };
const FIRST_VISIT = { what: 'first visit, brotli', target: 100 };
const HOSTS = [
  { who: 'chromium', slower: 1 },
  { who: 'chromium-4x-slower', slower: 4 },
];

/**
 * @param {Browser} browser
 * @param {number} slower
 */
async function newVisit(browser, slower) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  return { page, devTools };
}

/** kB after brotli of all that a first visit to a lesson loads. @param {Browser} browser @param {string} url */
async function weigh(browser, url) {
  const { page } = await newVisit(browser, 1);
  /** @type {Promise<Buffer>[]} */
  const bodies = [];
  page.on('response', (response) => bodies.push(response.body()));
  await page.goto(url, { waitUntil: 'networkidle' });
  const sizes = (await Promise.all(bodies)).map((body) => brotliCompressSync(body).length);
  await page.context().close();
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/**
 * What is measured of an action: on the clock, in processor time, and of that for garbage.
 * @type {Record<string, (taken: import('./traced.js').Taken) => number>}
 */
const PARTS = {
  script: ({ script }) => script.clock,
  layout: ({ layout }) => layout.clock,
  'script, processor': ({ script }) => script.cpu,
  'layout, processor': ({ layout }) => layout.cpu,
  'garbage, processor': ({ garbage }) => garbage,
};

/** @type {Map<string, { what: string, part: string, who: string, unit: string, target: number, values: number[] }>} */
const measured = new Map();

/**
 * @param {Measurement} measurement
 * @param {string} who
 * @param {string} unit
 * @param {number[]} values
 * @param {string} [part]
 */
function note({ what, target }, who, unit, values, part = '') {
  const key = `${what} ${part} ${who}`;
  const before = measured.get(key)?.values ?? [];
  measured.set(key, { what, part, who, unit, target, values: [...before, ...values] });
}

const executablePath = findBrowser(chromium.executablePath());
const browser = await chromium.launch({ executablePath });
const server = await startServer('build/bench-site', { port: 0 });
try {
  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const { who, slower } of HOSTS) {
      process.stderr.write(`round ${round} of ${options.rounds}: ${who}\n`);
      for (const { page: folder, action, count, ...measurement } of ACTIONS) {
        const { page, devTools } = await newVisit(browser, slower);
        await page.goto(`${server.url}${folder}.html`);
        await page.locator('#lesson[data-live]').waitFor();
        const act = () => page.evaluate(timeActions, { action, count });
        const taken = await trace(devTools, act);
        for (const [part, of] of Object.entries(PARTS)) {
          note(measurement, who, 'ms', taken.map(of), part);
        }
        await page.context().close();
      }
      const { page } = await newVisit(browser, slower);
      const { laidOut, shown } = await visit(page, `${server.url}${FIRST_STEP.page}.html`);
      note(FIRST_STEP, who, 'ms', [laidOut]);
      note(FIRST_STEP_SHOWN, who, 'ms', [shown]);
      await page.context().close();
    }
  }
  note(FIRST_VISIT, 'chromium', 'kB', [await weigh(browser, `${server.url}08-shield.html`)]);
} finally {
  await browser.close();
  await server.close();
}

const rows = [...measured.values()].map(({ what, part, who, unit, target, values }) => ({
  ...makeRow(what, who, unit, values),
  part,
  p95: values.sort((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))],
  target,
}));
if (options.json) console.log(JSON.stringify(rows, null, 2));
else {
  const columns = /** @type {const} */ (['median', 'p95', 'max', 'target']);
  const line = (/** @type {string} */ name, /** @type {string[]} */ cells) =>
    console.log(name.padEnd(40) + cells.map((cell) => cell.padStart(9)).join(''));
  line('', ['median', '95 %', 'worst', 'target']);
  for (const { who } of HOSTS) {
    console.log(`\n${who}`);
    for (const row of rows.filter((each) => each.who === who)) {
      const isFirst = row.part === '' || row.part === 'script';
      if (isFirst) console.log(`  ${row.what}`);
      line(
        `    ${row.part || 'all'} (${row.unit})`,
        columns.map((column) => row[column].toFixed(1)),
      );
    }
  }
}
