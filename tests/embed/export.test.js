import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toChromeTrace } from '../../web/export/chrome-trace.js';
import { momentToSvg, runToSvgs } from '../../web/export/moment-svg.js';
import { openRun, saveRun } from '../../web/export/saved-run.js';
import { lessonsOn, runToEnd } from '../web/support/lessons.js';

const { history } = runToEnd(await lessonsOn(), '06-cancel');

/** Every element is closed, in order. @param {string} svg */
function assertWellFormed(svg) {
  /** @type {(string | undefined)[]} */
  const open = [];
  for (const [, close, name, empty] of svg.matchAll(/<(\/?)([\w-]+)[^>]*?(\/?)>/g)) {
    if (close) assert.equal(open.pop(), name);
    else if (!empty) open.push(name);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(svg.replace(/&(amp|lt|gt|quot);/g, ''), /&/);
}

test('a moment as SVG says what happened, what runs and what was printed', () => {
  const svg = momentToSvg(history, history.length, { title: 'a < b & "c"' });
  assertWellFormed(svg);
  assert.match(svg, /a &lt; b &amp; &quot;c&quot;/);
  assert.match(svg, /done: result/);
  const [output] = [...history].filter(({ kind }) => kind === 'OUTPUT').slice(-1);
  assert.ok(output && 'text' in output && svg.includes(String(output.text).trim().slice(0, 10)));
});

test('a run as numbered SVGs: one each time the loop has called something', () => {
  const pictures = runToSvgs(history);
  const calls = [...history].filter(({ kind }) => kind === 'HANDLE_ENDS').length;
  assert.equal(pictures.length, calls + 1);
  assert.deepEqual(
    pictures.map(({ name }) => name),
    pictures.map(({ name }) => name).toSorted(),
  );
  for (const { svg } of pictures) assertWellFormed(svg);
});

/** @typedef {{ ph: string, pid: number, tid: number, ts: number, dur: number, cat: string, name: string, s: string, args: any }} Entry */

/** @param {import('../../web/export/chrome-trace.js').WholeRun} events @returns {Entry[]} */
function traceOf(events) {
  return JSON.parse(toChromeTrace(events, { title: 'Cancel' })).traceEvents;
}

test('a Chrome trace has a row a task, whose stretches nest', () => {
  const entries = traceOf(history);
  const named = entries.filter(({ name }) => name === 'thread_name');
  assert.deepEqual(
    named.slice(0, 3).map(({ args }) => args.name),
    [...['loop', 'main (Task-1)', 'delay (Task-2)']],
  );
  const rows = new Set(named.map(({ tid }) => tid));
  assert.equal(rows.size, named.length);
  // The main thread has the id of its process; 0 is the idle one.
  assert.equal(named[0]?.tid, named[0]?.pid);
  assert.ok(!rows.has(0));
  for (const { ph, pid, tid, ts, cat, name, dur, s, args } of entries) {
    assert.equal(pid, named[0]?.pid);
    assert.ok(rows.has(tid));
    assert.ok(Number.isInteger(ts) && ts >= 0);
    assert.ok(cat && name && args);
    if (ph === 'X') assert.ok(Number.isInteger(dur) && dur > 0);
    else if (ph === 'i') assert.equal(s, 't');
    else assert.ok(ph === 'M' || ph === 'C');
  }
  for (const row of rows) {
    const ends = [Infinity];
    const stretches = entries.filter(({ ph, tid }) => ph === 'X' && tid === row);
    for (const { ts, dur } of stretches.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      while (ts >= Number(ends.at(-1))) ends.pop();
      assert.ok(ts + dur <= Number(ends.at(-1)));
      ends.push(ts + dur);
    }
  }
});

test('a Chrome trace shows each task in its states, what the loop calls, and its time', () => {
  const entries = traceOf(history);
  const rowOf = new Map(
    entries.filter(({ name }) => name === 'thread_name').map(({ args, tid }) => [args.name, tid]),
  );
  const on = (/** @type {string} */ row, /** @type {string} */ kind) =>
    entries.filter(({ ph, tid }) => ph === kind && tid === rowOf.get(row));
  assert.deepEqual(
    on('delay (Task-2)', 'X').map(({ name }) => name),
    ['ready', 'running', 'waiting on sleep(10)', 'ready', 'running'],
  );
  assert.equal(on('loop', 'X')[0]?.name, 'step of main');
  const calls = [...history].filter(({ kind }) => kind === 'HANDLE_RUNS');
  assert.equal(on('loop', 'X').length, calls.length);
  assert.deepEqual(
    on('loop', 'C').map(({ args }) => args.seconds),
    [0, 1, 2, 3, 4, 5, 6],
  );
  assert.ok(on('main (Task-1)', 'i').some(({ name }) => /^line \d+$/.test(name)));
  // What is cut off in the middle ends with the trace.
  const cut = history.length / 2;
  const last = traceOf([...history].slice(0, cut)).filter(({ ph }) => ph === 'X');
  assert.equal(Math.max(...last.map(({ ts, dur }) => ts + dur)), Math.floor(cut) * 1000);
});

test('a saved run opens as the same run', () => {
  const text = saveRun(history, { lesson: '06-cancel', knobs: { patience: 6 } });
  const run = openRun(text);
  assert.deepEqual([run.lesson, run.knobs], ['06-cancel', { patience: 6 }]);
  assert.deepEqual([...run.history], [...history]);
  assert.deepEqual(run.history.records(), history.records());
});

test('what is no saved run is told apart', () => {
  const saved = JSON.parse(saveRun(history, { lesson: '06-cancel' }));
  const wrong = /** @type {[string, RegExp][]} */ ([
    ['not json', /not JSON/],
    ['{}', /no saved run/],
    ['null', /no saved run/],
    [JSON.stringify({ ...saved, version: 1 }), /another version/], // records of 40 bytes
    [JSON.stringify({ ...saved, version: 99 }), /another version/],
    [JSON.stringify({ ...saved, kinds: 'OTHER' }), /another version/],
    [JSON.stringify({ ...saved, records: '*' }), /damaged/],
    [JSON.stringify({ ...saved, records: btoa('\xff'.repeat(40)) }), /damaged/],
  ]);
  for (const [text, message] of wrong) {
    assert.throws(() => openRun(text), { name: 'SavedRunError', message });
  }
});
