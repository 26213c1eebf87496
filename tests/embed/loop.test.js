import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  CancelledError,
  ExceptionGroup,
  InvalidStateError,
  TimeoutError,
} from '../../web/loop/errors.js';
import { FakeHost } from '../web/support/fake-host.js';
import { lessonsOn } from '../web/support/lessons.js';

/**
 * @typedef {import('../../web/loop/loop.js').Loop} Loop
 * @typedef {import('../../web/session/session.js').Session} Session
 */

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const runtime = await lessonsOn(new FakeHost());

/** @param {Session} session */
function runToEnd(session) {
  while (session.state === 'ready' || session.state === 'waiting') session.advance(1000);
  return session;
}

/**
 * Runs main() in virtual time; what it printed.
 * @param {import('../../web/loop/loop.js').Main} main
 */
function outputOf(main) {
  const session = runtime.start(main);
  let text = '';
  session.on('output', (output) => {
    text += output.text;
  });
  runToEnd(session);
  assert.equal(session.error, null);
  return text;
}

/** Promises settle in between. @param {Session} session */
async function drive(session) {
  while (session.canAdvance) {
    if (session.state === 'held') await new Promise((resolve) => setImmediate(resolve));
    else session.advance(1000);
  }
}

test('tasks sleep side by side, in virtual time', () => {
  const text = outputOf(function* main(loop) {
    /** @param {string} name @param {number} seconds */
    function* worker(name, seconds) {
      yield loop.sleep(seconds);
      loop.print(name, loop.time());
      return seconds;
    }
    const slow = loop.createTask(worker, { args: ['slow', 2] });
    const fast = loop.createTask(worker('fast', 1), { name: 'quick' });
    loop.print(slow.name, fast.name, slow.done());
    loop.print(yield slow, yield fast);
  });
  assert.equal(text, 'Task-2 quick false\nfast 1\nslow 2\n2 1\n');
});

test('a bare yield lets the others run first', () => {
  const text = outputOf(function* main(loop) {
    const other = loop.createTask(function* () {
      loop.print('other');
      yield;
      loop.print('other again');
    });
    yield;
    loop.print('main');
    yield other;
  });
  assert.equal(text, 'other\nmain\nother again\n');
});

test('cancel() throws a CancelledError at the yield, which may clean up', () => {
  const text = outputOf(function* main(loop) {
    const task = loop.createTask(function* () {
      try {
        yield loop.sleep(10);
      } catch (error) {
        loop.print(error instanceof CancelledError, /** @type {Error} */ (error).message);
        throw error;
      } finally {
        yield loop.sleep(1);
        loop.print('cleaned up', loop.time());
      }
    });
    yield loop.sleep(1);
    loop.print(task.cancel('enough'), task.cancelling());
    try {
      yield task;
    } catch (error) {
      loop.print(/** @type {Error} */ (error).name, task.cancelled(), task.cancel());
    }
  });
  assert.equal(text, 'true 1\ntrue enough\ncleaned up 2\nCancelledError true false\n');
});

test('what a coroutine throws is the same error where it is awaited', () => {
  const thrown = new RangeError('too far');
  const text = outputOf(function* main(loop) {
    function* inner() {
      yield loop.sleep(1);
      throw thrown;
    }
    for (const awaitable of [inner(), loop.createTask(inner), loop.gather([inner()])]) {
      try {
        yield awaitable;
      } catch (error) {
        loop.print(error === thrown);
      }
    }
  });
  assert.equal(text, 'true\ntrue\ntrue\n');
});

test('an exception nobody catches ends the program with its text', () => {
  const session = runtime.start(function* main(loop) {
    yield loop.sleep(1);
    throw new RangeError('too far');
  });
  let text = '';
  session.on('output', (output) => {
    text += output.text;
  });
  runToEnd(session);
  assert.deepEqual([session.exitStatus, text], [1, 'RangeError: too far\n']);
});

test('gather, shield, wait and waitFor are those of the runtime', () => {
  const text = outputOf(function* main(loop) {
    loop.print(JSON.stringify(yield loop.gather([loop.sleep(2, 'a'), loop.sleep(1, 'b')])));
    const inner = loop.createTask(function* () {
      yield loop.sleep(3);
      return 'inner';
    });
    try {
      yield loop.waitFor(loop.shield(inner), 1);
    } catch (error) {
      loop.print(error instanceof TimeoutError, loop.time(), inner.done());
    }
    const late = loop.createTask(loop.sleep(9));
    const [done, pending] = yield loop.wait([inner, late], { returnWhen: 'FIRST_COMPLETED' });
    loop.print(done[0] === inner, pending[0] === late, inner.result());
    const results = yield loop.gather([loop.waitFor(loop.sleep(5), 1)], { returnExceptions: true });
    loop.print(results[0].name);
  });
  assert.equal(text, '["a","b"]\ntrue 3 false\ntrue true inner\nTimeoutError\n');
});

