/** Whatever the page's timers and clock do: the same order, the same results. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Driver } from '../../web/session/driver.js';
import { FakeHost } from './support/fake-host.js';
import { lessonsOn, runToEnd } from './support/lessons.js';

const LESSON = '06-cancel';
const HOUR = 3600;

/** @param {import('../../web/session/session.js').Session} session */
function bytesOf(session) {
  return Buffer.concat([session.history.records(), session.history.strings()]).toString('latin1');
}

/** @param {object} [options] */
async function start(options) {
  const host = new FakeHost();
  const runtime = await lessonsOn(host);
  return { host, runtime, session: runtime.start(LESSON, options) };
}

const undisturbed = runToEnd(await lessonsOn(), LESSON);

/** @type {[string, (host: FakeHost) => void][]} */
const SURROUNDINGS = [
  ['a hidden tab, whose timers come a second late', (host) => host.pass(HOUR, 1)],
  ['a tab hidden for long, whose timers come a minute late', (host) => host.pass(HOUR, 60)],
  [
    'a laptop that sleeps for a night',
    (host) => {
      host.pass(2.5);
      host.time += 8 * HOUR;
      host.pass(HOUR);
    },
  ],
  [
    'a page that blocks for seconds, again and again',
    (host) => {
      for (let times = 0; times < 10; times++) {
        host.pass(0.1);
        host.time += 5;
      }
      host.pass(HOUR);
    },
  ],
  [
    'a clock that jumps back, again and again',
    (host) => {
      for (let times = 0; times < 10; times++) {
        host.pass(0.7);
        host.time -= HOUR;
        host.fireEarly();
      }
      host.pass(3 * HOUR);
    },
  ],
  [
    'timers that come early',
    (host) => {
      for (let times = 0; times < 10; times++) host.fireEarly();
      host.pass(HOUR);
    },
  ],
];

for (const [name, happens] of SURROUNDINGS) {
  test(`${name}: the same trace on the virtual clock`, async () => {
    const { host, session } = await start();
    session.run();
    happens(host);
    assert.equal(session.state, 'ended');
    assert.equal(bytesOf(session), bytesOf(undisturbed));
  });

  // A task that slept past its timeout has timed out, as in CPython.
  test(`${name}: on the real clock no timer is early, and all come in order`, async () => {
    const { host, session } = await start({ clock: 'real' });
    session.run();
    happens(host);
    assert.deepEqual([session.state, session.exitStatus], ['ended', 0]);
    const events = [...session.history];
    const times = events.map(({ time }) => time);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    const fired = /** @type {any[]} */ (events.filter(({ kind }) => kind === 'TIMER_FIRED'));
    assert.ok(fired.length > 1);
    const deadlines = fired.map(({ deadline }) => deadline);
    assert.deepEqual(
      deadlines,
      deadlines.toSorted((a, b) => a - b),
    );
    for (const { deadline, time } of fired) assert.ok(deadline < time + 1e-6);
  });
}

test('ten thousand timers at one instant run in their order, by one timer of the host', async () => {
  const COUNT = 10_000;
  const host = new FakeHost();
  const runtime = await lessonsOn(host);
  /** @type {number[]} */
  const ran = [];
  const session = runtime.start(
    function* main(loop) {
      for (let i = 0; i < COUNT; i++) loop.callLater(1, () => void ran.push(i));
      yield loop.sleep(2);
    },
    { trace: false },
  );
  session.run();
  host.settle();
  assert.equal(host.timers, 1);
  host.pass(5);
  assert.equal(session.state, 'ended');
  assert.deepEqual(
    ran,
    Array.from({ length: COUNT }, (_, i) => i),
  );
});

describe('a session that is closed in the middle of a step', () => {
  test('ends there, keeps its history, and harms no other', async () => {
    const { host, runtime, session } = await start();
    const other = runtime.start(LESSON);
    let lines = 0;
    session.on('output', () => {
      if (++lines === 2) session.close();
    });
    const drive = session.run();
    const otherDrive = other.run();
    host.pass(HOUR);
    assert.equal(lines, 2);
    assert.ok(session.closed && session.history.length > 0);
    assert.equal(host.timers, 0);
    assert.deepEqual(host.reported, []);
    await Promise.all([drive.finished, otherDrive.finished]);
    assert.equal(bytesOf(other), bytesOf(undisturbed));
  });

  test('by a listener of its events, call by call', async () => {
    const { session } = await start();
    session.on('events', () => session.close());
    session.advance(1000);
    assert.ok(session.closed);
    assert.throws(() => session.advance(), /closed/);
  });
});

test('two sessions, one of them with a listener that throws, run side by side', async () => {
  const { host, runtime, session } = await start();
  const other = runtime.start(LESSON);
  session.on('events', () => {
    throw new Error('from a listener');
  });
  session.run();
  other.run({ rate: 2 });
  host.pass(HOUR, 0.3);
  assert.ok(host.reported.length > 1);
  assert.equal(bytesOf(session), bytesOf(undisturbed));
  assert.equal(bytesOf(other), bytesOf(undisturbed));
});

test('the ready work of 100,000 tasks never keeps the page waiting for more than 50 ms', async () => {
  const TASKS = 100_000;
  /** Seconds that a call of the loop takes: on a fast machine, and on one a hundred times slower. */
  for (const cost of [2e-6, 2e-4]) {
    const host = new FakeHost();
    const runtime = await lessonsOn(host);
    const session = runtime.start(
      function* main(loop) {
        function* child() {
          yield loop.sleep(0);
        }
        const tasks = Array.from({ length: TASKS }, () => loop.createTask(child()));
        yield tasks[TASKS - 1];
      },
      { trace: false },
    );
    let calls = 0;
    const costly = Object.create(session, {
      clock: { value: session.clock },
      state: { get: () => session.state },
      canAdvance: { get: () => session.canAdvance },
      time: { get: () => session.time },
      deadline: { get: () => session.deadline },
      secondsLeft: { get: () => session.secondsLeft },
      advance: {
        value: (/** @type {number} */ handles) => {
          session.advance(handles);
          calls += handles;
          host.time += handles * cost;
        },
      },
    });
    new Driver(costly, host, { rate: Infinity }).resume();
    let longest = 0;
    while (session.canAdvance) {
      const began = host.time;
      host.turn();
      longest = Math.max(longest, host.time - began);
    }
    assert.ok(calls > 2 * TASKS, `${calls} calls`);
    assert.ok(longest <= 0.05, `${longest} s at a stretch`);
  }
});
