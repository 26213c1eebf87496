import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeHost } from './support/fake-host.js';
import { Runtime } from '../../web/session/runtime.js';
import { lessons, lessonsOn, module, runToEnd } from './support/lessons.js';

/** A lesson in which two tasks wait at the same time: 10 s and 1 s at a time, until 6 s. */
const CANCEL = '06-cancel';

/** @param {import('../../web/session/session.js').Session} session */
function bytesOf(session) {
  return Buffer.concat([session.history.records(), session.history.strings()]).toString('latin1');
}

/** @param {string} folder */
async function reference(folder) {
  return bytesOf(runToEnd(await lessonsOn(), folder));
}

async function startOnFakeHost(options = {}, folder = CANCEL) {
  const host = new FakeHost();
  const runtime = await lessonsOn(host);
  return { host, runtime, session: runtime.start(folder, options) };
}

test('nothing of the program runs before the first advance()', async () => {
  const { session } = await startOnFakeHost();
  assert.deepEqual([session.state, session.history.length, session.time], ['ready', 0, 0]);
});

test('advance() runs one call of the loop, and reports the new events once', async () => {
  const { session } = await startOnFakeHost();
  /** @type {number[]} */
  const seqs = [];
  session.on('events', (events) => seqs.push(...events.map(({ seq }) => seq)));
  let runs = 0;
  while (session.canAdvance) {
    session.advance();
    const now = [...session.history].filter(({ kind }) => kind === 'HANDLE_ENDS').length;
    assert.ok(now - runs <= 1, 'at most one call of the loop');
    runs = now;
  }
  assert.ok(runs > 10);
  assert.deepEqual(
    seqs,
    Array.from({ length: session.history.length }, (_, index) => index + 1),
  );
  assert.equal(bytesOf(session), await reference(CANCEL));
});

test('waiting tells the deadline, and the virtual clock goes there exactly', async () => {
  const { session } = await startOnFakeHost();
  while (session.state === 'ready') session.advance();
  assert.deepEqual([session.state, session.deadline, session.time], ['waiting', 1, 0]);
  session.advance();
  assert.equal(session.time, 1);
});

test('an ended session stays ended and keeps its exit status', async () => {
  const runtime = await lessonsOn();
  const session = runToEnd(runtime, CANCEL);
  const { length } = session.history;
  assert.deepEqual([session.state, session.exitStatus, session.error], ['ended', 0, null]);
  assert.equal(session.advance(), 'ended');
  assert.equal(session.history.length, length);
});

test('output comes as text, whether traced or not; no trace means no history', async () => {
  const outputs = [];
  for (const trace of [true, false]) {
    const { session } = await startOnFakeHost({ trace });
    let text = '';
    session.on('output', (news) => {
      assert.equal(news.fd, 1);
      text += news.text;
    });
    while (session.canAdvance) session.advance(1000);
    outputs.push(text);
    assert.equal(session.history.length > 0, trace);
  }
  assert.match(outputs[0], /The task was cancelled/);
  assert.equal(outputs[0], outputs[1]);
});

for (const pace of [
  'one call at a time',
  'rate 1',
  'rate 8, late timers',
  'rate ¼, early timers',
  'pauses',
  'rate changes',
  'no waiting',
]) {
  test(`the trace is the same, byte for byte: ${pace}`, async () => {
    const { host, session } = await startOnFakeHost();
    if (pace === 'one call at a time') {
      while (session.canAdvance) session.advance(1);
    } else {
      const rate =
        pace === 'no waiting' ? Infinity : pace.includes('8') ? 8 : pace.includes('¼') ? 0.25 : 1;
      const driver = session.run({ rate });
      for (let turn = 0; session.canAdvance; turn++) {
        assert.ok(turn < 10_000, 'it comes to an end');
        if (pace === 'pauses') {
          driver.pause();
          host.pass(3);
          driver.resume();
        }
        if (pace === 'rate changes') driver.rate = [0.25, 1, 8][turn % 3];
        if (pace.includes('early')) host.fireEarly();
        host.pass(0.1, pace.includes('late') ? 0.7 : 0);
      }
    }
    assert.equal(bytesOf(session), await reference(CANCEL));
  });
}