test('a task group ends with the last of its tasks', () => {
  const text = outputOf(function* main(loop) {
    const result = yield loop.taskGroup(function* (group) {
      const slow = group.createTask(loop.sleep(2, 'slow'), { name: 'slow' });
      group.createTask(function* () {
        yield loop.sleep(1);
        group.createTask(loop.sleep(3), { name: 'late' });
      });
      loop.print(slow.name, slow.done());
      return slow;
    });
    loop.print(loop.time(), result.result());
  });
  assert.equal(text, 'slow false\n4 slow\n');
});

test('the first error of a task group cancels the others, and all come as one ExceptionGroup', () => {
  const first = new RangeError('first');
  const text = outputOf(function* main(loop) {
    try {
      yield loop.taskGroup(function* (group) {
        group.createTask(function* () {
          try {
            yield loop.sleep(9);
          } catch (error) {
            loop.print(/** @type {Error} */ (error).name, loop.time());
            throw new TypeError('while it was cancelled');
          }
        });
        group.createTask(function* () {
          yield loop.sleep(1);
          throw first;
        });
        yield loop.sleep(9);
      });
    } catch (error) {
      const group = /** @type {ExceptionGroup} */ (error);
      loop.print(group instanceof ExceptionGroup, group.name, group.message);
      loop.print(group.exceptions[0] === first, String(group.exceptions[1]));
      const [match, rest] = group.split((each) => each instanceof RangeError);
      loop.print(match?.exceptions.length, rest?.message);
    }
    loop.print(loop.currentTask()?.cancelling());
  });
  assert.equal(
    text,
    'CancelledError 1\n' +
      'true ExceptionGroup unhandled errors in a TaskGroup (2 sub-exceptions)\n' +
      'true TypeError: while it was cancelled\n' +
      '1 unhandled errors in a TaskGroup (1 sub-exception)\n0\n',
  );
});

test('a task group takes no tasks before and after, with the words of CPython', () => {
  const text = outputOf(function* main(loop) {
    /** @type {import('../../web/loop/objects.js').TaskGroup | undefined} */
    let kept;
    yield loop.taskGroup(function* (group) {
      kept = group;
    });
    try {
      kept?.createTask(loop.sleep(1));
    } catch (error) {
      loop.print(error);
    }
    for (const wrong of [undefined, 3, loop.sleep(0)]) {
      try {
        loop.taskGroup(/** @type {any} */ (wrong));
      } catch (error) {
        loop.print(/** @type {Error} */ (error).name);
      }
    }
  });
  assert.match(
    text,
    /^RuntimeError: TaskGroup <TaskGroup entered> is finished\nTypeError\nTypeError\nTypeError\n/,
  );
});

test('a group of JavaScript keeps what is in it on its way through C', () => {
  const inner = new ExceptionGroup('inner', [new RangeError('deep'), new TypeError('too')]);
  const text = outputOf(function* main(loop) {
    try {
      yield loop.taskGroup(function* (group) {
        group.createTask(function* () {
          throw inner;
        });
      });
    } catch (error) {
      const group = /** @type {ExceptionGroup} */ (error);
      loop.print(group.exceptions[0] === inner);
      const [match] = group.split((each) => each instanceof RangeError);
      loop.print(match?.exceptions[0]);
    }
  });
  assert.equal(text, 'true\nExceptionGroup: inner (1 sub-exception)\n');
  const session = runtime.start(function* main() {
    throw inner;
  });
  let printed = '';
  session.on('output', (output) => {
    printed += output.text;
  });
  runToEnd(session);
  assert.match(printed, /ExceptionGroup: inner \(2 sub-exceptions\)/);
  assert.throws(() => new ExceptionGroup('none', []), RangeError);
});

