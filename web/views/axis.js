/**
 * Where the moments of a run lie from left to right. Loop time alone would not do: a run of twelve
 * callbacks may have three points in time. So an instant opens out, a column for each callback, and
 * the time that passes between instants is drawn to scale.
 *
 * @typedef {import('../player/stops.js').Events} Events
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {object} Column a callback, from HANDLE_RUNS to HANDLE_ENDS
 * @property {number} number from 1
 * @property {number} from
 * @property {number} to
 *
 * @typedef {object} Gap in which loop time passes
 * @property {number} from
 * @property {number} to
 * @property {number} seconds
 * @property {boolean} blocked by a callback: nothing else can run
 *
 * @typedef {object} Instant
 * @property {number} from
 * @property {number} to
 * @property {number} time
 */

/** Widths are in columns. */
const COLUMN = 1;
const BETWEEN_CALLBACKS = 0.05;
const TOP_LEVEL_LINE = 0.3;
const SMALLEST_GAP = 1.1;
/** All gaps together, compared with all else. */
const GAPS_TO_REST = 0.7;

export class Axis {
  /** @type {number[]} where the cursor stands at each position */
  #places = [0];
  /** @type {Column[]} */
  columns = [];
  /** @type {Gap[]} */
  gaps = [];
  /** @type {Instant[]} */
  instants = [];

  /** @param {Events} events */
  constructor(events) {
    const perSecond = scaleOfGaps(events);
    let x = 0;
    let time = events.at(0)?.time ?? 0;
    let index = 0;
    this.instants.push({ from: 0, to: 0, time });
    while (index < events.length) {
      const end = endOfGroup(events, index);
      const isCallback = events.at(index)?.kind === 'HANDLE_RUNS';
      const begin = x;
      const share = COLUMN / (end - index);
      for (; index < end; index++) {
        const event = /** @type {TraceEvent} */ (events.at(index));
        if (event.time > time) {
          x = this.#addGap(x, event.time - time, perSecond, isCallback);
          time = event.time;
          this.instants.push({ from: x, to: x, time });
        }
        x += isCallback ? share : widthOutside(event);
        this.#places.push(x);
        /** @type {Instant} */ (this.instants.at(-1)).to = x;
      }
      if (isCallback) this.columns.push({ number: this.columns.length + 1, from: begin, to: x });
    }
    this.width = x || 1;
  }

  /** @param {number} position */
  placeOf(position) {
    return this.#places[Math.min(position, this.#places.length - 1)] ?? 0;
  }

  /**
   * @param {number} place
   * @returns {number} the position whose place is nearest
   */
  positionAt(place) {
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.placeOf(middle) < place) low = middle + 1;
      else high = middle;
    }
    const before = Math.max(0, low - 1);
    return place - this.placeOf(before) < this.placeOf(low) - place ? before : low;
  }

  /**
   * @param {number} x
   * @param {number} seconds
   * @param {number} perSecond
   * @param {boolean} blocked
   */
  #addGap(x, seconds, perSecond, blocked) {
    const to = x + Math.max(SMALLEST_GAP, seconds * perSecond);
    this.gaps.push({ from: x, to, seconds, blocked });
    return to;
  }
}

/**
 * A callback, or what lies between two.
 *
 * @param {Events} events
 * @param {number} begin
 */
function endOfGroup(events, begin) {
  const isCallback = events.at(begin)?.kind === 'HANDLE_RUNS';
  for (let index = begin + 1; index < events.length; index++) {
    const kind = events.at(index)?.kind;
    if (isCallback && kind === 'HANDLE_ENDS') return index + 1;
    if (kind === 'HANDLE_RUNS') return index;
  }
  return events.length;
}

/** @param {TraceEvent} event */
function widthOutside(event) {
  return event.kind === 'LINE' || event.kind === 'OUTPUT' ? TOP_LEVEL_LINE : BETWEEN_CALLBACKS;
}

/** @param {Events} events */
function scaleOfGaps(events) {
  let callbacks = 0;
  for (let index = 0; index < events.length; index++) {
    if (events.at(index)?.kind === 'HANDLE_RUNS') callbacks++;
  }
  const seconds = (events.at(events.length - 1)?.time ?? 0) - (events.at(0)?.time ?? 0);
  return seconds > 0 ? (Math.max(callbacks, 4) * GAPS_TO_REST) / seconds : 0;
}