test('rate 2 takes half the loop time; nothing runs during a pause', async () => {
  const { host, session } = await startOnFakeHost();
  const driver = session.run({ rate: 2 });
  host.pass(0.4);
  assert.equal(session.time, 0);
  assert.ok(Math.abs(driver.time - 0.8) < 1e-9, 'the clock passes while the loop waits');
  driver.pause();
  host.pass(60);
  assert.ok(Math.abs(driver.time - 0.8) < 1e-9);
  driver.resume();
  host.pass(0.099);
  assert.equal(session.time, 0);
  host.pass(0.002);
  assert.equal(session.time, 1);
});

test('a change of the rate counts from now', async () => {
  const { host, session } = await startOnFakeHost();
  const driver = session.run({ rate: 0.25 });
  host.pass(2);
  assert.ok(Math.abs(driver.time - 0.5) < 1e-9);
  driver.rate = 8;
  assert.equal(host.timers, 1);
  host.pass(0.062);
  assert.equal(session.time, 0);
  host.pass(0.002);
  assert.equal(session.time, 1);
});

test('a rate that is none is refused, and changes nothing', async () => {
  const { session } = await startOnFakeHost();
  for (const rate of [0, -1, 0.2, 9, NaN]) {
    assert.throws(() => session.run({ rate }), { name: 'RangeError', message: /from 0.25 to 8/ });
  }
  const driver = session.run();
  assert.throws(() => (driver.rate = 0), RangeError);
  assert.equal(driver.rate, 1);
});

test('there is one timer, for the nearest deadline', async () => {
  const { host, session } = await startOnFakeHost();
  session.run();
  host.pass(0);
  assert.equal(host.timers, 1);
  assert.deepEqual(host.delays, [1000]);
});

test('the real clock: deadlines are real, early timers wait again', async () => {
  const { host, session } = await startOnFakeHost({ clock: 'real' });
  session.run();
  host.pass(0.5);
  const { length } = session.history;
  assert.equal(session.state, 'waiting');
  host.fireEarly();
  assert.equal(session.history.length, length, 'nothing ran');
  assert.equal(session.advance(), 'waiting');
  assert.equal(session.history.length, length, 'advance() runs nothing before it is time');
  host.pass(0.6, 0.03);
  assert.ok(session.time > 101 && session.time < 101.1);
  host.pass(20);
  assert.equal(session.state, 'ended');
});

test('the real clock: a jump back costs at most one wait more', async () => {
  const { host, session } = await startOnFakeHost({ clock: 'real' });
  session.run();
  host.pass(0.5);
  host.time -= 3600;
  host.fireEarly();
  host.pass(1.1);
  assert.ok(session.history.length > 50);
  host.pass(10);
  assert.equal(session.state, 'ended');
});

test('the paced clock: a jump back costs at most one wait more', async () => {
  const { host, session } = await startOnFakeHost();
  session.run();
  host.pass(0.5);
  host.time -= 3600;
  host.fireEarly();
  host.pass(1.1);
  assert.equal(session.time, 1);
});

test('a delay above 2^31 - 1 ms is split', async () => {
  const host = new FakeHost();
  const { Driver } = await import('../../web/session/driver.js');
  let advanced = 0;
  const seconds = 5_000_000;
  const session = {
    clock: /** @type {const} */ ('virtual'),
    state: 'waiting',
    canAdvance: true,
    time: 0,
    deadline: seconds,
    secondsLeft: 0,
    advance: () => {
      advanced++;
      session.canAdvance = false;
    },
  };
  const driver = new Driver(session, host);
  driver.resume();
  host.pass(seconds - 1);
  assert.equal(advanced, 0);
  host.pass(2);
  assert.equal(advanced, 1);
  assert.ok(host.delays.every((ms) => ms <= 2 ** 31 - 1));
  assert.equal(host.delays.length, 3);
});

test('ready work runs in slices and lets the host have its turn', async () => {
  const host = new FakeHost();
  const { Driver } = await import('../../web/session/driver.js');
  let calls = 0;
  const session = {
    clock: /** @type {const} */ ('virtual'),
    state: 'ready',
    canAdvance: true,
    time: 0,
    deadline: Infinity,
    secondsLeft: 0,
    advance: () => {
      calls++;
      host.time += 0.0015;
    },
  };
  const driver = new Driver(session, host);
  driver.resume();
  host.turn();
  assert.equal(calls, 3, 'until 4 ms have passed');
  host.turn();
  assert.equal(calls, 6);
  driver.stop();
  host.turn();
  assert.equal(calls, 6);
  assert.equal(await driver.finished, 'ready');
});

