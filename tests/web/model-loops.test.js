/** Several loops alive beside one another: a program of tests/cpython/twins, as the page would show it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { EVENTS } from '../../build/trace-events.js';
import { Replay } from '../../web/model/replay.js';
import { INITIAL_STATE } from '../../web/model/state.js';
import { step } from '../../web/model/step.js';
import { why } from '../../web/model/why.js';
import { ModuleInstance } from '../../web/module/instance.js';
import { History } from '../../web/session/history.js';
import { TraceWriter } from './support/trace-writer.js';

/** @typedef {import('../../web/model/state.js').State} State */

const module = await WebAssembly.compile(await readFile('build/wasm/twins.wasm'));

/** @param {string} program */
function run(program) {
  const history = new History(EVENTS);
  const instance = new ModuleInstance(module, {
    now: () => 0,
    write: () => {},
    drain: () => history.append(instance.takeTrace()),
  });
  assert.ok(instance.select(program));
  instance.setClock('virtual');
  instance.setTracing(true);
  while (instance.state === 'ready' || instance.state === 'waiting') instance.advance(1000);
  history.append(instance.takeTrace());
  return history;
}

/** @param {readonly { name: string }[]} list */
const namesOf = (list) => list.map(({ name }) => name);

const history = run('loop');

/** The states of one behaviour, with the event that led to each. */
function* statesOf(/** @type {string} */ behaviour) {
  let state = INITIAL_STATE;
  let within = false;
  for (const event of history) {
    state = step(state, event);
    if (event.kind === 'OUTPUT' && event.text?.startsWith('== '))
      within = event.text === `== ${behaviour}\n`;
    if (within) yield { state, event };
  }
}

test('a loop runs what the fold has at the front of its own queue, and its own timers', () => {
  let state = INITIAL_STATE;
  for (const event of history) {
    const where = `event ${event.seq}`;
    if (event.kind === 'HANDLE_RUNS' || event.kind === 'HANDLE_DROPPED')
      assert.equal(state.ready[0]?.id, event.handle, where);
    if (event.kind === 'LOOP_TURN') assert.equal(event.ready, state.ready.length, where);
    if (event.kind === 'LOOP_WAITS' && event.until !== Infinity)
      assert.equal(event.until, state.timers[0]?.deadline, where);
    if (event.kind === 'TIMER_FIRED') assert.equal(event.handle, state.timers[0]?.id, where);
    const running = state.loop?.running ? state.loop.id : null;
    state = step(state, event);
    if (running !== null) assert.equal(state.loop?.id, running, `${where}: another loop shows`);
    if ('loop' in event && running === null) assert.equal(state.loop?.id, event.loop, where);
  }
  assert.deepEqual([state.ready, state.timers, state.otherLoops], [[], [], []]);
});

test('while one loop runs, the other keeps what is scheduled on it', () => {
  const states = [...statesOf('two_loops_are_alive_beside_each_other')];
  const first = states.find(({ event }) => event.kind === 'LOOP_RUNS')?.state;
  assert.deepEqual(namesOf(first?.ready ?? []), ['schedules_on', 'step']);
  assert.deepEqual(namesOf(first?.timers ?? []), ['says']);
  const [second] = first?.otherLoops ?? [];
  assert.deepEqual(namesOf(second.ready), ['says', 'says', 'step']);
  assert.deepEqual(namesOf(second.timers), ['says', 'says']);

  // The first loop's callback has changed the second loop, which does not run.
  const after = states.find(({ event }) => event.kind === 'TIMER_CANCELLED');
  const [changed] = after?.state.otherLoops ?? [];
  assert.deepEqual(
    changed.ready.map(({ name, cancelled }) => [name, cancelled]),
    [
      ['says', true],
      ['says', false],
      ['step', false],
      ['says', false],
    ],
  );
  assert.deepEqual(namesOf(changed.timers), ['says', 'says']);
  assert.equal(after?.state.loop?.id, first?.loop?.id);

  const [, runs] = states.filter(({ event }) => event.kind === 'LOOP_RUNS');
  assert.equal(runs.state.loop?.id, second.loop.id);
  assert.equal(runs.state.ready.length, 4);
  assert.deepEqual(namesOf(runs.state.otherLoops[0].ready), ['says']);
});

test('a sentence says when a call goes to another loop', () => {
  const replay = new Replay(history);
  const scheduled = [...statesOf('two_loops_are_alive_beside_each_other')].find(
    ({ state, event }) =>
      event.kind === 'HANDLE_SCHEDULED' && state.loop?.running && event.loop !== state.loop.id,
  );
  assert.ok(scheduled);
  assert.match(why(scheduled.event, replay), /goes to the end of the ready queue of another loop/);
  for (const { event } of statesOf('two_loops_are_alive_beside_each_other'))
    if (event.kind === 'TIMER_CANCELLED')
      assert.match(why(event, replay), /^The timer of .* is cancelled/);
});

test('a loop that is stopped or closed by another leaves that one as it is', () => {
  const trace = new TraceWriter();
  trace.emit('PROGRAM_BEGINS', { name: 'p', cause: 0 });
  trace.emit('LOOP_CREATED', { loop: 1 });
  trace.emit('LOOP_CREATED', { loop: 2 });
  trace.emit('HANDLE_SCHEDULED', { handle: 3, name: 'a', loop: 1 });
  trace.emit('LOOP_RUNS', { loop: 1 });
  trace.emit('LOOP_STOP', { loop: 2 });
  trace.emit('HANDLE_SCHEDULED', { handle: 4, name: 'b', loop: 2 });
  const before = trace.events().reduce(step, INITIAL_STATE);
  assert.deepEqual([before.loop?.id, before.loop?.stopping], [1, false]);
  assert.equal(before.otherLoops[0].loop.stopping, true);
  trace.emit('LOOP_CLOSED', { loop: 2 });
  const after = trace.events().reduce(step, INITIAL_STATE);
  assert.deepEqual(namesOf(after.ready), ['a']);
  assert.deepEqual([after.loop, after.otherLoops], [before.loop, []]);
});
