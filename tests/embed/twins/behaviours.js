/**
 * What behaviours.py does, as coroutines in JavaScript: each prints what it sees. Names are those of
 * Python's, in JavaScript's way of writing.
 */
import { CancelledError, ExceptionGroup, TimeoutError } from '../../../web/loop/errors.js';

/**
 * @typedef {import('../../../web/loop/loop.js').Loop} Loop
 * @typedef {import('../../../web/loop/objects.js').Task} Task
 * @typedef {import('../../../web/loop/objects.js').Future} Future
 * @typedef {Generator<any, any, any>} Running
 */

class ValueError extends Error {
  /** @override */
  name = 'ValueError';
}

/** @param {any} error */
const nameOf = ({ name, message }) => `${name}: ${message}`;

/**
 * The behaviours, with what they share.
 * @param {Loop} loop
 * @returns {Record<string, () => Running>}
 */
export function behaviours(loop) {
  /** @param {string} label @param {...unknown} values */
  const say = (label, ...values) =>
    loop.print(label, ...values.map((value) => (value === undefined ? 'None' : value)));

  /** @param {string} label @param {() => unknown} function_ */
  const attempt = (label, function_) => {
    try {
      say(label, function_());
    } catch (error) {
      say(label, 'raised', nameOf(error));
    }
  };

  /** @param {string} label @param {any} awaitable @returns {Running} */
  function* observe(label, awaitable) {
    try {
      say(label, yield awaitable);
    } catch (error) {
      say(label, 'raised', nameOf(error));
    }
  }

  /** @param {string} label @param {Task} task */
  const state = (label, task) => say(label, task.done(), task.cancelled(), task.cancelling());

  /** @param {number} seconds @param {unknown} result @returns {Running} */
  function* work(seconds, result) {
    yield loop.sleep(seconds);
    return result;
  }

  /** @param {number} seconds @param {string} text @returns {Running} */
  function* fail(seconds, text) {
    yield loop.sleep(seconds);
    throw new ValueError(text);
  }

  /** @param {number} seconds @param {unknown} result @returns {Running} */
  function* stubborn(seconds, result) {
    try {
      yield loop.sleep(seconds);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      say('kept on after', nameOf(error));
    }
    return result;
  }

  /** @param {string} label @param {number} seconds @returns {Running} */
  function* tidy(label, seconds) {
    try {
      yield loop.sleep(100);
    } finally {
      say(label, 'tidies up');
      yield loop.sleep(seconds);
      say(label, 'is tidy');
    }
  }

  /** @returns {Running} */
  function* cancelledOne() {
    currentTask().cancel('by itself');
    yield loop.sleep(0);
  }

  /** @returns {Running} */
  function* turns() {
    try {
      yield loop.sleep(10);
    } catch {
      throw new ValueError('instead');
    }
  }

  const currentTask = () => /** @type {Task} */ (loop.currentTask());

  return {
    *cancelBeforeTheFirstStep() {
      const task = loop.createTask(work, { args: [1, 1] });
      say('cancel', task.cancel('early'));
      yield* observe('task', task);
      state('state', task);
      say('again', task.cancel());
    },

    *cancelIsSwallowed() {
      const task = loop.createTask(stubborn(10, 'kept'));
      yield loop.sleep(1);
      task.cancel('please');
      yield* observe('task', task);
      state('state', task);
    },

    *cancelCounts() {
      const task = loop.createTask(stubborn(10, 'kept'));
      yield loop.sleep(0);
      task.cancel('one');
      task.cancel('two');
      say('cancelling', task.cancelling());
      say('uncancel', task.uncancel(), task.uncancel(), task.uncancel());
      yield* observe('task', task);
    },

    *uncancelBeforeTheFirstStep() {
      const task = loop.createTask(work(1, 'done'));
      task.cancel();
      say('uncancel', task.uncancel());
      yield* observe('task', task);
    },

    *cancelInFinally() {
      const task = loop.createTask(tidy('t', 5));
      yield loop.sleep(0);
      task.cancel('first');
      yield loop.sleep(0);
      yield loop.sleep(0);
      task.cancel('second');
      yield* observe('task', task);
    },

    *cancelOneself() {
      function* inner() {
        say('self', currentTask().cancel('me'));
        try {
          yield loop.sleep(0);
        } catch (error) {
          say('delivered', nameOf(error));
          throw error;
        }
      }

      function* returns() {
        currentTask().cancel('me');
        return 'too late';
      }
      yield* observe('inner', loop.createTask(inner));
      yield* observe('returns', loop.createTask(returns));
    },

    *cancelGoesDownTheChain() {
      const inner = loop.createTask(tidy('inner', 1));
      const task = loop.createTask(function* outer() {
        yield inner;
      });
      yield loop.sleep(0);
      yield loop.sleep(0);
      task.cancel('down');
      yield* observe('outer', task);
      state('inner', inner);
    },

    *aCancelBecomesAnotherError() {
      const task = loop.createTask(turns);
      yield loop.sleep(1);
      task.cancel();
      yield* observe('task', task);
      state('state', task);
    },

    *oneOfTwoWaitersIsCancelled() {
      const future = loop.createFuture();
      const shared = loop.createTask(work(2, 'shared'));
      const first = loop.createTask(observe('first', loop.shield(shared)));
      const second = loop.createTask(observe('second', shared));
      const third = loop.createTask(observe('third', future));
      yield loop.sleep(1);
      first.cancel();
      future.cancel('gone');
      yield loop.wait([first, second, third]);
    },

    *shieldLetsTheInnerGoOn() {
      const inner = loop.createTask(work(3, 'inner'));
      const outer = loop.shield(inner);
      yield loop.sleep(1);
      say('cancel', outer.cancel('outer'));
      yield* observe('outer', outer);
      yield* observe('inner', inner);
      yield* observe('of a cancelled one', loop.shield(cancelledOne()));
      yield* observe('of a failing one', loop.shield(fail(1, 'f')));
    },

    *waitForInTimeAndNot() {
      yield* observe('in time', loop.waitFor(work(1, 'r'), 2));
      yield* observe('at the same time', loop.waitFor(work(2, 'r'), 2));
      yield* observe('too late', loop.waitFor(work(3, 'r'), 2));
      yield* observe('no limit', loop.waitFor(work(3, 'r'), null));
      yield* observe('fails', loop.waitFor(fail(1, 'f'), 2));
      say('time', loop.time() > 0 ? 'True' : 'False');
    },

    *waitForNothing() {
      const done = loop.createTask(work(0, 'done'));
      yield loop.sleep(1);
      yield* observe('done, 0', loop.waitFor(done, 0));
      yield* observe('done, -1', loop.waitFor(done, -1));
      const pending = loop.createTask(work(5, 'pending'));
      yield* observe('pending, 0', loop.waitFor(pending, 0));
      state('pending', pending);
      yield* observe('coroutine, 0', loop.waitFor(work(0, 'c'), 0));
    },

    *waitForOneThatKeepsOn() {
      yield* observe('stubborn', loop.waitFor(stubborn(10, 'kept'), 1));
      yield* observe('tidy', loop.waitFor(tidy('t', 3), 1));
      yield* observe('turns', loop.waitFor(turns(), 1));
    },

    *waitForIsCancelled() {
      const inner = loop.createTask(tidy('inner', 1));
      const task = loop.createTask(function* outer() {
        yield loop.waitFor(inner, 10);
      });
      yield loop.sleep(1);
      task.cancel('outside');
      yield* observe('outer', task);
      state('inner', inner);
    },

    *gatherInOrder() {
      say('empty', (yield loop.gather([])).length);
      say('results', ...(yield loop.gather([work(3, 'a'), work(1, 'b'), work(2, 'c')])));
      const task = loop.createTask(work(1, 'same'));
      say('twice', ...(yield loop.gather([task, task])));
    },

    *gatherFailsAndTheOthersGoOn() {
      const slow = loop.createTask(work(5, 'slow'));
      yield* observe('gather', loop.gather([fail(2, 'second'), fail(1, 'first'), slow]));
      yield* observe('slow', slow);
    },

    *gatherReturnsExceptions() {
      const one = loop.createTask(work(9, 'never'));
      const gathered = loop.gather([one, fail(1, 'f'), work(2, 'r')], { returnExceptions: true });
      yield loop.sleep(1);
      one.cancel('child');
      for (const each of yield gathered) say('each', each instanceof Error ? nameOf(each) : each);
    },

    *gatherIsCancelled() {
      const children = ['a', 'b'].map((label) => loop.createTask(tidy(label, 1)));
      const all = loop.gather(children);
      yield loop.sleep(1);
      say('cancel', all.cancel('all'));
      yield* observe('gather', all);
      for (const child of children) state('child', child);
      const child = loop.createTask(work(9, 'never'));
      const gathered = loop.gather([child, work(1, 'r')]);
      yield loop.sleep(0);
      child.cancel('only one');
      yield* observe('one child', gathered);
    },

    *aGroupCollectsErrors() {
      try {
        yield loop.taskGroup(function* (group) {
          group.createTask(fail(1, 'a'));
          group.createTask(fail(1, 'b'));
          group.createTask(tidy('t', 1));
          yield loop.sleep(9);
        });
      } catch (error) {
        if (!(error instanceof ExceptionGroup)) throw error;
        say('group', nameOf(error), ...error.exceptions.map(nameOf));
      }
    },

    *aGroupWhoseBodyFails() {
      try {
        yield loop.taskGroup(function* (group) {
          group.createTask(tidy('t', 1));
          yield loop.sleep(1);
          throw new ValueError('body');
        });
      } catch (error) {
        if (!(error instanceof ExceptionGroup)) throw error;
        say('group', nameOf(error), ...error.exceptions.map(nameOf));
      }
    },

    *aGroupIsCancelledFromOutside() {
      const task = loop.createTask(function* outer() {
        yield loop.taskGroup(function* (group) {
          group.createTask(tidy('t', 2));
          yield loop.sleep(50);
        });
      });
      yield loop.sleep(1);
      task.cancel('outside');
      yield* observe('task', task);
      state('state', task);
    },

    *aChildOfAGroupCancelsItself() {
      const [child, other] = yield loop.taskGroup(function* (group) {
        return [group.createTask(cancelledOne()), group.createTask(work(1, 'other'))];
      });
      state('child', child);
      say('other', other.result());
    },

    *groupsNest() {
      try {
        yield loop.taskGroup(function* (outer) {
          outer.createTask(tidy('outer', 1));

          yield loop.taskGroup(function* (inner) {
            inner.createTask(fail(1, 'deep'));
          });
        });
      } catch (error) {
        if (!(error instanceof ExceptionGroup)) throw error;
        say('outer', nameOf(error), ...error.exceptions.map(nameOf));
        const [inner] = error.exceptions;
        say('inner', .../** @type {ExceptionGroup} */ (inner).exceptions.map(nameOf));
      }
    },

    *asTheyAreCompleted() {
      for (const each of loop.asCompleted([work(3, 'c'), work(1, 'a'), fail(2, 'b')]))
        yield* observe('next', each);
      for (const each of loop.asCompleted([work(3, 'late'), work(1, 'early')], { timeout: 2 }))
        yield* observe('next', each);
    },

    *timeoutsNest() {
      /** @param {number | null} outer @param {number | null} inner @param {number} seconds @returns {Running} */
      function* limited(outer, inner, seconds) {
        try {
          return yield loop.timeout(outer, function* () {
            try {
              return yield loop.timeout(inner, function* () {
                yield loop.sleep(seconds);
                return 'in time';
              });
            } catch (error) {
              if (!(error instanceof TimeoutError)) throw error;
              return `inner ${nameOf(error)}`;
            }
          });
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
          return `outer ${nameOf(error)}`;
        }
      }
      for (const [
        outer,
        inner,
        seconds,
      ] of /** @type {[number | null, number | null, number][]} */ ([
        ...[
          [3, 2, 1],
          [3, 2, 5],
          [1, 2, 5],
          [0, 2, 5],
          [2, 2, 5],
          [null, null, 1],
        ],
      ]))
        say('limits', yield* limited(outer, inner, seconds));
    },

    *aTimeoutWhoseCancelIsSwallowed() {
      try {
        yield loop.timeout(1, function* (timeout) {
          try {
            yield loop.sleep(5);
          } catch (error) {
            say('swallowed', nameOf(error));
          }
          say('expired', timeout.expired());
        });
        say('left', currentTask().cancelling());
        yield loop.sleep(1);
        say('goes on');
      } catch (error) {
        say(error instanceof TimeoutError ? 'timeout' : nameOf(error));
      }
    },

    *aTimeoutAndACancelTogether() {
      const task = loop.createTask(function* limited() {
        yield loop.timeout(1, function* () {
          yield loop.sleep(5);
        });
      });
      yield loop.sleep(0);
      loop.callLater(1, () => task.cancel('outside'));
      yield* observe('task', task);
      state('state', task);
    },

    *waitUntil() {
      /** @param {number[]} seconds @param {number[]} errors @param {any} [options] @returns {Running} */
      function* count(seconds, errors, options) {
        const tasks = [
          ...seconds.map((each) => loop.createTask(work(each, each))),
          ...errors.map((each) => loop.createTask(fail(each, 'f'))),
        ];
        const [done, pending] = yield loop.wait(tasks, options);
        say('done', done.length, pending.length);
        for (const task of pending) task.cancel();
      }
      yield* count([1, 2, 3], []);
      yield* count([1, 2, 3], [], { timeout: 2 });
      yield* count([1, 2, 3], [], { timeout: 0 });
      yield* count([1, 2, 3], [], { returnWhen: 'FIRST_COMPLETED' });
      yield* count([1, 3], [2], { returnWhen: 'FIRST_EXCEPTION' });
      yield* count([1, 2], [], { returnWhen: 'FIRST_EXCEPTION' });
      yield* observe('empty', loop.wait([]));
    },

    *futuresByHand() {
      const future = loop.createFuture();
      attempt('result', () => future.result());
      attempt('exception', () => future.exception());
      future.addDoneCallback((done) => say('called', done.result()));
      future.setResult('r');
      attempt('set', () => future.setResult(2));
      attempt('cancel', () => future.cancel());
      say('before the callback');
      yield loop.sleep(0);
      future.addDoneCallback(() => say('called at once?'));
      say('no');
      yield loop.sleep(0);
      const failed = loop.createFuture();
      failed.setException(new ValueError('v'));
      attempt('exception', () => nameOf(failed.exception()));
      yield* observe('failed', failed);
      const cancelled = loop.createFuture();
      cancelled.cancel('c');
      attempt('result', () => cancelled.result());
      attempt('exception', () => cancelled.exception());
      attempt('set', () => cancelled.setResult(1));
    },

    *orderOfCallbacks() {
      loop.callSoon(say, 'soon 1');
      const task = loop.createTask(work(0, 'task'));
      loop.callSoon(say, 'soon 2');
      loop.callLater(0, say, 'later 0');
      loop.callAt(loop.time(), say, 'at now');
      loop.callLater(2, say, 'later 2');
      const handle = loop.callLater(1, say, 'never');
      handle.cancel();
      say('cancelled', handle.cancelled());
      yield loop.sleep(0);
      say('after one turn');
      say(yield task);
      yield loop.sleep(2);
      say('end');
    },

    *aCoroutineIsClosed() {
      function* closable() {
        try {
          yield loop.sleep(9);
        } finally {
          say('closed');
        }
      }
      const notBegun = loop.coroutine(closable);
      notBegun.close();
      say('not begun');
      yield* observe('awaited', notBegun);
      const task = loop.createTask(closable);
      yield loop.sleep(0);
      yield* observe('used', task.coroutine);
      task.cancel();
      yield* observe('task', task);
    },

    *awaitingOneself() {
      try {
        yield loop.createTask(function* inner() {
          yield currentTask();
        });
      } catch (error) {
        say(String(/** @type {Error} */ (error).message.split(':')[0]));
      }
    },

    *namesOfTasks() {
      const one = loop.createTask(work(0, 1));
      const two = loop.createTask(work(0, 1), { name: 'mine' });
      say('names', one.name, two.name, currentTask().name);
      one.name = /** @type {any} */ (5);
      say('name', one.name);
      say(
        'all',
        ...loop
          .allTasks()
          .map(({ name }) => name)
          .sort(),
      );
      yield loop.wait([one, two]);
      say('all', loop.allTasks().length);
    },

    *anErrorIsTheSameObject() {
      const error = new ValueError('same');

      const task = loop.createTask(function* raises() {
        throw error;
      });
      for (let times = 0; times < 2; times++) {
        try {
          yield task;
        } catch (caught) {
          say('same', caught === error);
        }
      }
      say('exception', task.exception() === error);
    },

    *aSuspendedCoroutineIsClosed() {
      function* closable() {
        try {
          yield loop.sleep(9);
        } finally {
          say('closed');
        }
      }
      function* ignores() {
        try {
          yield loop.sleep(9);
        } finally {
          yield loop.sleep(1);
        }
      }
      for (const function_ of [closable, ignores]) {
        const task = loop.createTask(function_);
        yield loop.sleep(0);
        attempt('close', () => task.coroutine.close());
        task.cancel();
        yield* observe('task', task);
      }
    },

    *whatIsAwaitedIsClosedFirst() {
      const raises = () => {
        throw new ValueError('instead');
      };
      /** @param {string} how @returns {Running} */
      function* inner(how) {
        try {
          yield loop.sleep(9);
        } finally {
          say('inner', how);
          if (how === 'waits') yield loop.sleep(1);
          if (how === 'raises') raises();
        }
      }
      /** @param {string} how */
      function* outer(how) {
        try {
          yield inner(how);
        } catch (error) {
          say('outer', nameOf(error));
        } finally {
          say('outer ends');
        }
      }
      /** @param {string} how */
      const inATimeout = (how) =>
        loop.timeout(3, function* () {
          yield inner(how);
        });
      for (const function_ of [outer, inATimeout]) {
        for (const how of ['ends', 'waits', 'raises']) {
          const task = loop.createTask(function_(how));
          yield loop.sleep(0);
          attempt('close', () => task.coroutine.close());
          task.cancel();
          yield* observe('task', task);
        }
      }
    },

    *whatNobodyHandlesIsReported() {
      loop.callSoon(() => {
        throw new ValueError('callback');
      });
      loop.createTask(fail(1, 'nobody retrieves it'));
      const shielded = loop.createTask(fail(2, 'shielded'));
      const outer = loop.shield(shielded);
      yield loop.sleep(1);
      outer.cancel();
      yield* observe('outer', outer);
      yield loop.sleep(2);
      say('goes on');
    },

    *aTimeoutIsMoved() {
      /** @param {number | null} by */
      const moved = (by) =>
        loop.timeout(1, function* (timeout) {
          timeout.reschedule(by === null ? null : timeout.when + by);
          try {
            yield loop.sleep(3);
          } finally {
            say('expired', timeout.expired());
          }
        });
      for (const by of [null, 1, 5, -9]) yield* observe('moved', moved(by));
    },

    *aGatherThatReturnsExceptionsIsCancelled() {
      const child = loop.createTask(tidy('child', 1));
      const gathered = loop.gather([child, fail(1, 'f')], { returnExceptions: true });
      yield loop.sleep(0);
      say('cancel', gathered.cancel('all'));
      yield* observe('gather', gathered);
      state('child', child);
    },

    *givingWay() {
      /** @param {string} label @param {number} times @returns {Running} */
      function* givesWay(label, times) {
        for (let number = 0; number < times; number++) {
          say(label, number);
          yield;
        }
        yield loop.sleep(-1);
        say(label, 'ends');
      }
      yield loop.gather([givesWay('a', 3), givesWay('b', 2)]);
    },

    *aGroupThatIsCancelledGoesOn() {
      const task = loop.createTask(function* outer() {
        try {
          yield loop.taskGroup(function* (group) {
            group.createTask(stubborn(50, 'kept'));
            yield loop.sleep(50);
          });
        } catch (error) {
          say('caught', nameOf(error), currentTask().uncancel());
        }
        yield loop.sleep(1);
        return 'went on';
      });
      yield loop.sleep(1);
      task.cancel('outside');
      yield* observe('task', task);
      state('state', task);
    },
  };
}
