/** Runs of a lesson that are worth comparing: `pairs` of lesson.md's front matter. */
import { checkKnob, findKnob } from '../session/knobs.js';
import { Mapping } from './yaml-mapping.js';

/**
 * @typedef {import('../session/knobs.js').Knob} Knob
 * @typedef {Record<string, number | boolean>} Values of knobs, by name; the others are at their default
 *
 * @typedef {object} Pair
 * @property {string} label
 * @property {Values} pinned the run it is compared with
 * @property {Values} shown  the run on screen
 */

const KEYS = { required: ['label', 'pinned', 'shown'], optional: [] };

/**
 * @param {Mapping} lesson
 * @param {readonly Knob[]} knobs
 * @returns {Pair[]}
 */
export function readPairs(lesson, knobs) {
  return lesson.list('pairs', 'pair', 'label').map((pair) => {
    pair.checkKeys(KEYS);
    const label = pair.text('label');
    pair.what += ` "${label}"`;
    const [pinned, shown] = [readValues(pair, 'pinned', knobs), readValues(pair, 'shown', knobs)];
    const differs = knobs.some(
      ({ name, default: own }) => (pinned[name] ?? own) !== (shown[name] ?? own),
    );
    if (!differs) pair.fail('shown', 'the two runs have the same knobs');
    return { label, pinned, shown };
  });
}

/**
 * @param {Mapping} pair
 * @param {string} key
 * @param {readonly Knob[]} knobs
 * @returns {Values}
 */
function readValues(pair, key, knobs) {
  const values = pair.entries.get(key)?.value;
  if (!(values instanceof Mapping)) {
    return pair.fail(key, `"${key}" must be knobs and their values: \`{ name: value }\``);
  }
  return Object.fromEntries(
    [...values.entries].map(([name, { value }]) => {
      try {
        return [name, checkKnob(findKnob(knobs, name), value)];
      } catch (error) {
        values.what = pair.what;
        return values.fail(name, error instanceof Error ? error.message : String(error));
      }
    }),
  );
}
