/** Two runs side by side: where they part, on one axis, in words. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtime } from '../lessons/support/run-in-node.js';
import { layOut } from '../../web/views/axis.js';
import { firstDifference } from '../../web/views/compare-difference.js';
import {
  compare,
  differingKnobs,
  pinnedPosition,
  sentenceOf,
} from '../../web/views/compare-runs.js';
import { Run } from '../../web/views/run.js';

/** @typedef {import('../../web/views/lesson-view.js').Lesson} Lesson */
/** @typedef {import('../../web/trace/event.js').TraceEvent} TraceEvent */

const lessons = /** @type {readonly Lesson[]} */ (/** @type {unknown} */ (runtime.lessons));
const pairs = lessons.flatMap((lesson) => lesson.pairs.map((pair) => ({ lesson, pair })));

/**
 * @param {string} folder
 * @param {Record<string, number | boolean>} [knobs]
 */
function runOf(folder, knobs = {}) {
  const session = runtime.start(folder, { knobs });
  while (session.canAdvance) session.advance(1000);
  return new Run(session.history, () => false);
}

/** @param {string} folder @param {Record<string, number | boolean>} pinned @param {Record<string, number | boolean>} shown */
function compared(folder, pinned, shown) {
  const run = runOf(folder, shown);
  const comparison = compare(run, { run: runOf(folder, pinned), values: pinned });
  return { run, comparison, sentence: sentenceOf(run, comparison, (line) => line) };
}

/**
 * @param {string} kind
 * @param {object} [fields]
 * @returns {TraceEvent}
 */
function event(kind, fields = {}) {
  return /** @type {any} */ ({ kind, time: 0, line: null, cause: null, ...fields });
}

describe('the first difference', () => {
  const future = (/** @type {number} */ id, label = 'sleep(1)') =>
    event('FUTURE_CREATED', { future: id, label });

  it('is nowhere in two runs of the same program', () => {
    for (const { folder } of lessons) {
      const [one, other] = [runOf(folder), runOf(folder)];
      assert.equal(firstDifference(one.events, other.events), null, folder);
    }
  });

  it('does not lie in ids that stand for one another', () => {
    const one = [future(3), future(4), event('FUTURE_DONE', { future: 3, state: 'result' })];
    const other = [future(7), future(5), event('FUTURE_DONE', { future: 7, state: 'result' })];
    assert.equal(firstDifference(one, other), null);
  });

  it('lies where an id stands for another than before', () => {
    const one = [future(3), future(4), event('FUTURE_DONE', { future: 3, state: 'result' })];
    const other = [future(7), future(5), event('FUTURE_DONE', { future: 5, state: 'result' })];
    assert.equal(firstDifference(one, other), 3);
  });

  it('lies where two ids of one run are one of the other', () => {
    assert.equal(firstDifference([future(3), future(4)], [future(7), future(7)]), 2);
    assert.equal(firstDifference([future(7), future(7)], [future(3), future(4)]), 2);
  });

  it('lies where one names an object and the other none', () => {
    const waits = (/** @type {number | null} */ id) => event('TASK_WAITS', { task: 1, future: id });
    assert.equal(firstDifference([waits(2)], [waits(null)]), 1);
  });

  for (const [what, one, other] of /** @type {[string, TraceEvent, TraceEvent][]} */ ([
    ['kind', event('LOOP_CREATED', { loop: 1 }), event('LOOP_CLOSED', { loop: 1 })],
    ['loop time', event('STEP_ENDS', { task: 1 }), event('STEP_ENDS', { task: 1, time: 1 })],
    ['line', event('LINE', { coroutine: 1, line: 3 }), event('LINE', { coroutine: 1, line: 4 })],
    ['cause', event('STEP_ENDS', { task: 1, cause: 2 }), event('STEP_ENDS', { task: 1, cause: 3 })],
    ['name', future(1, 'sleep(1)'), future(1, 'sleep(2)')],
    ['output', event('OUTPUT', { fd: 1, text: 'a' }), event('OUTPUT', { fd: 1, text: 'b' })],
    ['stream', event('OUTPUT', { fd: 1, text: 'a' }), event('OUTPUT', { fd: 2, text: 'a' })],
    [
      'outcome',
      event('FUTURE_DONE', { future: 1, state: 'result', value: null }),
      event('FUTURE_DONE', { future: 1, state: 'cancelled', value: null }),
    ],
    [
      'deadline',
      event('TIMEOUT_ENTERED', { task: 1, handle: 2, deadline: 1 }),
      event('TIMEOUT_ENTERED', { task: 1, handle: 2, deadline: 3 }),
    ],
  ])) {
    it(`lies where the ${what} differs`, () => {
      assert.equal(firstDifference([one], [other]), 1);
      assert.equal(firstDifference([one], [one]), null);
    });
  }

  it('lies behind the end of a run that is the beginning of the other', () => {
    assert.equal(firstDifference([future(1)], [future(1), future(2)]), 2);
    assert.equal(firstDifference([future(1), future(2)], [future(1)]), 2);
    assert.equal(firstDifference([], []), null);
  });
});

