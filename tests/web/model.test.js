import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Replay } from '../../web/model/replay.js';
import { INITIAL_STATE } from '../../web/model/state.js';
import { step } from '../../web/model/step.js';
import { plainState } from './support/plain-state.js';
import { seededRandom } from './support/random.js';
import { SmallRun } from './support/small-run.js';
import { TraceWriter } from './support/trace-writer.js';

/** @typedef {import('../../web/model/state.js').State} State */

/** @param {TraceWriter} trace */
const fold = (trace) => trace.events().reduce(step, INITIAL_STATE);

/** A trace in which a task's first step runs. */
function runningTask() {
  const trace = new TraceWriter();
  trace.emit('PROGRAM_BEGINS', { name: 'p', cause: 0 });
  trace.emit('LOOP_CREATED', { loop: 9 });
  trace.emit('COROUTINE_CREATED', { coroutine: 1, name: 'main' });
  trace.emit('TASK_CREATED', { task: 2, coroutine: 1, name: 'Task-1' });
  trace.emit('HANDLE_SCHEDULED', { handle: 3, name: 'step', target: 2 });
  trace.emit('LOOP_RUNS', { loop: 9, until: 2 });
  trace.emit('LOOP_TURN', { loop: 9, ready: 1, timers: 0 });
  trace.emit('HANDLE_RUNS', { handle: 3, name: 'step', target: 2 });
  trace.emit('STEP_BEGINS', { task: 2 });
  trace.emit('COROUTINE_BEGINS', { coroutine: 1, awaiter: 2 });
  return trace;
}

test('a task is ready, running, waiting, ready again, done', () => {
  const trace = runningTask();
  /** @type {(string | undefined)[]} */
  const states = [];
  const look = () => states.push(fold(trace).tasks.get(2)?.state);
  trace.emit('FUTURE_CREATED', { future: 4, label: 'sleep(1)' });
  look();
  trace.emit('CALLBACK_ADDED', { future: 4, name: 'wakeup', target: 2 });
  trace.emit('TASK_WAITS', { task: 2, future: 4 });
  assert.equal(fold(trace).tasks.get(2)?.waitingOn, 4);
  trace.emit('STEP_ENDS', { task: 2 });
  trace.emit('HANDLE_ENDS', { handle: 3 });
  look();
  trace.emit('FUTURE_DONE', { future: 4, state: 'result', value: 'None' });
  trace.emit('HANDLE_SCHEDULED', { handle: 5, name: 'wakeup', target: 2 });
  look();
  trace.emit('HANDLE_RUNS', { handle: 5, name: 'wakeup', target: 2 });
  trace.emit('STEP_BEGINS', { task: 2, woken_by: 4 });
  look();
  trace.emit('COROUTINE_RETURNS', { coroutine: 1, value: '7' });
  trace.emit('FUTURE_DONE', { future: 2, state: 'result', value: '7' });
  trace.emit('STEP_ENDS', { task: 2 });
  trace.emit('HANDLE_ENDS', { handle: 5 });
  look();
  assert.deepEqual(states, ['running', 'waiting', 'ready', 'running', 'done']);

  const { tasks, futures, coroutines, current, currentTask } = fold(trace);
  assert.deepEqual([tasks.get(2)?.outcome, tasks.get(2)?.value], ['result', '7']);
  assert.deepEqual([futures.get(4)?.done, futures.get(4)?.callbacks], [true, []]);
  assert.equal(coroutines.get(1)?.state, 'returned');
  assert.deepEqual([current, currentTask], [null, null]);
});

test('a callback that only mentions a waiting task does not make it ready', () => {
  const trace = runningTask();
  trace.emit('TASK_WAITS', { task: 2, future: 4 });
  trace.emit('HANDLE_SCHEDULED', { handle: 6, name: 'timeout', target: 2 });
  assert.equal(fold(trace).tasks.get(2)?.state, 'waiting');
});

test('a bare yield leaves the task ready', () => {
  const trace = runningTask();
  trace.emit('TASK_WAITS', { task: 2, future: null });
  assert.equal(fold(trace).tasks.get(2)?.state, 'ready');
});