test('an error in the middle of a slice ends the drive and is told', async () => {
  const host = new FakeHost();
  const { Driver } = await import('../../web/session/driver.js');
  const session = {
    clock: /** @type {const} */ ('virtual'),
    state: 'ready',
    canAdvance: true,
    time: 0,
    deadline: Infinity,
    secondsLeft: 0,
    advance: () => {
      throw new Error('unreadable trace');
    },
  };
  const driver = new Driver(session, host);
  driver.resume();
  host.settle();
  await assert.rejects(driver.finished, { message: 'unreadable trace' });
});

test('a listener that throws stops neither the others nor the run', async () => {
  const { host, session } = await startOnFakeHost();
  const heard = { events: 0, output: 0, state: 0 };
  for (const topic of /** @type {const} */ (['events', 'output', 'state'])) {
    session.on(topic, () => {
      throw new Error(`from ${topic}`);
    });
    session.on(topic, () => heard[topic]++);
  }
  session.run({ rate: 8 });
  host.pass(10);
  assert.equal(session.state, 'ended');
  assert.ok(heard.events > 0 && heard.output > 0 && heard.state > 0);
  assert.equal(host.reported.length, heard.events + heard.output + heard.state);
  assert.equal(bytesOf(session), await reference(CANCEL));
});

test('a listener is taken back, once, also when it was added twice', async () => {
  const { session } = await startOnFakeHost();
  let heard = 0;
  const listener = () => heard++;
  const takeBack = session.on('state', listener);
  session.on('state', listener);
  takeBack();
  takeBack();
  while (session.state === 'ready') session.advance();
  assert.equal(heard, 1);
});

test('a topic that does not exist is an error that names those that do', async () => {
  const { session } = await startOnFakeHost();
  assert.throws(() => session.on(/** @type {any} */ ('event'), () => {}), {
    message: 'There is no "event" to listen to; there are events, output, state.',
  });
  assert.throws(() => session.on('output', /** @type {any} */ (null)), {
    message: 'A listener to "output" is a function, not object.',
  });
});

test('advance() from a listener of output is refused; the run is unharmed', async () => {
  const { host, session } = await startOnFakeHost();
  session.on('output', () => session.advance());
  while (session.canAdvance) session.advance(1000);
  assert.match(String(host.reported[0]), /listener of its own output/);
  assert.equal(bytesOf(session), await reference(CANCEL));
});

test('closed: advance() and run() say so; the history stays', async () => {
  const { host, session } = await startOnFakeHost();
  const driver = session.run();
  host.pass(0.5);
  const { length } = session.history;
  session.close();
  session.close();
  assert.equal(await driver.finished, 'waiting');
  host.pass(60);
  assert.equal(session.history.length, length);
  assert.ok(session.closed);
  assert.throws(() => session.advance(), { name: 'SessionClosed' });
  assert.throws(() => session.run(), { name: 'SessionClosed' });
});

for (const topic of /** @type {const} */ (['events', 'output', 'state'])) {
  test(`closing from a listener of ${topic} ends the run there`, async () => {
    const { host, session } = await startOnFakeHost();
    session.on(topic, () => session.close());
    session.run({ rate: Infinity });
    host.pass(60);
    assert.ok(session.closed);
    assert.deepEqual(host.reported, []);
    assert.ok(!session.canAdvance);
  });
}

test('a second run() takes over from the first', async () => {
  const { host, session } = await startOnFakeHost();
  const first = session.run({ rate: 0.25 });
  host.pass(0.1);
  session.run({ rate: 8 });
  assert.equal(await first.finished, 'waiting');
  host.pass(2);
  assert.equal(session.state, 'ended');
});

test('run() of a session that has ended is finished at once', async () => {
  const { host, session } = await startOnFakeHost();
  while (session.canAdvance) session.advance(1000);
  assert.equal(await session.run().finished, 'ended');
  assert.equal(host.timers, 0);
});

