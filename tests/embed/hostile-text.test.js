/** Exports and the command line with texts that would like to be something else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible } from '../../web/cli/visible.js';
import { drawTimeline } from '../../web/cli/timeline.js';
import { toChromeTrace } from '../../web/export/chrome-trace.js';
import { momentToSvg, runToSvgs } from '../../web/export/moment-svg.js';
import { openRun, saveRun } from '../../web/export/saved-run.js';
import { History } from '../../web/session/history.js';
import { EVENTS } from '../../build/trace-events.js';
import { TraceWriter } from '../web/support/trace-writer.js';

const HOSTILE = '<script>1</script>&amp;"\'\0\x1b[31m\x9b2J\u202eover\u2066\r\ufffe]]>';
const LONG = 'x'.repeat(1_000_000);

/** A task of that name prints it, and fails with it. */
function hostileRun() {
  const trace = new TraceWriter();
  trace.emit('PROGRAM_BEGINS', { name: HOSTILE });
  trace.emit('COROUTINE_CREATED', { coroutine: 1, name: HOSTILE });
  trace.emit('TASK_CREATED', { task: 2, coroutine: 1, name: HOSTILE });
  trace.emit('STEP_BEGINS', { task: 2 });
  for (const text of [HOSTILE, LONG]) trace.emit('OUTPUT', { fd: 1, text: `${text}\n` });
  trace.emit('FUTURE_DONE', { future: 2, state: 'exception', value: HOSTILE });
  trace.emit('STEP_ENDS', { task: 2 });
  const history = new History(EVENTS);
  history.append({ records: trace.records(), strings: trace.strings() });
  return history;
}

const history = hostileRun();

// eslint-disable-next-line no-control-regex -- these are what it is about
const COMMANDS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

test('an SVG has nothing but text in its texts, none of it endless', () => {
  const pictures = [momentToSvg(history, history.length, { title: HOSTILE })];
  pictures.push(...runToSvgs(history, { title: HOSTILE }).map(({ svg }) => svg));
  for (const svg of pictures) {
    assert.match(svg, /&lt;script&gt;/);
    assert.doesNotMatch(svg, /<script|onerror/);
    // eslint-disable-next-line no-control-regex -- no XML can have them
    assert.doesNotMatch(svg, /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
    assert.ok(svg.length < 20_000);
  }
});

test('a Chrome trace is JSON that gives the text back', () => {
  const text = toChromeTrace(history, { title: HOSTILE });
  assert.ok(JSON.stringify(JSON.parse(text)).includes(JSON.stringify(HOSTILE).slice(1, -1)));
});

test('a saved run gives the text back', () => {
  const opened = openRun(saveRun(history, { lesson: HOSTILE }));
  assert.equal(opened.lesson, HOSTILE);
  assert.deepEqual([...opened.history], [...history]);
});

test('a terminal is given no commands', () => {
  assert.match(HOSTILE, COMMANDS);
  assert.doesNotMatch(visible(HOSTILE), COMMANDS);
  assert.equal(visible('a\tb\n\u2026 \x1b[0m\u202e'), 'a\tb\n\u2026 \\x1b[0m\\u202e');
  const timeline = visible(drawTimeline(history, { unicode: true }));
  assert.doesNotMatch(timeline, COMMANDS);
});
