/**
 * A cursor in a run: play, pause, step, back, seek. It knows no DOM and no runtime; it asks the
 * session for more when it has come to the live edge.
 */
import { everyEvent, nextStop, previousStop } from './stops.js';

/**
 * @typedef {import('./stops.js').Events} Events
 * @typedef {import('./stops.js').IsStop} IsStop
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {object} Source where the events come from: a session
 * @property {Events} history
 * @property {string} state 'ready' and 'waiting': there is more to come
 * @property {(handles?: number) => unknown} advance
 *
 * @typedef {object} Timers the host's
 * @property {(callback: () => void, ms: number) => any} set
 * @property {(timer: any) => void} clear
 * @property {() => number} now milliseconds
 */

/** How long a step stays on screen at rate 1, in ms: what changes much to see stays longer. */
const DWELL = 420;
/** @type {Partial<Record<TraceEvent['kind'], number>>} */
const DWELL_OF = {
  PROGRAM_BEGINS: 100,
  HOST_CALL: 60,
  LOOP_CREATED: 160,
  LOOP_RUNS: 160,
  LOOP_TURN: 160,
  LOOP_STOP: 160,
  LOOP_STOPPED: 160,
  LOOP_WAITS: 200,
  HANDLE_ENDS: 120,
  STEP_ENDS: 160,
  COROUTINE_CREATED: 240,
  COROUTINE_BEGINS: 240,
  FUTURE_CREATED: 240,
  CALLBACK_ADDED: 160,
  CALLBACK_REMOVED: 160,
  TIMEOUT_EXITED: 240,
  OUTPUT: 640,
  CANCEL_REQUESTED: 900,
  CANCEL_DELIVERED: 900,
  TIMEOUT_EXPIRED: 900,
};

/** While loop time passes, the clock is shown this often, in ms. */
const CLOCK_PERIOD = 50;

export const RATES = [0.25, 0.5, 1, 2, 4, 8];

/** @type {Timers} */
const HOST_TIMERS = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer),
  now: () => performance.now(),
};

export class Player {
  #position = 0;
  #rate = 1;
  #playing = false;
  /** @type {any} */
  #timer;
  /** @type {number | undefined} loop time between two events, while it passes */
  #passing;
  /** @type {Set<(change: { cause: 'step' | 'play' | 'clock' }) => void>} */
  #listeners = new Set();
  #timers;
  /** @type {Source} */
  #source;
  /** @type {IsStop} */
  #isStop = everyEvent;
  /** @type {(position: number) => boolean} */
  #pausesAt = () => false;

  /**
   * @param {Source} source
   * @param {Timers} [timers]
   */
  constructor(source, timers = HOST_TIMERS) {
    this.#source = source;
    this.#timers = timers;
  }

  get position() {
    return this.#position;
  }

  get length() {
    return this.#source.history.length;
  }

  get playing() {
    return this.#playing;
  }

  get rate() {
    return this.#rate;
  }