describe('an axis for two runs', () => {
  for (const { lesson, pair } of pairs) {
    const runs = [runOf(lesson.folder, pair.pinned), runOf(lesson.folder, pair.shown)];
    const [one, other] = layOut(...runs.map(({ events }) => events));
    const both = /** @type {const} */ ([
      [runs[0]?.events, one],
      [runs[1]?.events, other],
    ]);

    it(`has each run from left to right, and finds each position: ${lesson.folder}`, () => {
      for (const [events, axis] of both) {
        assert.ok(events && axis);
        for (let position = 1; position <= events.length; position++) {
          const place = axis.placeOf(position);
          assert.ok(place > axis.placeOf(position - 1));
          assert.equal(axis.positionAt(place), position);
        }
        assert.ok(axis.end <= axis.width);
      }
      assert.equal(Math.max(one?.end ?? 0, other?.end ?? 0), one?.width);
    });

    it(`has each event within the instant of its loop time: ${lesson.folder}`, () => {
      for (const [events, axis] of both) {
        assert.ok(events && axis);
        for (let position = 1; position <= events.length; position++) {
          const time = events.at(position - 1)?.time ?? 0;
          const instant = axis.instants.find((each) => Math.abs(each.time - time) < 1e-9);
          assert.ok(instant);
          assert.ok(axis.placeOf(position) >= instant.from, `position ${position}`);
          assert.ok(axis.placeOf(position) <= instant.to, `position ${position}`);
        }
      }
    });

    it(`has what is the same in the same place: ${lesson.folder}`, () => {
      assert.ok(runs[0] && runs[1] && one && other);
      const difference = firstDifference(runs[0].events, runs[1].events) ?? 0;
      assert.ok(difference > 1);
      const instant = one.instants.find(({ to }) => to >= one.placeOf(difference - 1));
      // The callback in which they part may be divided otherwise.
      const column = one.columns.find(({ to }) => to >= one.placeOf(difference - 1));
      const until = Math.min(column?.from ?? Infinity, instant?.to ?? Infinity);
      for (let position = 0; one.placeOf(position) <= until; position++) {
        assert.equal(one.placeOf(position), other.placeOf(position), `position ${position}`);
      }
    });
  }

  it('takes times that differ in their last digits for one instant', () => {
    const at = (/** @type {number} */ time) => event('LOOP_TURN', { time });
    const [axis] = layOut([at(0), at(0.3)], [at(0), at(0.1 + 0.2)]);
    assert.deepEqual(
      axis?.instants.map(({ time }) => time),
      [0, 0.3],
    );
  });

  it('blocks where all who go on are blocked', () => {
    const at = (/** @type {string} */ kind, /** @type {number} */ time) => event(kind, { time });
    const blocked = [at('HANDLE_RUNS', 0), at('LINE', 1), at('HANDLE_ENDS', 1)];
    const asleep = [at('LOOP_WAITS', 0), at('LOOP_TURN', 1), at('LOOP_TURN', 2)];
    assert.deepEqual(
      layOut(blocked)[0]?.gaps.map((gap) => gap.blocked),
      [true],
    );
    assert.deepEqual(
      layOut(blocked, asleep)[0]?.gaps.map((gap) => gap.blocked),
      [false, false],
    );
  });
});

describe('the pinned run at a moment of the other', () => {
  const { run, comparison } = compared('05-many-tasks', { await_at_once: true }, {});

  it('is at the same loop time', () => {
    for (let position = 1; position < run.events.length; position++) {
      const there = pinnedPosition(comparison, position, false);
      const time = comparison.pinned.run.events.at(there - 1)?.time ?? 0;
      assert.equal(time, run.events.at(position - 1)?.time, `position ${position}`);
    }
  });

  it('begins and ends with it', () => {
    assert.equal(pinnedPosition(comparison, 0, false), 0);
    const { events } = comparison.pinned.run;
    assert.equal(pinnedPosition(comparison, run.events.length, true), events.length);
  });
});

describe('the sentence', () => {
  it('says both totals, how they compare, and where the runs part', () => {
    const { sentence } = compared('05-many-tasks', { tasks: 2, await_at_once: true }, { tasks: 2 });
    assert.match(
      sentence,
      /^The pinned run took 6 s, this one 3 s \(2 : 1\)\. They differ first at event \d+: `main\(\)` goes on to line \d+; in the pinned run `main\(\)` goes on to line \d+\.$/,
    );
  });

  it('quotes what is printed', () => {
    const { sentence } = compared('04-create-task', { work_seconds: 2 }, {});
    assert.match(
      sentence,
      /`delay` prints `sleeping for 3 second\(s\)`; in the pinned run `delay`/,
    );
  });

  it('says that both took as long', () => {
    const { sentence } = compared('07-wait-for', { timeout: 3 }, { timeout: 4 });
    assert.match(sentence, /^Both runs took 2 s\. They differ first at event \d+: /);
  });

  it('says that nothing differs', () => {
    const { sentence } = compared('06-cancel', {}, {});
    assert.match(sentence, /No event differs/);
  });

  it('names the knobs that differ', () => {
    const lesson = /** @type {Lesson} */ (lessons.find(({ folder }) => folder === '08-shield'));
    const [values, others] = [
      { work_seconds: 10, timeout: 5, shielded: true },
      { work_seconds: 10, timeout: 4, shielded: false },
    ];
    assert.equal(differingKnobs(lesson, values, others), 'timeout 5, shielded on');
    assert.equal(differingKnobs(lesson, values, values), '');
  });
});

it('every ready-made pair differs', () => {
  assert.deepEqual(
    pairs.map(({ lesson }) => lesson.folder),
    ['04-create-task', '05-many-tasks', '07-wait-for', '08-shield'],
  );
  for (const { lesson, pair } of pairs) {
    const { comparison } = compared(lesson.folder, pair.pinned, pair.shown);
    assert.notEqual(comparison.difference, null, lesson.folder);
  }
});
