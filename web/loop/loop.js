/**
 * The running loop of a session, for coroutines written in JavaScript: generators, which yield what
 * Python awaits.
 *
 *     session.loop.createTask(function* () {
 *       yield session.loop.sleep(1);
 *     });
 *
 * They run beside the coroutines in C, and the trace shows both alike.
 */
import { ProgramFault } from '../module/errors.js';
import { AsyncioError } from './errors.js';
import { Body, Crossing, typeName } from './crossing.js';
import { Coroutine, Future, RuntimeObject } from './objects.js';
import { StreamReader, StreamWriter } from './stream.js';

/**
 * @typedef {import('./objects.js').Handle} Handle
 * @typedef {import('./objects.js').Task} Task
 * @typedef {import('./objects.js').TaskGroup} TaskGroup
 * @typedef {import('./objects.js').Timeout} Timeout
 *
 * @typedef {Generator<unknown, unknown, any>} AnyGenerator
 *
 * @typedef {Coroutine | Future | AnyGenerator | PromiseLike<unknown>} Awaitable what a coroutine
 *   yields; yielding nothing lets the others run first
 *
 * @typedef {((...args: any[]) => AnyGenerator | PromiseLike<unknown> | Coroutine) | AnyGenerator | PromiseLike<unknown> | Coroutine} CoroutineLike
 *   a generator function or an async function, what it returns, or a coroutine of the runtime
 *
 * @typedef {(loop: Loop) => AnyGenerator | PromiseLike<unknown>} Main
 *
 * @typedef {object} Module   calls into it
 * @property {<T>(request: Uint8Array, read: (reply: Uint8Array) => T) => T} request
 * @property {(slot: number) => void} drop
 * @property {() => boolean} isOpen
 */

/** What a runtime makes the loops of its sessions with. @param {Module} module */
export const makeLoop = (module) => new Loop(module);

const ANSWER = /** @type {const} */ ({ returned: 0, raised: 1, awaits: 2 });

const RETURN_WHEN = /** @type {const} */ (['ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION']);

/**
 * @param {unknown} value
 * @returns {value is AnyGenerator}
 */
function isGenerator(value) {
  const { next, throw: throw_ } = /** @type {Partial<AnyGenerator>} */ (value ?? {});
  return typeof next === 'function' && typeof throw_ === 'function';
}

/**
 * @param {unknown} value
 * @returns {value is PromiseLike<unknown>}
 */
function isPromise(value) {
  // The loop's own have a then() only to refuse it.
  if (value instanceof RuntimeObject) return false;
  return typeof (/** @type {Partial<PromiseLike<unknown>>} */ (value ?? {}).then) === 'function';
}

/** @param {unknown} thrown */
function isGeneratorExit(thrown) {
  return thrown instanceof AsyncioError && thrown.name === 'GeneratorExit';
}

/** Characters of a text in a message. */
const LONGEST = 40;

/** @param {unknown} value */
function describe(value) {
  if (value instanceof Future) return 'a future';
  if (value instanceof Coroutine) return 'a coroutine';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST));
  if (typeof value === 'object' && value !== null) return `an object, ${typeName(value)}`;
  return String(value);
}

/** What may have been meant. @param {unknown} value */
function hintFor(value) {
  if (typeof value === 'function') return ' Call it.';
  if (Array.isArray(value)) return ' gather() awaits those in an array.';
  return '';
}

/**
 * Python's functions take them one by one, and a generator is an awaitable here.
 * @template T
 * @param {string} name   of the function that takes them
 * @param {Iterable<T>} values
 * @returns {T[]}
 */
function listOf(name, values) {
  const isList = typeof Object(values)[Symbol.iterator] === 'function';
  if (!isList || isGenerator(values) || typeof values === 'string')
    throw new TypeError(`${name}() takes an array: ${name}([first, second]).`);
  return [...values];
}

/** @param {Function} coroutine */
function nameOf(coroutine) {
  return coroutine.name || 'coroutine';
}

/**
 * The function is called when the coroutine begins, whatever kind of function it is.
 * @param {(...args: any[]) => unknown} coroutine
 * @param {unknown[]} args
 * @returns {AnyGenerator}
 */
function* begin(coroutine, args) {
  const made = coroutine(...args);
  if (isGenerator(made)) return yield* made;
  return made instanceof RuntimeObject || isPromise(made) ? yield made : made;
}

/**
 * @param {AnyGenerator} generator
 * @param {boolean} thrown
 * @param {unknown} sent
 */