  set rate(rate) {
    this.#rate = rate;
    if (this.#playing) this.#schedule();
  }

  get atStart() {
    return this.#position === 0;
  }

  /** Nothing comes after this step. */
  get atEnd() {
    return this.#position === this.length && !this.#hasMore;
  }

  /** Loop time, in seconds: that of the shown event, or what passes on the way to the next one. */
  get time() {
    return this.#passing ?? this.#timeAt(this.#position);
  }

  /** What Forward, Back and Play stop at. @param {IsStop} isStop */
  stepBy(isStop) {
    this.#isStop = isStop;
  }

  /** Play pauses of itself at these positions. @param {(position: number) => boolean} pausesAt */
  pauseAt(pausesAt) {
    this.#pausesAt = pausesAt;
  }

  /** Another run; the cursor goes to that position in it. @param {Source} source @param {number} position */
  replaceSource(source, position) {
    this.#source = source;
    this.seek(position);
  }

  /** @param {(change: { cause: 'step' | 'play' | 'clock' }) => void} listener */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  forward() {
    this.#halt();
    this.#position = this.#next(this.#isStop);
    this.#tell('step');
  }

  back() {
    this.#halt();
    this.#position = previousStop(this.#source.history, this.#position, this.#isStop);
    this.#tell('step');
  }

  /** @param {IsStop} isStop */
  forwardTo(isStop) {
    this.#halt();
    this.#position = this.#next(isStop);
    this.#tell('step');
  }

  /** @param {IsStop} isStop */
  backTo(isStop) {
    this.#halt();
    this.#position = previousStop(this.#source.history, this.#position, isStop);
    this.#tell('step');
  }

  /** @param {number} position */
  seek(position) {
    this.#halt();
    this.#position = Math.min(Math.max(0, Math.trunc(position)), this.length);
    this.#tell('step');
  }

  start() {
    this.seek(0);
  }

  end() {
    while (this.#hasMore) this.#source.advance(1000);
    this.seek(this.length);
  }

  play() {
    if (this.#playing) return;
    if (this.atEnd) this.#position = 0;
    this.#playing = true;
    this.#schedule();
    this.#tell('play');
  }

  pause() {
    if (!this.#playing) return;
    this.#halt();
    this.#tell('step');
  }

  close() {
    this.#halt();
    this.#listeners.clear();
  }

  get #hasMore() {
    return this.#source.state === 'ready' || this.#source.state === 'waiting';
  }

  /** @param {number} position */
  #timeAt(position) {
    return this.#source.history.at(position - 1)?.time ?? 0;
  }

  /**
   * At the live edge it has the runtime go on until there is such an event.
   *
   * @param {IsStop} isStop
   */
  #next(isStop) {
    for (;;) {
      const next = nextStop(this.#source.history, this.#position, isStop);
      if (next !== undefined) return next;
      if (!this.#hasMore) return this.length;
      this.#source.advance(1);
    }
  }

  /** A longer step ends early where Play is to pause. */
  #nextOfPlay() {
    const next = this.#next(this.#isStop);
    for (let position = this.#position + 1; position < next; position++) {
      if (this.#pausesAt(position)) return position;
    }
    return next;
  }

  #schedule() {
    this.#timers.clear(this.#timer);
    if (this.atEnd) {
      this.#playing = false;
      this.#tell('step');
      return;
    }
    const target = this.#nextOfPlay();
    const from = this.#passing ?? this.#timeAt(this.#position);
    const until = this.#timeAt(target);
    if (until > from) this.#passTime(from, until, target);
    else this.#timer = this.#timers.set(() => this.#arrive(target), this.#dwell());
  }

  #dwell() {
    const event = this.#source.history.at(this.#position - 1);
    return ((event && DWELL_OF[event.kind]) ?? DWELL) / this.#rate;
  }

  /**
   * @param {number} from
   * @param {number} until
   * @param {number} target
   */
  #passTime(from, until, target) {
    const begin = this.#timers.now();
    const tick = () => {
      const passed = from + ((this.#timers.now() - begin) / 1000) * this.#rate;
      if (passed >= until) {
        this.#arrive(target);
        return;
      }
      this.#passing = passed;
      const left = ((until - passed) / this.#rate) * 1000;
      this.#timer = this.#timers.set(tick, Math.min(CLOCK_PERIOD, left));
      this.#tell('clock');
    };
    this.#timer = this.#timers.set(tick, 0);
  }

  /** @param {number} position */
  #arrive(position) {
    this.#passing = undefined;
    this.#position = position;
    if (this.#pausesAt(position)) this.#playing = false;
    if (this.#playing) this.#schedule();
    this.#tell(this.#playing ? 'play' : 'step');
  }

  #halt() {
    this.#timers.clear(this.#timer);
    this.#passing = undefined;
    this.#playing = false;
  }

  /** @param {'step' | 'play' | 'clock'} cause */
  #tell(cause) {
    for (const listener of this.#listeners) listener({ cause });
  }
}
