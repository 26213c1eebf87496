/**
 * Where the moments of a run lie from left to right. Loop time alone would not do: a run of twelve
 * callbacks may have three points in time. So an instant opens out, a column for each callback, and
 * the time that passes between instants is drawn to scale.
 *
 * Several runs can share an axis. What they have in common is loop time: an instant is where it is
 * for all of them, and opens as wide as the run that needs most. Within it each run's events keep
 * the distances they have alone, so that runs which begin alike are drawn alike until they part.
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
 *
 * @typedef {object} Stretch what a run has of an instant
 * @property {number} time
 * @property {number} width
 * @property {boolean} blocked a callback brought the run here from the instant before
 *
 * @typedef {object} Measure of a run by itself
 * @property {Stretch[]} stretches
 * @property {number[]} stretchOf by position
 * @property {number[]} offsets   by position: from the beginning of its stretch
 * @property {{ first: number, last: number }[]} callbacks   positions
 *
 * @typedef {object} Scale what runs on one axis share
 * @property {Instant[]} instants
 * @property {Gap[]} gaps
 * @property {number} width
 */

/** Widths are in columns. */
const COLUMN = 1;
const BETWEEN_CALLBACKS = 0.05;
const TOP_LEVEL_LINE = 0.3;
const SMALLEST_GAP = 1.1;
/** All gaps together, compared with all else. */
const GAPS_TO_REST = 0.7;
/** Seconds within which instants of different runs are one: sums of floats differ in their last digits. */
const RESOLUTION = 1e-9;

export class Axis {
  #places;

  /**
   * @param {Measure} measure
   * @param {Scale} scale
   * @param {number[]} begins where its stretches begin
   */
  constructor({ offsets, stretchOf, callbacks }, { instants, gaps, width }, begins) {
    this.instants = instants;
    this.gaps = gaps;
    this.width = width;
    this.#places = offsets.map((offset, at) => (begins[stretchOf[at] ?? 0] ?? 0) + offset);
    /** @type {Column[]} */
    this.columns = callbacks.map(({ first, last }, index) => ({
      number: index + 1,
      from: this.placeOf(first - 1),
      to: this.placeOf(last),
    }));
  }

  /** Where the run ends; others on the same axis may go on. */
  get end() {
    return this.#places.at(-1) ?? 0;
  }

  /** @param {number} position */
  placeOf(position) {
    return this.#places[Math.min(position, this.#places.length - 1)] ?? 0;
  }

  /** For a style. @param {number} width or place */
  percent(width) {
    return `${((width / this.width) * 100).toFixed(3)}%`;
  }

  /**
   * @param {number} place
   * @returns {number} the position whose place is nearest
   */
  positionAt(place) {
    const next = Math.min(this.countBefore(place), this.#places.length - 1);
    const before = Math.max(0, next - 1);
    return place - this.placeOf(before) < this.placeOf(next) - place ? before : next;
  }

  /** @param {number} place @returns {number} how many positions lie before it */
  countBefore(place) {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.placeOf(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The axis of one run. @param {Events} events */
export function axisOf(events) {
  return /** @type {Axis} */ (layOut(events)[0]);
}

/**
 * @param {...Events} runs
 * @returns {Axis[]} one for each run, on one scale
 */
export function layOut(...runs) {
  const measures = runs.map(measureOf);
  const { scale, begins } = merge(measures);
  return measures.map((measure, run) => new Axis(measure, scale, begins[run] ?? []));
}

/**
 * @param {Events} events
 * @returns {Measure}
 */
function measureOf(events) {
  let time = events.at(0)?.time ?? 0;
  /** @type {Stretch} */
  let stretch = { time, width: 0, blocked: false };
  const stretches = [stretch];
  const stretchOf = [0];
  const offsets = [0];
  const callbacks = [];
  let index = 0;
  while (index < events.length) {
    const end = endOfGroup(events, index);
    const isCallback = events.at(index)?.kind === 'HANDLE_RUNS';
    const share = COLUMN / (end - index);
    if (isCallback) callbacks.push({ first: index + 1, last: end });
    for (; index < end; index++) {
      const event = /** @type {TraceEvent} */ (events.at(index));
      if (event.time > time) {
        time = event.time;
        stretch = { time, width: 0, blocked: isCallback };
        stretches.push(stretch);
      }
      stretch.width += isCallback ? share : widthOutside(event);
      stretchOf.push(stretches.length - 1);
      offsets.push(stretch.width);
    }
  }
  return { stretches, stretchOf, offsets, callbacks };
}

/**
 * Goes through the instants of all runs, the earliest first.
 *
 * @param {Measure[]} measures
 * @returns {{ scale: Scale, begins: number[][] }} where each stretch of each run begins
 */
function merge(measures) {
  const perSecond = scaleOfGaps(measures);
  const scale = /** @type {Scale} */ ({ instants: [], gaps: [], width: 0 });
  /** @type {number[][]} */
  const begins = measures.map(() => []);
  let x = 0;
  for (;;) {
    const next = measures.map(({ stretches }, run) => stretches[begins[run]?.length ?? 0]);
    const time = Math.min(...next.map((stretch) => stretch?.time ?? Infinity));
    if (time === Infinity) return { scale: { ...scale, width: x || 1 }, begins };
    const before = scale.instants.at(-1);
    if (before) {
      const seconds = time - before.time;
      const to = x + Math.max(SMALLEST_GAP, seconds * perSecond);
      const blocked = next.every((stretch) => stretch?.blocked ?? true);
      scale.gaps.push({ from: x, to, seconds, blocked });
      x = to;
    }
    const widths = measures.map((measure, run) => openInstant(measure, begins[run] ?? [], time, x));
    const to = x + Math.max(...widths);
    scale.instants.push({ from: x, to, time });
    x = to;
  }
}

/**
 * @param {Measure} measure
 * @param {number[]} begins those of its stretches that have a place; those of the instant are added
 * @param {number} time
 * @param {number} x where the instant begins
 * @returns {number} how wide it is in this run
 */
function openInstant({ stretches }, begins, time, x) {
  let width = 0;
  for (;;) {
    const stretch = stretches[begins.length];
    if (!stretch || stretch.time - time > RESOLUTION) return width;
    begins.push(x + width);
    width += stretch.width;
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

/** @param {Measure[]} measures */
function scaleOfGaps(measures) {
  const callbacks = Math.max(4, ...measures.map((measure) => measure.callbacks.length));
  const begin = Math.min(...measures.map(({ stretches }) => stretches[0]?.time ?? 0));
  const end = Math.max(...measures.map(({ stretches }) => stretches.at(-1)?.time ?? 0));
  return end > begin ? (callbacks * GAPS_TO_REST) / (end - begin) : 0;
}
