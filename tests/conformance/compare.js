/** Says where two runs of a program part. */
import { toLines } from './record.js';

const CONTEXT = 12; // lines shown before the first difference
const AFTER = 25;
const WIDTH = 60;

/** @param {string} text */
function column(text) {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text.padEnd(WIDTH);
}

/**
 * @param {import('./record.js').Record} expected
 * @param {import('./record.js').Record} actual
 * @param {string} runtime
 * @returns {string} both side by side, around the first difference
 */
export function sideBySide(expected, actual, runtime) {
  const left = toLines(expected);
  const right = toLines(actual);
  const length = Math.max(left.length, right.length);
  let first = 0;
  while (first < length && left[first] === right[first]) first++;
  const rows = [`  ${column('CPython')} | ${runtime}`];
  for (let i = Math.max(0, first - CONTEXT); i < Math.min(length, first + AFTER); i++) {
    const [a = '', b = ''] = [left[i], right[i]];
    rows.push(`${a === b ? ' ' : '>'} ${column(a)} | ${b}`);
  }
  return rows.join('\n');
}