test('timeout() turns its own cancel into a TimeoutError, and can be moved', () => {
  const text = outputOf(function* main(loop) {
    try {
      yield loop.timeout(2, function* (timeout) {
        loop.print(timeout.when, timeout.expired());
        yield loop.sleep(9);
      });
    } catch (error) {
      const { cause } = /** @type {Error} */ (error);
      loop.print(error instanceof TimeoutError, cause instanceof CancelledError, loop.time());
    }
    const value = yield loop.timeout(1, function* (timeout) {
      timeout.reschedule(null);
      yield loop.sleep(5);
      loop.print(timeout.when);
      return 'kept';
    });
    loop.print(value, loop.time());
    /** @type {any} */
    let late;
    yield loop.timeoutAt(8, function* (timeout) {
      late = timeout;
      try {
        yield loop.sleep(9);
      } catch {
        return;
      }
    });
    loop.print(late?.expired(), loop.time());
    try {
      late?.reschedule(9);
    } catch (error) {
      loop.print(error);
    }
  });
  assert.equal(
    text,
    '2 false\ntrue true 2\nInfinity\nkept 7\ntrue 8\n' +
      'RuntimeError: Cannot change state of expired Timeout\n',
  );
});

test('a cancel from outside goes through a timeout and a group as it is', () => {
  const text = outputOf(function* main(loop) {
    const task = loop.createTask(function* () {
      yield loop.timeout(5, () =>
        loop.taskGroup(function* (group) {
          group.createTask(loop.sleep(9));
          yield loop.sleep(9);
        }),
      );
    });
    yield loop.sleep(1);
    task.cancel('enough');
    try {
      yield task;
    } catch (error) {
      loop.print(/** @type {Error} */ (error).name, loop.time(), task.cancelled());
    }
  });
  assert.equal(text, 'CancelledError 1 true\n');
});

test('asCompleted gives results as they come, then TimeoutErrors', () => {
  const text = outputOf(function* main(loop) {
    const same = loop.createTask(loop.sleep(2, 'two'));
    const awaitables = [loop.sleep(3, 'three'), same, same, loop.sleep(1, 'one'), loop.sleep(9)];
    for (const next of loop.asCompleted(awaitables, { timeout: 4 })) {
      try {
        loop.print(yield next, loop.time());
      } catch (error) {
        loop.print(/** @type {Error} */ (error).name, loop.time());
      }
    }
  });
  assert.equal(text, 'one 1\ntwo 2\nthree 3\nTimeoutError 4\n');
});

test('what is no coroutine and no future is refused where it is given', () => {
  const text = outputOf(function* main(loop) {
    const handle = /** @type {any} */ (loop.callSoon(() => {}));
    const future = /** @type {any} */ (loop.createFuture());
    const wrong = [
      () => loop.createTask(future),
      () => loop.createTask(/** @type {any} */ (3)),
      () => loop.wait([/** @type {any} */ (loop.sleep(0))]),
      () => loop.wait(/** @type {any} */ ([3])),
      () => loop.shield(handle),
      () => loop.gather([handle]),
      () => loop.waitFor(/** @type {any} */ (undefined), 1),
      () => loop.callSoon(/** @type {any} */ ('print')),
    ];
    for (const call of wrong) {
      try {
        call();
        loop.print('taken');
      } catch (error) {
        loop.print(/** @type {Error} */ (error).name);
      }
    }
    const task = loop.createTask(Promise.resolve(7));
    task.name = /** @type {any} */ (5);
    loop.print(task.name);
  });
  assert.match(text, /^(TypeError\n){8}5\n/);
  assert.doesNotMatch(text, /taken/);
});

test('futures are set once', () => {
  const text = outputOf(function* main(loop) {
    const future = loop.createFuture();
    assert.throws(() => future.result(), InvalidStateError);
    const forget = future.addDoneCallback(() => loop.print('forgotten'));
    future.addDoneCallback((done) => loop.print('called with itself:', done === future));
    forget();
    const value = { any: ['thing'] };
    loop.callLater(1, () => future.setResult(value));
    loop.print((yield future) === value, loop.time());
    assert.throws(() => future.setResult(2), InvalidStateError);
    const failed = loop.createFuture();
    failed.setException(new TypeError('wrong'));
    loop.print(/** @type {Error} */ (failed.exception()).message);
  });
  assert.equal(text, 'called with itself: true\ntrue 1\nwrong\n');
});

