import { ProgramFault } from '../module/errors.js';
import { ModuleInstance } from '../module/instance.js';
import { Driver } from './driver.js';
import { ProgramFailed, SessionClosed } from './errors.js';
import { History } from './history.js';
import { Listeners } from './listeners.js';
import { SteadyClock } from './steady-clock.js';

/**
 * @typedef {'ready' | 'waiting' | 'held' | 'ended' | 'failed'} SessionState
 *   there is more to run now; until the deadline; for work outside; the program has ended; or
 *   came to a bad end
 *
 * @typedef {object} SessionTopics
 * @property {import('../trace/event.js').TraceEvent[]} events   the new ones
 * @property {{ fd: number, text: string }} output   as soon as it is written
 * @property {SessionState} state   the new one
 *
 * @typedef {object} SessionOptions
 * @property {'virtual' | 'real'} clock
 * @property {number} budget   most events of a run; 0: no limit
 * @property {boolean} trace
 *
 * @typedef {import('../loop/loop.js').Loop} Loop
 * @typedef {(module: import('../loop/loop.js').Module) => Loop} MakeLoop
 * @typedef {(instance: ModuleInstance, session: Session) => void} SetUp
 */

/** One run of one lesson, in an instance of the module of its own. */
export class Session {
  /** @type {ModuleInstance | null} null: closed */
  #instance;
  #host;
  /** @type {Loop | null} */
  #loop;
  #clock;
  #listeners;
  /** @type {SessionState} */
  #state = 'ready';
  /** @type {ProgramFailed | null} */
  #error = null;
  #advancing = false;
  #told = 0;
  /** @type {Driver | null} */
  #driver = null;
  #time = 0;
  #deadline = Infinity;
  /** @type {number | null} */
  #exitStatus = null;

