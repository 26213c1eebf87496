import { INITIAL_STATE } from './state.js';
import { step } from './step.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {object} Events   an array, or the history of a session, which grows
 * @property {number} length
 * @property {(index: number) => TraceEvent | undefined} at   the event with seq index + 1
 */

/** Events between two snapshots: folding that many takes less than a millisecond. */
const SNAPSHOT_EVERY = 256;

/** The state after any event of a run, wherever the cursor was before. */
export class Replay {
  #events;
  /** @type {State[]} after every SNAPSHOT_EVERY-th event */
  #snapshots = [INITIAL_STATE];
  #last = INITIAL_STATE;

  /** @param {Events} events */
  constructor(events) {
    this.#events = events;
  }

  get events() {
    return this.#events;
  }

  /** @returns {number} the seq of the last event so far */
  get end() {
    return this.#events.length;
  }

  /**
   * @param {number} seq 0: before the first event; past the end: the end
   * @returns {State}
   */
  stateAt(seq) {
    const target = Math.max(0, Math.min(Math.trunc(seq) || 0, this.end));
    const reached = Math.min(Math.floor(target / SNAPSHOT_EVERY), this.#snapshots.length - 1);
    const snapshot = this.#snapshots[reached];
    const near = this.#last.seq <= target && this.#last.seq >= snapshot.seq;
    let state = near ? this.#last : snapshot;
    while (state.seq < target) {
      state = step(state, /** @type {TraceEvent} */ (this.#events.at(state.seq)));
      if (state.seq === this.#snapshots.length * SNAPSHOT_EVERY) this.#snapshots.push(state);
    }
    this.#last = state;
    return state;
  }

  /**
   * @param {number} seq
   * @returns {TraceEvent | undefined}
   */
  eventAt(seq) {
    return seq > 0 ? this.#events.at(seq - 1) : undefined;
  }
}
