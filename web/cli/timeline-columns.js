import { INITIAL_STATE } from '../model/state.js';

/**
 * A run cut into columns: one for each call of the loop, and one for each wait between two.
 *
 * @typedef {import('../model/replay.js').Events} Events
 * @typedef {import('../model/state.js').State} State
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {'cancel' | 'timeout' | 'result' | 'exception' | 'cancelled'} Mark
 *
 * @typedef {object} Column
 * @property {number} begins    loop time
 * @property {number} seconds   how much of it passes
 * @property {State} state      at its end
 * @property {number | null} ran         the task whose step it was
 * @property {boolean} waits             the loop does nothing
 * @property {Map<number, Mark>} marks   by task
 */

/** Less than this part of the run is no wait that one could see. */
const SMALLEST_WAIT = 1 / 200;

/**
 * @param {TraceEvent} event
 * @returns {{ task: number, mark: Mark } | undefined}
 */
function markOf(event) {
  if (event.kind === 'CANCEL_REQUESTED') return { task: event.task ?? 0, mark: 'cancel' };
  if (event.kind === 'TIMEOUT_EXPIRED') return { task: event.task ?? 0, mark: 'timeout' };
  if (event.kind === 'FUTURE_DONE') return { task: event.future ?? 0, mark: event.state };
  return undefined;
}

/**
 * @param {Events} events
 * @param {import('../model/replay.js').Replay} replay
 * @returns {Column[]}
 */
export function columnsOf(events, replay) {
  const start = events.at(0)?.time ?? 0;
  const smallest = (replay.stateAt(replay.end).time - start) * SMALLEST_WAIT;
  /** @type {Column[]} */
  const columns = [];
  let marks = new Map();
  let time = start;
  let before = INITIAL_STATE;
  for (let seq = 1; seq <= replay.end; seq++) {
    const event = /** @type {TraceEvent} */ (replay.eventAt(seq));
    const state = replay.stateAt(seq);
    if (event.kind === 'HANDLE_RUNS') {
      const seconds = event.time - time;
      if (seconds > smallest) {
        columns.push({
          begins: time,
          seconds,
          state: before,
          ran: null,
          waits: true,
          marks: new Map(),
        });
      }
      columns.push({ begins: event.time, seconds: 0, state, ran: null, waits: false, marks });
      marks = new Map();
      time = event.time;
    }
    const column = columns.at(-1);
    const inCall = column && state.current !== null;
    const found = markOf(event);
    // A timeout cancels its task: the cause is the better mark.
    if (
      found &&
      !(
        found.mark === 'cancel' &&
        event.cause &&
        replay.eventAt(event.cause)?.kind === 'TIMEOUT_EXPIRED'
      )
    ) {
      (inCall ? column.marks : marks).set(found.task, found.mark);
    }
    if (event.kind === 'STEP_BEGINS' && column) column.ran = event.task;
    if ((inCall || event.kind === 'HANDLE_ENDS') && column) {
      column.state = state;
      const passed = state.time - column.begins;
      column.seconds = passed > smallest ? passed : 0;
      time = state.time;
    }
    before = state;
  }
  return columns;
}