  /**
   * @param {WebAssembly.Module} module
   * @param {ConstructorParameters<typeof History>[0]} specs
   * @param {import('./host.js').Host} host
   * @param {SessionOptions} options
   * @param {SetUp} setUp chooses the program and its knobs
   * @param {MakeLoop | null} makeLoop
   */
  constructor(module, specs, host, options, setUp, makeLoop = null) {
    this.clock = options.clock;
    /** Every event so far. */
    this.history = new History(specs);
    this.#host = host;
    this.#clock = new SteadyClock(host.now);
    this.#listeners = /** @type {Listeners<SessionTopics & Record<string, unknown>>} */ (
      new Listeners(['events', 'output', 'state'], host.report)
    );
    this.#loop =
      makeLoop?.({
        request: (bytes, read) => this.#request(bytes, read),
        drop: (slot) => this.#instance?.drop(slot),
        isOpen: () => !this.closed,
      }) ?? null;
    this.#instance = new ModuleInstance(module, {
      ...(this.#loop && { outside: this.#loop }),
      now: () => this.#clock.now(),
      write: (fd, text) => {
        if (!this.closed) this.#listeners.tell('output', { fd, text });
      },
      drain: () => this.#takeTrace(),
    });
    setUp(this.#instance, this);
    this.#instance.setClock(options.clock);
    this.#instance.setTracing(options.trace);
    this.#instance.setBudget(options.budget);
  }

  /**
   * The running loop, for coroutines written in JavaScript.
   * @throws {TypeError} the runtime was loaded without
   */
  get loop() {
    if (this.#loop) return this.#loop;
    throw new TypeError(
      'This runtime runs no coroutines of JavaScript: take the one that loadRuntime() of asyncio-tour gives.',
    );
  }

  get state() {
    return this.#state;
  }

  /** Loop time, seconds. */
  get time() {
    return this.#time;
  }

  /** Loop time until which it waits, seconds. */
  get deadline() {
    return this.#deadline;
  }

  /** What main() returned; null: it has not. */
  get exitStatus() {
    return this.#exitStatus;
  }

  /** Why the state is 'failed'. */
  get error() {
    return this.#error;
  }

  get closed() {
    return this.#instance === null;
  }

  /** Neither ended nor failed nor closed. */
  get canAdvance() {
    return !this.closed && this.#state !== 'ended' && this.#state !== 'failed';
  }

  /**
   * Seconds until the real clock reaches the deadline.
   * @returns {number} at most 0: it has
   */
  get secondsLeft() {
    return this.#deadline - this.#clock.now();
  }

  /**
   * Runs at most that many calls of the loop. Where the loop waits, the virtual clock goes to the
   * deadline; with the real one nothing happens before it is time.
   * @param {number} [handles]
   * @returns {SessionState}
   * @throws {SessionClosed}
   */
  advance(handles = 1) {
    const instance = this.#instance;
    if (!instance) throw new SessionClosed();
    if (this.#advancing) throw new Error('advance() was called by a listener of its own output.');
    if (!this.canAdvance) return this.#state;

    const before = this.#state;
    this.#advancing = true;
    try {
      instance.advance(handles);
      this.#state = instance.state;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#advancing = false;
    }
    this.#settle(instance, before);
    return this.#state;
  }

  /**
   * @template {keyof SessionTopics} T
   * @param {T} topic
   * @param {(news: SessionTopics[T]) => void} listener
   * @returns {() => void} takes it back
   */
  on(topic, listener) {
    return this.#listeners.add(topic, listener);
  }

  /**
   * Drives the program with the host's timers. A session has one driver at a time: the one before
   * is stopped.
   * @param {import('./driver.js').DriverOptions} [options]
   * @returns {Driver}
   * @throws {SessionClosed}
   */
  run(options) {
    if (this.closed) throw new SessionClosed();
    const driver = new Driver(this, this.#host, options);
    this.#driver?.stop();
    this.#driver = driver;
    driver.resume();
    return driver;
  }

  /** Lets go of the module, in the middle of a step, too; the history up to here stays. */
  close() {
    this.#takeTrace();
    this.#instance = null;
    this.#driver?.stop();
    this.#driver = null;
  }

  /**
   * What code outside the loop asks of it: from within a coroutine of its own, or by itself.
   * @template T
   * @param {Uint8Array} bytes
   * @param {(reply: Uint8Array) => T} read
   * @returns {T}
   */
  #request(bytes, read) {
    const instance = this.#instance;
    if (!instance) throw new SessionClosed();
    if (this.#error) throw this.#error;
    const time = this.#driver?.time ?? this.#time;
    if (this.#advancing) return read(instance.request(bytes, time));

    const before = this.#state;
    let reply;
    try {
      reply = read(instance.request(bytes, time));
    } catch (error) {
      this.#fail(error);
      this.#settle(instance, before);
      throw this.#error;
    }
    if (instance.hasTrace || instance.state !== before) {
      this.#state = instance.state;
      this.#settle(instance, before);
      this.#driver?.wake();
    }
    return reply;
  }

  /**
   * @param {ModuleInstance} instance
   * @param {SessionState} before
   */
  #settle(instance, before) {
    this.#takeTrace();
    this.#time = instance.time;
    this.#deadline = this.#state === 'waiting' ? instance.deadline : Infinity;
    if (this.#state === 'ended') this.#exitStatus = instance.exitStatus;
    this.#tell(before);
  }

  #takeTrace() {
    if (this.#instance) this.history.append(this.#instance.takeTrace());
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ProgramFault)) throw error;
    this.#takeTrace();
    const last = this.history.at(this.history.length - 1);
    const reason = last?.kind === 'BUDGET_EXCEEDED' ? 'budget' : error.reason;
    this.#state = 'failed';
    this.#error = new ProgramFailed(reason, error.message, last?.line ?? null, { cause: error });
  }

  /** @param {SessionState} before */
  #tell(before) {
    const events = this.history.slice(this.#told);
    this.#told = this.history.length;
    if (events.length > 0) this.#listeners.tell('events', events);
    if (this.#state !== before) this.#listeners.tell('state', this.#state);
  }
}
