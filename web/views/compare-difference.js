/**
 * Where two runs part. Ids are no difference: they are numbers that a run gives out, so two events
 * are the same when their ids have stood for one another since they first occurred. All else counts:
 * the kind, the loop time, the line, the cause, names, texts, deadlines.
 *
 * @typedef {import('../player/stops.js').Events} Events
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 */
import { EVENTS } from '../../build/trace-events.js';

const COMMON = ['kind', 'time', 'line', 'cause'];
const VALUES = new Set(['text', 'count', 'state', 'fd', 'time']);

/** @type {Map<string, { name: string, isId: boolean }[]>} by kind */
const FIELDS = new Map(
  EVENTS.map(({ kind, fields }) => [
    kind,
    [
      ...COMMON.map((name) => ({ name, isId: false })),
      ...fields.map(({ name, type }) => ({ name, isId: !VALUES.has(type) })),
    ],
  ]),
);

/**
 * @param {Events} one
 * @param {Events} other
 * @returns {number | null} the first position at which something else has happened, or at which one
 *   of them has ended; null: nowhere
 */
export function firstDifference(one, other) {
  const same = sameIds();
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.at(index), other.at(index)];
    if (!a || !b || !isSame(a, b, same)) return index + 1;
  }
  return null;
}

/**
 * @param {TraceEvent} a
 * @param {TraceEvent} b
 * @param {(a: unknown, b: unknown) => boolean} same
 */
function isSame(a, b, same) {
  const [one, other] = /** @type {Record<string, unknown>[]} */ (/** @type {unknown} */ ([a, b]));
  return (FIELDS.get(a.kind) ?? []).every(({ name, isId }) =>
    isId ? same(one?.[name], other?.[name]) : one?.[name] === other?.[name],
  );
}

/** Ids that stand for one another, one for one. */
function sameIds() {
  /** @type {[Map<unknown, unknown>, Map<unknown, unknown>]} */
  const [there, back] = [new Map(), new Map()];
  return (/** @type {unknown} */ a, /** @type {unknown} */ b) => {
    if (a === null || b === null) return a === b;
    if (!there.has(a) && !back.has(b)) {
      there.set(a, b);
      back.set(b, a);
    }
    return there.get(a) === b && back.get(b) === a;
  };
}