test('an awaited coroutine runs in the same task, and its awaiter is suspended meanwhile', () => {
  const trace = runningTask();
  trace.emit('LINE', { coroutine: 1, line: 10 });
  trace.emit('COROUTINE_CREATED', { coroutine: 7, name: 'delay' });
  trace.emit('COROUTINE_BEGINS', { coroutine: 7, awaiter: 1 });
  trace.emit('LINE', { coroutine: 7, line: 3 });
  let { tasks, coroutines } = fold(trace);
  assert.deepEqual([tasks.get(2)?.innermost, tasks.get(2)?.line], [7, 3]);
  assert.deepEqual([coroutines.get(1)?.state, coroutines.get(7)?.state], ['suspended', 'running']);
  assert.deepEqual([coroutines.get(7)?.task, coroutines.get(7)?.awaiter], [2, 1]);

  trace.emit('COROUTINE_RETURNS', { coroutine: 7, value: '3' });
  ({ tasks, coroutines } = fold(trace));
  assert.deepEqual([tasks.get(2)?.innermost, tasks.get(2)?.line], [1, 10]);
  assert.deepEqual([coroutines.get(1)?.state, coroutines.get(7)?.state], ['running', 'returned']);
});

test('lines: of a coroutine, of a running callback, of top-level code', () => {
  const trace = runningTask();
  trace.emit('LINE', { coroutine: 1, line: 10 });
  trace.emit('STEP_ENDS', { task: 2 });
  trace.emit('HANDLE_ENDS', { handle: 3 });
  trace.emit('HANDLE_SCHEDULED', { handle: 8, name: 'call_later' });
  trace.emit('HANDLE_RUNS', { handle: 8, name: 'call_later' });
  trace.emit('LINE', { line: 20 });
  assert.equal(fold(trace).current?.line, 20);
  trace.emit('HANDLE_ENDS', { handle: 8 });
  trace.emit('LINE', { line: 30 });
  const state = fold(trace);
  assert.deepEqual([state.tasks.get(2)?.line, state.program.line, state.line], [10, 30, 30]);
});

test('timers are kept by deadline and age; a fired one moves to the ready queue', () => {
  const trace = runningTask();
  for (const [handle, deadline] of [
    [20, 3],
    [21, 1],
    [22, 3],
    [23, 2],
  ]) {
    trace.emit('TIMER_SET', { handle, name: 'set_result', target: 4, deadline });
  }
  trace.emit('TIMER_CANCELLED', { handle: 23 });
  assert.deepEqual(
    fold(trace).timers.map(({ id }) => id),
    [21, 20, 22],
  );
  const fired = trace.emit('TIMER_FIRED', { handle: 21, deadline: 1 });
  trace.emit('HANDLE_SCHEDULED', { handle: 21, name: 'set_result', target: 4 });
  const { timers, ready } = fold(trace);
  assert.deepEqual(
    timers.map(({ id }) => id),
    [20, 22],
  );
  assert.deepEqual(ready, [
    {
      id: 21,
      name: 'set_result',
      target: 4,
      cause: fired,
      seq: fired + 1,
      cancelled: false,
      deadline: 1,
    },
  ]);
});

test('a cancelled handle stays in its place until the loop drops it', () => {
  const trace = runningTask();
  trace.emit('HANDLE_SCHEDULED', { handle: 5, name: 'a' });
  trace.emit('HANDLE_SCHEDULED', { handle: 6, name: 'b' });
  trace.emit('HANDLE_CANCELLED', { handle: 5 });
  assert.deepEqual(
    fold(trace).ready.map(({ id, cancelled }) => [id, cancelled]),
    [
      [5, true],
      [6, false],
    ],
  );
  trace.emit('LOOP_TURN', { loop: 9, ready: 2, timers: 0 });
  trace.emit('HANDLE_DROPPED', { handle: 5 });
  const { ready, loop } = fold(trace);
  assert.deepEqual(
    ready.map(({ id }) => id),
    [6],
  );
  assert.equal(loop?.leftInTurn, 1);
});

test('cancel: asked, passed on or kept for the next step, delivered, taken back', () => {
  const trace = runningTask();
  const look = () => {
    const task = fold(trace).tasks.get(2);
    return [task?.cancelling, task?.mustCancel, task?.cancelDelivered];
  };
  trace.emit('CANCEL_REQUESTED', { task: 2, cancelling: 1, passed_on: 4 });
  assert.deepEqual(look(), [1, false, false]);
  trace.emit('CANCEL_REQUESTED', { task: 2, cancelling: 2 });
  assert.deepEqual(look(), [2, true, false]);
  trace.emit('CANCEL_DELIVERED', { task: 2 });
  assert.deepEqual(look(), [2, false, true]);
  trace.emit('UNCANCEL', { task: 2, cancelling: 1 });
  assert.deepEqual(look(), [1, false, true]);
});

