/** The layout of a record, as runtime/trace.def describes it: little-endian, fixed size. */

export const RECORD_SIZE = 24;

export const OFFSET = Object.freeze({
  subject: 0,
  a: 4,
  b: 8,
  c: 12,
  cause: 16,
  kind: 20,
  line: 22,
});

/** A record of this kind is no event; it holds two times for the next one. */
export const TIMES = 0;

export const TIMES_OFFSET = Object.freeze({ time: 0, when: 8 });

/** The names of a `state` field's numbers 1, 2, 3. */
export const OUTCOMES = Object.freeze(['result', 'exception', 'cancelled']);
