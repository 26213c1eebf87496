import { KnobError } from './errors.js';
import { nearest } from './nearest.js';

/**
 * @typedef {object} Knob a setting of a lesson, as its lesson.md says
 * @property {string} name
 * @property {'int' | 'float' | 'bool'} type
 * @property {number | boolean} default
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {string} label
 */

/**
 * What a knob takes, in words.
 * @param {Knob} knob
 */
export function describeRange({ type, min, max }) {
  if (type === 'bool') return 'true or false';
  return `${type === 'int' ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}

/**
 * @param {readonly Knob[]} knobs
 * @param {string} name
 * @returns {Knob}
 * @throws {KnobError}
 */
export function findKnob(knobs, name) {
  const knob = knobs.find((candidate) => candidate.name === name);
  if (knob) return knob;
  const names = knobs.map((candidate) => candidate.name);
  if (names.length === 0)
    throw new KnobError(name, `There is no knob "${name}": this lesson has none.`);
  const near = nearest(name, names);
  const hint = near ? `Did you mean ${near}?` : `This lesson has ${names.join(', ')}.`;
  throw new KnobError(name, `There is no knob "${name}". ${hint}`);
}

/**
 * @param {Knob} knob
 * @param {unknown} value
 * @returns {number | boolean}
 * @throws {KnobError}
 */
export function checkKnob(knob, value) {
  const { name, type, min = -Infinity, max = Infinity } = knob;
  const fits =
    type === 'bool'
      ? typeof value === 'boolean'
      : typeof value === 'number' &&
        value >= min &&
        value <= max &&
        (type === 'float' || Number.isInteger(value));
  const given = typeof value === 'string' ? `"${value}"` : value;
  if (!fits) throw new KnobError(name, `${name} is ${describeRange(knob)}, not ${given}.`);
  return /** @type {number | boolean} */ (value);
}

/**
 * Reads a value that was written as text, in a command or a link.
 * @param {Knob} knob
 * @param {string} text
 * @returns {number | boolean}
 * @throws {KnobError}
 */
export function parseKnob(knob, text) {
  const word = text.trim();
  if (knob.type === 'bool') {
    const value = { true: true, false: false, on: true, off: false, 1: true, 0: false }[
      word.toLowerCase()
    ];
    return checkKnob(knob, value ?? text);
  }
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word);
  return checkKnob(knob, isNumber ? Number(word) : text);
}