test('timeouts nest', () => {
  const trace = runningTask();
  trace.emit('TIMEOUT_ENTERED', { task: 2, handle: 5, deadline: 4 });
  trace.emit('TIMEOUT_ENTERED', { task: 2, handle: 6, deadline: 1 });
  trace.emit('TIMEOUT_EXPIRED', { task: 2, handle: 6 });
  assert.deepEqual(fold(trace).tasks.get(2)?.timeouts, [
    { handle: 5, deadline: 4, expired: false },
    { handle: 6, deadline: 1, expired: true },
  ]);
  trace.emit('TIMEOUT_EXITED', { task: 2, handle: 6, expired: 1 });
  assert.deepEqual(
    fold(trace)
      .tasks.get(2)
      ?.timeouts.map(({ handle }) => handle),
    [5],
  );
});

test('follows and callbacks come and go, on futures and on tasks', () => {
  const trace = runningTask();
  trace.emit('FUTURE_CREATED', { future: 4, label: 'shield' });
  trace.emit('FUTURE_FOLLOWS', { future: 4, inner: 2 });
  trace.emit('CALLBACK_ADDED', { future: 2, name: 'inner_done', target: 4 });
  trace.emit('CALLBACK_ADDED', { future: 2, name: 'other' });
  let state = fold(trace);
  assert.deepEqual(state.futures.get(4)?.follows, [2]);
  assert.deepEqual(state.tasks.get(2)?.callbacks, [
    { name: 'inner_done', target: 4 },
    { name: 'other', target: null },
  ]);
  trace.emit('FUTURE_UNFOLLOWS', { future: 4, inner: 2 });
  trace.emit('CALLBACK_REMOVED', { future: 2, name: 'inner_done', target: 4 });
  state = fold(trace);
  assert.deepEqual(state.futures.get(4)?.follows, []);
  assert.deepEqual(state.tasks.get(2)?.callbacks, [{ name: 'other', target: null }]);
});

test('the loop: runs, waits, deadlock, stops, closes', () => {
  const trace = runningTask();
  trace.emit('LOOP_WAITS', { loop: 9, until: Infinity });
  assert.equal(fold(trace).loop?.waitsUntil, Infinity);
  trace.emit('DEADLOCK', { loop: 9, text: 'Task-1 waits on Future' });
  trace.emit('LOOP_STOP', { loop: 9 });
  assert.equal(fold(trace).loop?.stopping, true);
  trace.emit('LOOP_STOPPED', { loop: 9 });
  trace.emit('HANDLE_SCHEDULED', { handle: 30, name: 'late' });
  trace.emit('LOOP_CLOSED', { loop: 9 });
  const { loop, ready } = fold(trace);
  assert.deepEqual(
    [loop?.running, loop?.closed, loop?.turn, loop?.deadlock],
    [false, true, 1, 'Task-1 waits on Future'],
  );
  assert.deepEqual(ready, []);
});

test('time.sleep() takes the time with it', () => {
  const trace = runningTask();
  trace.emit('BLOCKED', { until: 2.5 });
  assert.equal(fold(trace).time, 2.5);
});

test('output knows its task; reports and the end are kept', () => {
  const trace = runningTask();
  trace.emit('OUTPUT', { fd: 1, text: 'hello\n' });
  trace.emit('STEP_ENDS', { task: 2 });
  trace.emit('OUTPUT', { fd: 2, text: 'oh\n' });
  trace.emit('UNHANDLED_EXCEPTION', { object: 2, message: 'never retrieved', exception: 'E()' });
  trace.emit('PROGRAM_ENDS', { status: 1, exception: 'E()' });
  const { output, reports, program } = fold(trace);
  assert.deepEqual(
    [...output].map(({ fd, text, task }) => [fd, text, task]),
    [
      [1, 'hello\n', 2],
      [2, 'oh\n', null],
    ],
  );
  assert.equal(reports.at(0)?.message, 'never retrieved');
  assert.deepEqual([program.status, program.exitStatus, program.exception], ['ended', 1, 'E()']);
  trace.emit('BUDGET_EXCEEDED', { count: 10 });
  assert.equal(fold(trace).program.status, 'budget exceeded');
});

