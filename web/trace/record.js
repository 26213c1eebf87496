/** The layout of a record, as runtime/trace.def describes it: little-endian, fixed size. */

export const RECORD_SIZE = 40;

export const OFFSET = Object.freeze({
  time: 0,
  when: 8,
  cause: 16,
  kind: 20,
  line: 22,
  subject: 24,
  a: 28,
  b: 32,
  c: 36,
});

/** The names of a `state` field's numbers 1, 2, 3. */
export const OUTCOMES = Object.freeze(['result', 'exception', 'cancelled']);
