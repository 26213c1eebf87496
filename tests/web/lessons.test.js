import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Replay } from '../../web/model/replay.js';
import { INITIAL_STATE } from '../../web/model/state.js';
import { step } from '../../web/model/step.js';
import { why } from '../../web/model/why.js';
import { plainState } from './support/plain-state.js';
import { lessons, lessonsOn, runToEnd } from './support/lessons.js';
import { seededRandom } from './support/random.js';

/** What the fold makes of real runs has to agree with what the runtime says of itself. */

const runtime = await lessonsOn();

/**
 * @param {import('../../web/session/knobs.js').Knob} knob
 * @param {(limit: number) => number} random
 */
function anyValue(knob, random) {
  const { type, min = 0, max = 1 } = knob;
  if (type === 'bool') return random(2) === 1;
  if (type === 'int') return min + random(max - min + 1);
  return min + ((max - min) * random(5)) / 4;
}

/** Each lesson as it is, and a few times with other knobs. */
function* runs() {
  const random = seededRandom(7);
  for (const { folder, knobs } of lessons) {
    for (let index = 0; index < 4; index++) {
      /** @type {Record<string, number | boolean>} */
      const values = {};
      if (index > 0) for (const knob of knobs) values[knob.name] = anyValue(knob, random);
      const { history } = runToEnd(runtime, folder, { knobs: values });
      yield { name: `${folder} ${JSON.stringify(values)}`, events: [...history] };
    }
  }
}

const allRuns = [...runs()];

test('the loop runs what the fold has at the front of the ready queue', () => {
  for (const { name, events } of allRuns) {
    let state = INITIAL_STATE;
    for (const event of events) {
      const where = `${name}, event ${event.seq}`;
      if (event.kind === 'HANDLE_RUNS' || event.kind === 'HANDLE_DROPPED') {
        assert.equal(state.ready[0]?.id, event.handle, where);
        assert.ok((state.loop?.leftInTurn ?? 0) > 0, where);
      }
      if (event.kind === 'LOOP_TURN') {
        assert.equal(event.ready, state.ready.length, where);
        assert.equal(state.loop?.leftInTurn, 0, where);
      }
      if (event.kind === 'LOOP_WAITS') assert.equal(event.until, state.timers[0]?.deadline, where);
      if (event.kind === 'TIMER_FIRED') assert.equal(event.handle, state.timers[0]?.id, where);
      state = step(state, event);
    }
  }
});

test('in every state at most one task runs, and it is the current one', () => {
  for (const { name, events } of allRuns) {
    let state = INITIAL_STATE;
    for (const event of events) {
      state = step(state, event);
      const where = `${name}, event ${event.seq}`;
      const running = [...state.tasks.values()].filter((task) => task.state === 'running');
      assert.ok(running.length <= 1, where);
      if (running[0]) assert.equal(running[0].id, state.currentTask, where);
      for (const task of state.tasks.values()) {
        assert.equal(task.state === 'waiting', task.waitingOn !== null, where);
        assert.equal(task.state === 'done', task.outcome !== null, where);
        if (task.waitingOn !== null) {
          assert.ok(state.futures.has(task.waitingOn) || state.tasks.has(task.waitingOn), where);
        }
      }
    }
  }
});

test('between two calls, a task is ready exactly when a step of it is in the queue', () => {
  for (const { name, events } of allRuns) {
    let state = INITIAL_STATE;
    for (const event of events) {
      state = step(state, event);
      if (event.kind !== 'HANDLE_ENDS') continue;
      const scheduled = state.ready
        .filter((handle) => ['step', 'wakeup'].includes(handle.name) && !handle.cancelled)
        .map((handle) => handle.target);
      const ready = [...state.tasks.values()].filter((task) => task.state === 'ready');
      assert.deepEqual(
        ready.map(({ id }) => id),
        scheduled.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
        `${name}, event ${event.seq}`,
      );
    }
  }
});

test('at the end everything is done, and the output is what was printed', () => {
  for (const { name, events } of allRuns) {
    const state = events.reduce(step, INITIAL_STATE);
    assert.equal(state.program.status, 'ended', name);
    assert.deepEqual([state.ready, state.timers, state.currentTask], [[], [], null], name);
    assert.ok(
      [...state.tasks.values()].every((task) => task.state === 'done'),
      name,
    );
    const printed = events.flatMap((event) => (event.kind === 'OUTPUT' ? [event.text] : []));
    assert.deepEqual(
      [...state.output].map(({ text }) => text),
      printed,
      name,
    );
  }
});

test('a seek anywhere equals a fresh fold', () => {
  const random = seededRandom(11);
  for (const { name, events } of allRuns) {
    const fresh = [INITIAL_STATE];
    for (const event of events) fresh.push(step(fresh[event.seq - 1], event));
    const replay = new Replay(events);
    for (let index = 0; index < 40; index++) {
      const seq = random(events.length + 1);
      assert.deepEqual(plainState(replay.stateAt(seq)), plainState(fresh[seq]), `${name}, ${seq}`);
    }
  }
});

test('every event has a sentence, and an earlier cause unless it is the first or the host made it', () => {
  for (const { name, events } of allRuns) {
    const replay = new Replay(events);
    for (const event of events) {
      const where = `${name}, event ${event.seq}, ${event.kind}`;
      const sentence = why(event, replay);
      assert.match(sentence, /^[A-Z`].*[.?]$/s, where);
      assert.doesNotMatch(sentence, /undefined|\bnull\b|NaN|\[object|``/, where);
      if (event.cause !== null) assert.ok(event.cause < event.seq, where);
      else assert.ok(event.seq === 1 || event.kind === 'HOST_CALL', where);
    }
  }
});