test('callbacks run in order, and can be cancelled', () => {
  const text = outputOf(function* main(loop) {
    loop.callSoon((first, second) => loop.print(first, second), 1, 'two');
    loop.callSoon(() => loop.print('never')).cancel();
    const timer = loop.callAt(2, () => loop.print('at', loop.time()));
    loop.callSoon(() => {
      throw new Error('a slip');
    });
    yield loop.sleep(3);
    loop.print(timer.when, timer.cancelled());
  });
  assert.match(
    text,
    /^1 two\nException in callback callback\(\)\n[^]*Error: a slip\nat 2\n2 false\n$/,
  );
});

test('a coroutine awaited twice, and what cannot be awaited, are errors at the yield', () => {
  const text = outputOf(function* main(loop) {
    const once = (function* () {
      yield loop.sleep(1);
    })();
    yield once;
    for (const wrong of [once, 3, loop.currentTask()]) {
      try {
        yield wrong;
      } catch (error) {
        loop.print(error);
      }
    }
  });
  assert.match(
    text,
    /^RuntimeError: cannot reuse already awaited coroutine\nTypeError: .* can be awaited; this is 3\.\nRuntimeError: Task cannot await on itself/,
  );
});

test('the mistakes of who begins are told with what to do', () => {
  /** @type {[(loop: any) => unknown, RegExp][]} */
  const mistakes = [
    [() => function later() {}, /this is the function later\. Call it\.$/],
    [() => [1], /this is an array\. gather\(\) awaits those in an array\.$/],
    [() => ({ a: 1 }), /this is an object, Object\.$/],
    [() => 'x'.repeat(1000), /this is "x{40}"\.$/],
    [(loop) => loop.gather(loop.sleep(1), loop.sleep(1)), /^gather\(\) takes an array/],
    [(loop) => loop.gather((function* () {})()), /^gather\(\) takes an array/],
    [(loop) => loop.wait(loop.createFuture()), /^wait\(\) takes an array/],
    [(loop) => loop.asCompleted('text'), /^asCompleted\(\) takes an array/],
    [(loop) => loop.createTask('later'), /^a coroutine was expected, got "later"$/],
  ];
  const said = outputOf(function* main(loop) {
    for (const [mistake] of mistakes) {
      try {
        yield mistake(loop);
      } catch (error) {
        loop.print(/** @type {Error} */ (error).message);
      }
    }
  }).split('\n');
  for (const [index, [, words]] of mistakes.entries()) assert.match(said[index] ?? '', words);
});

test('an async function cannot await what the loop runs, and is told', async () => {
  /** @type {string[]} */
  const said = [];
  const session = runtime.start(async function main(loop) {
    for (const mine of [loop.createFuture(), loop.coroutine(function* () {})]) {
      try {
        await /** @type {any} */ (mine);
      } catch (error) {
        said.push(/** @type {Error} */ (error).message);
      }
    }
  });
  await drive(session);
  assert.equal(said.length, 2);
  for (const words of said) assert.match(words, /make it a generator function/);
});

test('values keep what Python makes of them', () => {
  const object = new Map();
  const list = [null, true, 3, 2.5, -0, 2n ** 62n, 'naïve \0 🐍', [], object];
  const session = runtime.start(function* main(loop) {
    const back = yield loop.sleep(0, list);
    assert.deepEqual(back, [undefined, ...list.slice(1)]);
    assert.equal(back.at(-1), object);
    return list.slice(0, 6).concat(object);
  });
  runToEnd(session);
  assert.equal(session.exitStatus, 0);
  const returned = [...session.history].find(
    (event) =>
      event.kind === 'COROUTINE_RETURNS' && 'value' in event && /Map/.test(String(event.value)),
  );
  assert.ok(returned);
  assert.match(
    JSON.stringify(returned),
    /\[None, True, 3, 2\.5, -0\.0, 4611686018427387904, '.*', \[\], <Map object>\]/,
  );
});

test('promises and async functions are awaited as futures, and the virtual clock waits', async () => {
  const session = runtime.start(async function main() {});
  await drive(session);
  assert.equal(session.exitStatus, 0);

  let text = '';
  const other = runtime.start(function* main(loop) {
    loop.createTask(function* () {
      yield loop.sleep(1);
      loop.print('slept', loop.time());
    });
    const response = { status: 200 };
    const answer = yield new Promise((resolve) => setImmediate(resolve, response));
    loop.print(answer === response, loop.time());
    try {
      yield (async () => {
        throw new RangeError('refused');
      })();
    } catch (error) {
      loop.print(/** @type {Error} */ (error).message);
    }
    loop.print(yield loop.createTask(async () => 'from an async function'));
    yield loop.sleep(2);
  });
  other.on('output', (output) => {
    text += output.text;
  });
  other.advance(1000);
  assert.equal(other.state, 'held');
  await drive(other);
  assert.equal(text, 'true 0\nrefused\nfrom an async function\nslept 1\n');
});

