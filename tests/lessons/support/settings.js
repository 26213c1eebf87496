/** The settings at which a lesson is tried: knobs that are not named are at their default. */
import { seededRandom } from '../../web/support/random.js';

/**
 * @typedef {import('../../../web/session/knobs.js').Knob} Knob
 * @typedef {Record<string, number | boolean>} Setting
 */

/** @param {Knob} knob */
function ends({ type, min = 0, max = 0 }) {
  return type === 'bool' ? [false, true] : [min, max];
}

/**
 * @param {Knob} knob
 * @param {(limit: number) => number} random
 */
function randomValue({ type, min = 0, max = 0, step = type === 'int' ? 1 : 0.1 }, random) {
  if (type === 'bool') return random(2) === 1;
  return min + step * random(Math.floor((max - min) / step) + 1);
}

/**
 * The default, both ends of each knob's range, and some random ones.
 *
 * @param {Knob[]} knobs
 * @param {{ random: number, seed: number }} options how many random ones, and their seed
 * @returns {Setting[]}
 */
export function settingsOf(knobs, { random: count, seed }) {
  const random = seededRandom(seed);
  return [
    {},
    ...knobs.flatMap((knob) => ends(knob).map((value) => ({ [knob.name]: value }))),
    ...Array.from({ length: count }, () =>
      Object.fromEntries(knobs.map((knob) => [knob.name, randomValue(knob, random)])),
    ),
  ];
}

/** Another one in each run; SEED=... in the environment repeats one. */
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
