/**
 * How long actions took, by the browser's own trace: on the clock, which on a busy machine counts
 * what others did meanwhile, and in processor time of the page's thread, which does not.
 *
 * @typedef {import('@playwright/test').CDPSession} DevTools
 *
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} cat
 * @property {string} ph
 * @property {number} tid
 * @property {number} ts       microseconds, on the clock
 * @property {number} tts      microseconds of processor time of the thread
 * @property {number} [dur]
 * @property {number} [tdur]
 *
 * @typedef {{ clock: number, cpu: number }} Duration ms
 *
 * @typedef {object} Taken by one action
 * @property {Duration} script   until its script has run
 * @property {Duration} layout   until the browser knows the new layout, too
 * @property {number} garbage    ms of processor time, of that, in which garbage was collected
 */

/** What stops the script; what is collected beside it takes nothing from it. */
const GARBAGE = new Set(['MinorGC', 'MajorGC', 'V8.GCIncrementalMarking']);

/**
 * @param {DevTools} devTools of the page
 * @param {() => Promise<unknown>} act   `timeActions` in the page
 * @returns {Promise<Taken[]>}
 */
export async function trace(devTools, act) {
  /** @type {TraceEvent[]} */
  const events = [];
  devTools.on('Tracing.dataCollected', ({ value }) => events.push(.../** @type {any} */ (value)));
  const includedCategories = ['blink.user_timing', 'devtools.timeline', 'v8'];
  await devTools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories },
  });
  await act();
  const complete = new Promise((resolve) => devTools.once('Tracing.tracingComplete', resolve));
  await devTools.send('Tracing.end');
  await complete;
  return read(events);
}

/** @param {TraceEvent[]} events */
function read(events) {
  const marks = events
    .filter(({ cat, name }) => cat === 'blink.user_timing' && name.startsWith('action '))
    .sort((a, b) => a.ts - b.ts);
  const garbage = events.filter(({ name, ph }) => ph === 'X' && GARBAGE.has(name));
  /** @type {Taken[]} */
  const taken = [];
  for (let index = 0; index + 2 < marks.length; index += 3) {
    const [begin, script, layout] = marks.slice(index, index + 3);
    const within = garbage.filter(
      ({ tid, ts }) => tid === begin.tid && ts >= begin.ts && ts < layout.ts,
    );
    taken.push({
      script: between(begin, script),
      layout: between(begin, layout),
      garbage: within.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    });
  }
  return taken;
}

/** @param {TraceEvent} a @param {TraceEvent} b @returns {Duration} */
function between(a, b) {
  return { clock: (b.ts - a.ts) / 1000, cpu: (b.tts - a.tts) / 1000 };
}