test('never awaited, and a coroutine without a task', () => {
  const trace = new TraceWriter();
  trace.emit('COROUTINE_CREATED', { coroutine: 1, name: 'main', cause: 0 });
  trace.emit('COROUTINE_NEVER_AWAITED', { coroutine: 1, name: 'main' });
  trace.emit('COROUTINE_CREATED', { coroutine: 2, name: 'driven' });
  trace.emit('COROUTINE_BEGINS', { coroutine: 2 });
  trace.emit('COROUTINE_RAISES', { coroutine: 2, exception: 'E()' });
  const { coroutines } = fold(trace);
  assert.equal(coroutines.get(1)?.state, 'never awaited');
  assert.deepEqual([coroutines.get(2)?.state, coroutines.get(2)?.task], ['raised', null]);
});

test('step leaves the state before as it was, and shares what did not change', () => {
  const events = new SmallRun(3).trace.events();
  let state = INITIAL_STATE;
  const before = JSON.stringify(plainState(INITIAL_STATE));
  for (const event of events) {
    const copy = JSON.stringify(plainState(state));
    const next = step(state, event);
    assert.equal(JSON.stringify(plainState(state)), copy, event.kind);
    if (event.kind === 'OUTPUT') assert.equal(next.tasks, state.tasks);
    state = next;
  }
  assert.equal(JSON.stringify(plainState(INITIAL_STATE)), before);
});

test('in every state at most one task runs, and each waiting one names what it waits on', () => {
  const events = new SmallRun(5).trace.events();
  let state = INITIAL_STATE;
  for (const event of events) {
    state = step(state, event);
    const tasks = [...state.tasks.values()];
    const running = tasks.filter((task) => task.state === 'running');
    assert.ok(running.length <= 1, `event ${event.seq}`);
    for (const task of running) assert.equal(task.id, state.currentTask);
    for (const task of tasks) assert.equal(task.state === 'waiting', task.waitingOn !== null);
    const deadlines = state.timers.map(({ deadline }) => deadline);
    assert.deepEqual(
      deadlines,
      deadlines.toSorted((a, b) => a - b),
    );
  }
  assert.equal(state.ready.length, 0);
  assert.equal(state.timers.length, 0);
  assert.ok([...state.tasks.values()].every((task) => task.state === 'done'));
});

test('the ready queue is first in, first out', () => {
  const events = new SmallRun(5).trace.events();
  let state = INITIAL_STATE;
  for (const event of events) {
    if (event.kind === 'HANDLE_RUNS') assert.equal(state.ready[0].id, event.handle);
    state = step(state, event);
    if (event.kind === 'HANDLE_SCHEDULED') assert.equal(state.ready.at(-1)?.id, event.handle);
  }
});

test('a seek anywhere equals a fresh fold', () => {
  const events = new SmallRun(60).trace.events();
  const fresh = [INITIAL_STATE];
  for (const event of events) fresh.push(step(/** @type {State} */ (fresh.at(-1)), event));
  const replay = new Replay(events);
  const random = seededRandom(20);
  for (let index = 0; index < 500; index++) {
    const seq = random(events.length + 1);
    assert.deepEqual(plainState(replay.stateAt(seq)), plainState(fresh[seq]), `seq ${seq}`);
  }
});

test('a seek clamps, and follows a history that grows', () => {
  const events = new SmallRun(30).trace.events();
  const growing = events.slice(0, 10);
  const replay = new Replay(growing);
  assert.equal(replay.stateAt(1e9).seq, 10);
  assert.equal(replay.stateAt(-5), INITIAL_STATE);
  assert.equal(replay.stateAt(NaN), INITIAL_STATE);
  growing.push(...events.slice(10));
  assert.equal(replay.end, events.length);
  assert.equal(replay.stateAt(Infinity).program.status, 'ended');
  assert.equal(replay.eventAt(1)?.kind, 'PROGRAM_BEGINS');
  assert.equal(replay.eventAt(0), undefined);
});

test('a seek folds at most a few hundred events, and one step forward folds one', () => {
  const events = new SmallRun(200).trace.events();
  let read = 0;
  const replay = new Replay({
    length: events.length,
    at: (index) => {
      read++;
      return events[index];
    },
  });
  replay.stateAt(events.length);
  const random = seededRandom(3);
  for (let index = 0; index < 50; index++) {
    read = 0;
    const seq = random(events.length);
    replay.stateAt(seq);
    assert.ok(read <= 256, `${read} events`);
    read = 0;
    replay.stateAt(seq + 1);
    assert.equal(read, 1);
  }
});