test('two sessions, interleaved call by call, do not disturb each other', async () => {
  const runtime = await lessonsOn();
  const folders = ['06-cancel', '08-shield', '06-cancel'];
  const sessions = folders.map((folder) => runtime.start(folder));
  while (sessions.some((session) => session.canAdvance)) {
    for (const session of sessions) session.advance();
  }
  for (const [index, session] of sessions.entries()) {
    assert.equal(bytesOf(session), await reference(folders[index]));
  }
});

test('the budget ends a run with a clear message; the history stays', async () => {
  const runtime = await lessonsOn();
  const session = runToEnd(runtime, CANCEL, { budget: 50 });
  assert.equal(session.state, 'failed');
  assert.equal(session.error?.name, 'ProgramFailed');
  assert.equal(session.error?.reason, 'budget');
  assert.match(String(session.error?.message), /budget of events/);
  assert.equal(session.history.length, 51);
  assert.equal(session.history.at(50)?.kind, 'BUDGET_EXCEEDED');
  assert.equal(session.advance(), 'failed');
  assert.equal(runToEnd(runtime, CANCEL).state, 'ended', 'other sessions go on');
});

test('a fault of the machine ends one session, and says where', async () => {
  const host = new FakeHost();
  const runtime = await lessonsOn(host);
  const session = runtime.start(CANCEL);
  session.advance(3);
  host.now = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  const real = runtime.start(CANCEL, { clock: 'real' });
  real.advance();
  assert.deepEqual([real.state, real.error?.reason], ['failed', 'trap']);
  assert.match(String(real.error?.message), /broke down: unreachable/);
  assert.equal(session.advance(), 'ready');
});

test('knobs: a value in range changes the run', async () => {
  const runtime = await lessonsOn();
  assert.equal(runToEnd(runtime, CANCEL, { knobs: { patience: 2 } }).time, 3);
});

for (const [knobs, message] of [
  [{ patiense: 2 }, 'There is no knob "patiense". Did you mean patience?'],
  [{ zzzzzzzz: 2 }, 'There is no knob "zzzzzzzz". This lesson has work_seconds, patience.'],
  [{ patience: 99 }, 'patience is a whole number from 1 to 20, not 99.'],
  [{ patience: 1.5 }, 'patience is a whole number from 1 to 20, not 1.5.'],
  [{ patience: /** @type {any} */ ('2') }, 'patience is a whole number from 1 to 20, not "2".'],
  [{ patience: true }, 'patience is a whole number from 1 to 20, not true.'],
  [{ patience: NaN }, 'patience is a whole number from 1 to 20, not NaN.'],
]) {
  test(`knobs: ${JSON.stringify(knobs)} is refused`, async () => {
    const runtime = await lessonsOn();
    assert.throws(() => runtime.start(CANCEL, { knobs: /** @type {any} */ (knobs) }), {
      name: 'KnobError',
      message: String(message),
    });
  });
}

test('an unknown lesson names the nearest one', async () => {
  const runtime = await lessonsOn();
  for (const [asked, near] of [
    ['06-cancle', '06-cancel'],
    ['shield', '08-shield'],
    ['await-fut', '10-await-future'],
  ]) {
    assert.throws(() => runtime.start(asked), {
      name: 'UnknownLesson',
      message: `There is no lesson "${asked}". Did you mean ${near}?`,
    });
  }
  assert.throws(() => runtime.start('qqqqqqqq'), { message: 'There is no lesson "qqqqqqqq".' });
  assert.equal(runtime.lesson('6').folder, CANCEL);
  assert.equal(runtime.lesson('06').folder, CANCEL);
});

test('every lesson runs to its end at its defaults', async () => {
  const runtime = await lessonsOn();
  for (const { folder } of lessons) {
    const session = runToEnd(runtime, folder);
    assert.deepEqual([session.state, session.exitStatus], ['ended', 0], folder);
  }
});

test('a runtime without coroutines of JavaScript runs lessons, and says what it lacks', () => {
  const runtime = new Runtime(module, lessons, new FakeHost());
  const session = runToEnd(runtime, CANCEL);
  assert.equal(session.state, 'ended');
  const lack = { name: 'TypeError', message: /no coroutines of JavaScript/ };
  assert.throws(() => session.loop, lack);
  assert.throws(() => runtime.start(function* main() {}), lack);
});