test('a promise that nobody waits for any more lets the clock go on', async () => {
  const session = runtime.start(function* main(loop) {
    try {
      yield loop.waitFor(loop.createTask(loop.sleep(1)), 2);
      const waits = loop.createTask(() => new Promise(() => {}));
      yield;
      waits.cancel();
      yield loop.sleep(1);
    } finally {
      loop.print(loop.time());
    }
  });
  runToEnd(session);
  assert.deepEqual([session.state, session.time], ['ended', 2]);
});

test('tasks run beside those of a lesson in C, which they can await and cancel', () => {
  const session = runtime.start('04-create-task');
  let text = '';
  session.on('output', (output) => {
    text += output.text;
  });
  assert.throws(() => session.loop.createTask(function* () {}), {
    message: 'no running event loop',
  });
  session.advance(2);
  const { loop } = session;
  const [main, delay] = loop.allTasks();
  assert.deepEqual([main?.coroutine.name, delay?.coroutine.name], ['main', 'delay']);
  loop.createTask(function* watcher() {
    yield loop.sleep(2);
    loop.print('watcher at', loop.time());
    loop.print('delay gave', yield delay);
  });
  runToEnd(session);
  assert.equal(
    text,
    'main goes on at once.\nsleeping for 3 second(s)\nmain has slept for 1 second(s)\n' +
      'watcher at 2\nfinished sleeping for 3 second(s)\ndelay returned 3\ndelay gave 3\n',
  );
});

test('a call from outside is an event, which causes what follows from it', () => {
  const session = runtime.start('04-create-task');
  session.advance(2);
  session.loop.createTask(function* watcher() {
    session.loop.line(7);
    yield session.loop.sleep(1);
  });
  runToEnd(session);
  const events = [...session.history];
  const call = events.find(({ kind }) => kind === 'HOST_CALL');
  assert.equal(call && 'name' in call && call.name, 'create_task');
  const created = events.find((event) => 'name' in event && event.name === 'watcher');
  assert.equal(created?.cause, call?.seq);
  const line = events.find((event) => event.kind === 'LINE' && event.line === 7);
  assert.ok(line);
});

test('a call from outside wakes a loop that waits, on either clock', async () => {
  for (const clock of /** @type {const} */ (['virtual', 'real'])) {
    const host = new FakeHost();
    const own = await lessonsOn(host);
    const session = own.start(
      function* main(loop) {
        yield loop.sleep(10);
        loop.print('main');
      },
      { clock },
    );
    /** @type {string[]} */
    const order = [];
    session.on('output', ({ text }) => order.push(text.trim()));
    const began = clock === 'real' ? host.time : 0;
    session.run();
    host.pass(4);
    session.loop.createTask(function* () {
      order.push(`begins at ${session.loop.time() - began}`);
      yield session.loop.sleep(1);
      order.push(`ends at ${session.loop.time() - began}`);
    });
    host.pass(20);
    assert.deepEqual(order, ['begins at 4', 'ends at 5', 'main'], clock);
  }
});

test('what a task gave is forgotten on both sides once nothing holds it', async () => {
  /** @type {WeakRef<object> | undefined} */
  let first;
  const session = runtime.start(
    function* main(loop) {
      for (let i = 0; i < 8000; i++) {
        yield loop.createTask(function* one() {
          yield;
          const object = { number: i };
          first ??= new WeakRef(object);
          return object;
        });
      }
    },
    { trace: false },
  );
  while (session.state === 'ready') {
    session.advance(2000);
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  assert.equal(session.exitStatus, 0);
  assert.equal(first?.deref(), undefined);
});

test('objects of one session are not those of another', () => {
  const other = runtime.start('04-create-task');
  other.advance(2);
  const [task] = other.loop.allTasks();
  const text = outputOf(function* main(loop) {
    try {
      yield task;
    } catch (error) {
      loop.print(/** @type {Error} */ (error).message);
    }
  });
  assert.equal(text, 'It belongs to the loop of another session.\n');
});

test('a closed session says so', () => {
  const session = runtime.start('04-create-task');
  session.advance(2);
  session.close();
  assert.throws(() => session.loop.createTask(function* () {}), { name: 'SessionClosed' });
});