function goOn(generator, thrown, sent) {
  if (!thrown) return generator.next(sent);
  if (!isGeneratorExit(sent)) return generator.throw(sent);
  const closed = generator.return(undefined);
  if (closed.done) throw sent;
  return closed;
}

export class Loop {
  #module;
  #crossing;
  /** Those that have become coroutines. @type {WeakSet<AnyGenerator>} */
  #used = new WeakSet();
  /** What stopped the module, so that no coroutine goes on as if nothing had happened. */
  /** @type {{ error: unknown } | null} */
  #fault = null;

  /** @param {Module} module */
  constructor(module) {
    this.#module = module;
    this.#crossing = new Crossing(this, (slot) => module.drop(slot));
  }

  // ---------------------------------------------------------------- what asyncio has

  /** @returns {number} loop time, seconds */
  time() {
    return this.request('time');
  }

  /** @returns {boolean} */
  isRunning() {
    return this.request('is_running');
  }

  /**
   * @param {CoroutineLike} coroutine
   * @param {{ name?: string, args?: unknown[], group?: TaskGroup }} [options]
   * @returns {Task}
   */
  createTask(coroutine, { name, args = [], group } = {}) {
    return this.request('create_task', this.#coroutine(coroutine, args), name, group);
  }

  /**
   * A coroutine object, which has not begun. A generator does as well; this one has the function's
   * name in the trace.
   * @param {CoroutineLike} coroutine
   * @param {...unknown} args
   * @returns {Coroutine}
   */
  coroutine(coroutine, ...args) {
    return this.request('coroutine', this.#coroutine(coroutine, args));
  }

  /** @returns {Future} */
  createFuture() {
    return this.request('create_future');
  }

  /**
   * @param {number} seconds
   * @param {unknown} [result]
   * @returns {Coroutine}
   */
  sleep(seconds, result) {
    return this.request('sleep', Number(seconds), result);
  }

  /**
   * @param {Iterable<Awaitable>} awaitables
   * @param {{ returnExceptions?: boolean }} [options]
   * @returns {Future} of an array
   */
  gather(awaitables, { returnExceptions = false } = {}) {
    const items = listOf('gather', awaitables).map((each) => this.#awaitable(each));
    return this.request('gather', items, returnExceptions);
  }

  /**
   * Cancelling what it returns does not cancel what it is given.
   * @param {Awaitable} awaitable
   * @returns {Future}
   */
  shield(awaitable) {
    return this.request('shield', this.#awaitable(awaitable));
  }

  /**
   * @param {Awaitable} awaitable
   * @param {number | null} timeout   seconds; null: none
   * @returns {Coroutine} throws TimeoutError into who awaits it
   */
  waitFor(awaitable, timeout) {
    return this.request('wait_for', this.#awaitable(awaitable), timeout ?? Infinity);
  }

  /**
   * @param {Iterable<Future>} futures
   * @param {{ timeout?: number | null, returnWhen?: typeof RETURN_WHEN[number] }} [options]
   * @returns {Coroutine} of two arrays: those that are done, and the others
   */
  wait(futures, { timeout = null, returnWhen = 'ALL_COMPLETED' } = {}) {
    const when = RETURN_WHEN.indexOf(returnWhen);
    if (when < 0) throw new TypeError(`returnWhen is one of ${RETURN_WHEN.join(', ')}.`);
    const all = listOf('wait', futures);
    if (!all.every((each) => each instanceof Future)) {
      throw new TypeError('Passing coroutines is forbidden, use tasks explicitly.');
    }
    return this.request('wait', all, timeout ?? Infinity, when);
  }

  /**
   * @param {Iterable<Awaitable>} awaitables
   * @param {{ timeout?: number | null }} [options]   seconds
   * @returns {Iterable<Coroutine>} each with the result of the next one that is done, or TimeoutError
   */
  asCompleted(awaitables, { timeout = null } = {}) {
    const items = [...new Set(listOf('asCompleted', awaitables))].map((each) =>
      this.#awaitable(each),
    );
    const iterator = this.request('as_completed', items, timeout ?? Infinity);
    const next = () => this.request('as_completed_next', iterator);
    return (function* () {
      for (let left = items.length; left > 0; left--) yield next();
    })();
  }

  /**
   * `async with asyncio.TaskGroup()`: its end is that of the last of its tasks, and one that fails
   * cancels the others.
   * @param {(group: TaskGroup) => AnyGenerator | PromiseLike<unknown> | Coroutine} body
   * @returns {Coroutine} of what the body returns; throws an ExceptionGroup into who awaits it
   */
  taskGroup(body) {
    return this.#with(this.request('task_group'), body);
  }

  /**
   * `async with asyncio.timeout()`
   * @param {number | null} delay   seconds; null: none
   * @param {(timeout: Timeout) => AnyGenerator | PromiseLike<unknown> | Coroutine} body
   * @returns {Coroutine} of what the body returns; throws TimeoutError into who awaits it
   */
  timeout(delay, body) {
    return this.timeoutAt(delay === null ? null : this.time() + Number(delay), body);
  }

  /**
   * @param {number | null} when   loop time, seconds; null: never
   * @param {(timeout: Timeout) => AnyGenerator | PromiseLike<unknown> | Coroutine} body
   * @returns {Coroutine}
   */
  timeoutAt(when, body) {
    return this.#with(this.request('timeout_at', when ?? Infinity), body);
  }

  /**
   * @param {Awaitable} awaitable
   * @returns {Future} a future as it is, a task for anything else
   */
  ensureFuture(awaitable) {
    return this.request('ensure_future', this.#awaitable(awaitable));
  }

  /**
   * @template {unknown[]} A
   * @param {(...args: A) => void} callback
   * @param {A} args
   * @returns {Handle}
   */
  callSoon(callback, ...args) {
    return this.#schedule('call_soon', callback, args);
  }

  /**
   * @template {unknown[]} A
   * @param {number} delay   seconds
   * @param {(...args: A) => void} callback
   * @param {A} args
   * @returns {Handle}
   */
  callLater(delay, callback, ...args) {
    return this.callAt(this.time() + delay, callback, ...args);
  }

  /**
   * @template {unknown[]} A
   * @param {number} when   loop time, seconds
   * @param {(...args: A) => void} callback
   * @param {A} args
   * @returns {Handle}
   */
  callAt(when, callback, ...args) {
    return this.#schedule('call_at', callback, args, Number(when));
  }

  /** @returns {Task | undefined} */
  currentTask() {
    return this.request('current_task');
  }

  /** @returns {Task[]} those that are not done, oldest first */
  allTasks() {
    return this.request('all_tasks');
  }

  stop() {
    this.request('stop');
  }

  // ---------------------------------------------------------------- what is ours

  /**
   * The future of work outside the loop. Until it is settled an idle loop is no deadlock, and the
   * virtual clock stands still. Yielding a promise does the same.
   * @param {PromiseLike<unknown>} promise
   * @returns {Future}
   */
  fromPromise(promise) {
    /** @type {Future} */
    const future = this.request('promise');
    promise.then(
      (value) => this.#settle(future, () => future.setResult(value)),
      (error) => this.#settle(future, () => future.setException(error)),
    );
    return future;
  }

  /**
   * One line of output, in the trace as well.
   * @param {...unknown} values
   */
  print(...values) {
    this.request('print', 1, `${values.map(String).join(' ')}\n`);
  }

  /**
   * The line of its source that the running coroutine has come to.
   * @param {number} number
   */
  line(number) {
    this.request('line', number);
  }

  // ---------------------------------------------------------------- calls into the module

  /**
   * @param {string} operation
   * @param {...unknown} args
   * @returns {any}
   */
  request(operation, ...args) {
    const stream = new StreamWriter().text(operation).byte(args.length);
    for (const value of args) this.#crossing.write(stream, value);
    return this.#send(stream);
  }

  /**
   * @param {string} operation
   * @param {RuntimeObject} object
   * @param {unknown} error
   */
  requestWithError(operation, object, error) {
    const stream = new StreamWriter().text(operation).byte(2);
    this.#crossing.write(stream, object);
    this.#crossing.writeError(stream, error);
    this.#send(stream);
  }

  /** @param {StreamWriter} stream */
  #send(stream) {
    try {
      const { answer, value } = this.#module.request(stream.bytes(), (bytes) => {
        const reply = new StreamReader(bytes);
        return { answer: reply.byte(), value: this.#crossing.read(reply) };
      });
      if (answer === ANSWER.raised) throw value;
      return value;
    } catch (error) {
      if (error instanceof ProgramFault) this.#fault = { error };
      throw error;
    }
  }

  /**
   * @param {Future} future
   * @param {(future: any) => void} callback
   * @returns {() => void} takes it back
   */
  addDoneCallback(future, callback) {
    const number = this.#crossing.give(callback);
    const name = callback.name || 'callback';
    this.request('add_done_callback', future, number, name);
    return () => {
      if (!this.#crossing.given(number)) return;
      this.request('remove_done_callback', future, number, name);
      this.#crossing.release(number);
    };
  }

  /**
   * @param {string} operation
   * @param {(...args: any[]) => void} callback
   * @param {unknown[]} args
   * @param {...number} when
   */
  #schedule(operation, callback, args, ...when) {
    if (typeof callback !== 'function') {
      throw new TypeError(`A callable object was expected, got ${describe(callback)}.`);
    }
    const number = this.#crossing.give(() => callback(...args));
    return this.request(operation, number, callback.name || 'callback', ...when);
  }

  /**
   * @param {CoroutineLike} coroutine
   * @param {unknown[]} args
   */
  #coroutine(coroutine, args) {
    if (typeof coroutine === 'function') return new Body(begin(coroutine, args), nameOf(coroutine));
    if (isPromise(coroutine))
      return new Body(
        begin(() => coroutine, []),
        'promise',
      );
    if (isGenerator(coroutine) || coroutine instanceof Coroutine) return this.#awaitable(coroutine);
    throw new TypeError(`a coroutine was expected, got ${describe(coroutine)}`);
  }

  /**
   * @param {TaskGroup | Timeout} manager
   * @param {(...args: any[]) => AnyGenerator | PromiseLike<unknown> | Coroutine} body
   */
  #with(manager, body) {
    if (typeof body !== 'function') {
      throw new TypeError(`The body is a generator or async function, not ${describe(body)}.`);
    }
    return this.request('async_with', manager, this.#coroutine(body, [manager]));
  }

  /** @param {unknown} value */
  #awaitable(value) {
    if (value instanceof Coroutine || value instanceof Future) {
      return this.#crossing.checkOwn(value);
    }
    if (isGenerator(value)) return this.#body(value);
    if (isPromise(value)) return this.fromPromise(value);
    throw new TypeError(
      'A coroutine, a task, a future, a generator or a promise can be awaited; ' +
        `this is ${describe(value)}.${hintFor(value)}`,
    );
  }

  /** @param {AnyGenerator} generator */
  #body(generator) {
    if (this.#used.has(generator)) {
      throw new AsyncioError('cannot reuse already awaited coroutine', { name: 'RuntimeError' });
    }
    this.#used.add(generator);
    return new Body(generator, 'generator');
  }

  /**
   * Its session may be over, and somebody may have cancelled it.
   * @param {Future} future
   * @param {() => void} set
   */
  #settle(future, set) {
    if (this.#module.isOpen() && !future.done()) set();
  }

  // ---------------------------------------------------------------- calls from the module

  /**
   * Makes a generator known to the module, as what main() is.
   * @param {Main} main
   */
  main(main) {
    if (typeof main !== 'function') throw new TypeError('main is a generator or async function.');
    return { number: this.#crossing.give(begin(main, [this])), name: nameOf(main) };
  }

  /**
   * Goes on with a coroutine.
   * @param {number} number
   * @param {boolean} thrown
   * @param {Uint8Array} bytes
   */
  resume(number, thrown, bytes) {
    const generator = /** @type {AnyGenerator} */ (this.#crossing.given(number));
    const sent = this.#crossing.read(new StreamReader(bytes));
    return this.#answer(() => {
      let step = goOn(generator, thrown, sent);
      for (;;) {
        if (step.done || step.value === undefined || step.value === null) return step;
        try {
          return { value: this.#awaitable(step.value) };
        } catch (error) {
          if (this.#fault) throw error;
          step = generator.throw(error);
        }
      }
    });
  }

  /**
   * @param {number} number
   * @param {Uint8Array} bytes
   */
  call(number, bytes) {
    const callback = /** @type {(future: unknown) => unknown} */ (this.#crossing.given(number));
    const future = this.#crossing.read(new StreamReader(bytes));
    this.#crossing.release(number);
    return this.#answer(() => {
      callback(future);
      return { done: true, value: undefined };
    });
  }

  /** @param {number} number */
  release(number) {
    this.#crossing.release(number);
  }

  /**
   * What the code of a user did, for the module. It throws only what stopped the module.
   * @param {() => { done?: boolean, value: unknown }} run
   */
  #answer(run) {
    let stream = new StreamWriter();
    try {
      const { done, value } = run();
      this.#crossing.write(stream.byte(done ? ANSWER.returned : ANSWER.awaits), value);
    } catch (error) {
      stream = new StreamWriter();
      this.#crossing.writeError(stream.byte(ANSWER.raised), error);
    }
    if (this.#fault) throw this.#fault.error;
    return stream.bytes();
  }
}
