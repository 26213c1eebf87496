import { SteadyClock } from './steady-clock.js';

/**
 * @typedef {object} DriverOptions
 * @property {number} [rate]     of the virtual clock: ¼ to 8 loop seconds a second, or Infinity: it
 *   never waits. The real clock has none.
 *
 * @typedef {object} Driven      the part of a session that it drives
 * @property {'virtual' | 'real'} clock
 * @property {string} state
 * @property {boolean} canAdvance
 * @property {number} time
 * @property {number} deadline
 * @property {number} secondsLeft
 * @property {(handles: number) => unknown} advance
 */

const [SLOWEST, FASTEST] = [1 / 4, 8];

/** How long ready work may keep the platform waiting, seconds. */
const SLICE = 0.004;

/** Calls of the loop between two looks at the clock, which costs more than a call. */
const HANDLES = 64;

/** A longer delay fires at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** @param {number} rate */
function checkRate(rate) {
  if (rate !== Infinity && !(rate >= SLOWEST && rate <= FASTEST)) {
    throw new RangeError(`The rate is from ${SLOWEST} to ${FASTEST}, or Infinity, not ${rate}.`);
  }
  return rate;
}

/**
 * Decides when a session runs what is next, never what that is: the trace is the same at every
 * rate, with pauses, and however late the timers are.
 */
export class Driver {
  #session;
  #host;
  #clock;
  #rate;
  #paused = true;
  #stopped = false;
  /** @type {() => void} */
  #cancel = () => {};
  /** Loop time that a wait on the virtual clock has come to, when it was last looked at. */
  #position = 0;
  #seen = 0;
  /** @type {(state: string) => void} */
  #resolve = () => {};
  /** @type {(error: unknown) => void} */
  #reject = () => {};

  /**
   * @param {Driven} session
   * @param {import('./host.js').Host} host
   * @param {DriverOptions} [options]
   */
  constructor(session, host, { rate = 1 } = {}) {
    this.#session = session;
    this.#host = host;
    this.#clock = new SteadyClock(host.now);
    this.#rate = checkRate(rate);
    /**
     * Resolves with the session's state when there is nothing more to drive, or stop() was called.
     * @type {Promise<string>}
     */
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get paused() {
    return this.#paused;
  }

  get rate() {
    return this.#rate;
  }

  set rate(rate) {
    checkRate(rate);
    this.#look();
    this.#rate = rate;
    this.#schedule();
  }

  /** Loop time, seconds; that of the virtual clock passes while the loop waits. */
  get time() {
    this.#look();
    return Math.max(this.#position, this.#session.time);
  }

  pause() {
    this.#look();
    this.#paused = true;
    this.#cancel();
  }

  resume() {
    this.#look();
    this.#paused = false;
    this.#schedule();
  }

  /** Code outside the loop has called into it: there may be something to run. */
  wake() {
    this.#look();
    this.#schedule();
  }

  stop() {
    if (this.#stopped) return;
    this.pause();
    this.#stopped = true;
    this.#resolve(this.#session.state);
  }

  /** Moves the position to what it is now. */
  #look() {
    const now = this.#clock.now();
    const { state, time, deadline } = this.#session;
    this.#position = Math.max(this.#position, time);
    if (!this.#paused && state === 'waiting' && this.#rate !== Infinity) {
      const passed = (now - this.#seen) * this.#rate;
      this.#position = Math.min(this.#position + passed, deadline);
    }
    this.#seen = now;
  }

  /** @returns {number} until the session can go on */
  #secondsLeft() {
    if (this.#session.clock === 'real') return this.#session.secondsLeft;
    if (this.#rate === Infinity) return 0;
    return (this.#session.deadline - this.#position) / this.#rate;
  }

  #schedule() {
    this.#cancel();
    if (this.#paused || this.#stopped) return;
    if (!this.#session.canAdvance) this.stop();
    else if (this.#session.state === 'ready') this.#soon();
    else if (this.#session.state === 'waiting') this.#wait();
  }

  #soon() {
    let wanted = true;
    this.#cancel = () => {
      wanted = false;
    };
    this.#host.soon(() => {
      if (wanted) this.#slice();
    });
  }

  /** One timer, for the nearest deadline. It may come early, and a long wait takes several. */
  #wait() {
    const left = this.#secondsLeft();
    if (left <= 0) {
      this.#soon();
      return;
    }
    this.#cancel = this.#host.after(Math.min(Math.ceil(left * 1000), LONGEST_DELAY), () => {
      this.#look();
      this.#schedule();
    });
  }

  /** Runs what is ready, for a few milliseconds. */
  #slice() {
    const session = this.#session;
    const end = this.#clock.now() + SLICE;
    try {
      do {
        session.advance(HANDLES);
      } while (this.#goesOn() && this.#clock.now() < end);
    } catch (error) {
      this.#paused = true;
      this.#stopped = true;
      this.#reject(error);
      return;
    }
    this.#position = session.time;
    this.#seen = this.#clock.now();
    this.#schedule();
  }

  /** A listener may have paused it, or closed the session. */
  #goesOn() {
    if (this.#paused || !this.#session.canAdvance) return false;
    const { state, clock } = this.#session;
    return (
      state === 'ready' || (state === 'waiting' && clock === 'virtual' && this.#rate === Infinity)
    );
  }
}
