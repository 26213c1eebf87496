/**
 * What is compared of a run.
 *
 * @typedef {['print', number, number, string]} Printed   turn of the loop, its time, the text
 * @typedef {['run', number, number, string, string | null]} Called   the callback, the task it is of
 *
 * @typedef {object} Record
 * @property {(Printed | Called)[]} events
 * @property {[string, string][]} states   each task, future and gather, and how it ended
 * @property {string[]} reports   what nobody looked at, told when the loop was closed
 * @property {string[] | null} neverAwaited   names of coroutines; null: not known
 * @property {boolean} [hasLetGo]   CPython, of a coroutine that was closed twice and awaited again
 */

/** Objects differ in what CPython adds of the machine: files, lines, addresses. */
const DIFFERENT_BY_NATURE = [
  [/(Handle (?:cancelled )?(?:when=\S+ )?\w+)\(.*?\) at [^ >]+:\d+/g, '$1()'],
  [/ (?:running|done, defined|created) at [^ >]+:\d+/g, ''],
  [/(\w\(\)) at [^ >\],]+:\d+/g, '$1'],
  [/ at 0x[0-9a-f]+>/g, '>'],
  [/(Exception in callback [^(]*)\(.*\)(?: at [^ ]*)?/g, '$1()'],
  [/DeadlockError\(.*\)/g, 'DeadlockError()'],
];

/** @param {string} text */
function normalize(text) {
  let result = text;
  for (const [pattern, replacement] of DIFFERENT_BY_NATURE) {
    result = result.replace(pattern, /** @type {string} */ (replacement));
  }
  return result;
}

/** @param {Printed | Called} event */
function toLine([kind, turn, time, what, task]) {
  const place = `${String(turn).padStart(3)} ${time.toFixed(3).padStart(7)}`;
  return kind === 'print'
    ? `${place}   | ${normalize(what)}`
    : `${place} ${what}${task ? ` ${task}` : ''}`;
}

/**
 * @param {Record} record
 * @returns {string[]}
 */
export function toLines(record) {
  return [
    ...record.events.map(toLine),
    ...record.states.map(([name, state]) => `${name}: ${normalize(state)}`),
    ...record.reports.map((report) => `when closed: ${normalize(report)}`),
    ...(record.neverAwaited ?? []).map((name) => `never awaited: ${name}`),
  ];
}

/**
 * @param {Record} expected
 * @param {Record} actual
 * @returns {boolean}
 */
export function isSame(expected, actual) {
  const known = expected.neverAwaited !== null;
  const lines = toLines(expected);
  const others = toLines(known ? actual : { ...actual, neverAwaited: null });
  return lines.length === others.length && lines.every((line, index) => line === others[index]);
}
