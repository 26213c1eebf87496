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

test('a Chrome trace has a row a task, and closes what it opens', () => {
  const { traceEvents } = JSON.parse(toChromeTrace(history, { title: 'Cancel' }));
  const named = traceEvents.filter((/** @type {any} */ { name }) => name === 'thread_name');
  const rows = named.map((/** @type {any} */ { args }) => args.name);
  assert.equal(rows[0], 'loop');
  assert.ok(rows.includes('Task-1') && rows.length > 2);
  const tids = new Set(named.map((/** @type {any} */ { tid }) => tid));
  assert.equal(tids.size, rows.length);
  // The main thread has the id of its process; 0 is the idle one.
  assert.equal(named[0].tid, named[0].pid);
  assert.ok(!tids.has(0));
  /** What is open on each row, which nests. @type {Map<number, string[]>} */
  const open = new Map();
  let last = 0;
  for (const { ph, pid, tid, ts, name, s, args } of traceEvents) {
    assert.equal(pid, named[0].pid);
    assert.ok(tids.has(tid));
    assert.ok(['B', 'E', 'i', 'M'].includes(ph));
    if (ph === 'M') {
      assert.equal(typeof args.name, 'string');
      continue;
    }
    assert.ok(Number.isInteger(ts) && ts >= last);
    last = ts;
    const stack = open.get(tid) ?? [];
    open.set(tid, stack);
    if (ph === 'E') assert.ok(stack.pop());
    else assert.ok(typeof name === 'string' && name);
    if (ph === 'B') stack.push(name);
    if (ph === 'i') assert.equal(s, 't');
  }
  assert.ok([...open.values()].every(({ length }) => length === 0));
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
