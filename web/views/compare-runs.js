/**
 * The run on screen beside a pinned one: on one axis, with the place where they part, in words.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./lesson-view.js').Values} Values
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 *
 * @typedef {object} PinnedRun
 * @property {Run} run
 * @property {Values} values of the knobs it had
 *
 * @typedef {ReturnType<typeof compare>} Comparison
 *
 * @typedef {object} RunOnAxis one of the two, as a line above its lanes
 * @property {string} key
 * @property {string} name
 * @property {Run} run
 * @property {import('./axis.js').Axis} axis
 */
import { formatDuration } from '../model/names.js';
import { why } from '../model/why.js';
import { layOut } from './axis.js';
import { firstDifference } from './compare-difference.js';
import { remember } from './dom.js';

/** Distances on an axis: what is nearer is the same place. */
const NEARLY = 1e-6;

export const compare = remember((/** @type {Run} */ run, /** @type {PinnedRun} */ pinned) => {
  const [axis, pinnedAxis] = /** @type {[import('./axis.js').Axis, import('./axis.js').Axis]} */ (
    layOut(run.events, pinned.run.events)
  );
  return { pinned, axis, pinnedAxis, difference: firstDifference(run.events, pinned.run.events) };
});

/**
 * How far the pinned run is when the other one is at that position: as far to the right.
 *
 * @param {Comparison} comparison
 * @param {number} position
 * @param {boolean} atEnd   then the pinned one has ended, too
 */
export function pinnedPosition({ pinned, axis, pinnedAxis }, position, atEnd) {
  if (atEnd) return pinned.run.events.length;
  return pinnedAxis.countBefore(axis.placeOf(position) + NEARLY) - 1;
}

/** Seconds of loop time. @param {Run} run */
export function totalOf({ events }) {
  return events.at(events.length - 1)?.time ?? 0;
}

/**
 * @param {Run} run
 * @param {Comparison} comparison
 * @param {Scene['lineInShownCode']} lineInShownCode
 * @returns {string} code is between backticks
 */
export function sentenceOf(run, { pinned, difference }, lineInShownCode) {
  const totals = totalWords(totalOf(pinned.run), totalOf(run));
  if (difference === null) {
    return `${totals}. No event differs: change a knob, and see what that does.`;
  }
  const [here, there] = [run, pinned.run].map((each) =>
    happening(each, difference, lineInShownCode),
  );
  return `${totals}. They differ first at event ${difference}: ${here}; in the pinned run ${there}.`;
}

/**
 * @param {number} pinned seconds
 * @param {number} shown
 */
function totalWords(pinned, shown) {
  if (pinned === shown) return `Both runs took ${formatDuration(shown)}`;
  const ratio = ratioWords(pinned, shown);
  return `The pinned run took ${formatDuration(pinned)}, this one ${formatDuration(shown)}${ratio && ` (${ratio})`}`;
}

/** Only where it is plain: 2 : 1, 1 : 3. @param {number} one @param {number} other */
function ratioWords(one, other) {
  const ratio = Math.max(one, other) / Math.min(one, other);
  const whole = Math.round(ratio);
  if (whole > 20 || Math.abs(ratio - whole) > NEARLY) return '';
  return one > other ? `${whole} : 1` : `1 : ${whole}`;
}

/**
 * What happens in a run at a position, as a part of a sentence.
 *
 * @param {Run} run
 * @param {number} position
 * @param {Scene['lineInShownCode']} lineInShownCode
 */
export function happening({ events, replay, names, last }, position, lineInShownCode) {
  const event = events.at(position - 1);
  if (!event) return 'nothing follows';
  if (event.kind === 'LINE' && event.line !== null) {
    const name = last.coroutines.get(event.coroutine)?.name;
    const who = name ? `\`${name}()\`` : 'top-level code';
    return `${who} goes on to line ${lineInShownCode(event.line)}`;
  }
  if (event.kind === 'OUTPUT') {
    const task = names.of(replay.stateAt(position - 1).currentTask);
    return `${task ? `\`${task}\`` : 'top-level code'} prints \`${event.text?.trimEnd()}\``;
  }
  return within(why(event, replay));
}

/** A sentence as a part of another; a name keeps its capital. @param {string} text */
function within(text) {
  const begin = /^[A-Z][a-z]+[A-Z]/.test(text) ? text.charAt(0) : text.charAt(0).toLowerCase();
  return begin + text.slice(1).replace(/\.$/, '');
}

/**
 * The knobs in which two runs differ, with the values of one of them.
 *
 * @param {Lesson} lesson
 * @param {Values} values
 * @param {Values} others
 */
export function differingKnobs({ knobs }, values, others) {
  return knobs
    .filter(({ name }) => values[name] !== others[name])
    .map(({ name, type }) => {
      const value = values[name];
      return `${name} ${type === 'bool' ? (value ? 'on' : 'off') : value}`;
    })
    .join(', ');
}

/** The two, that on screen first. @param {Scene} scene @param {Comparison} comparison @returns {RunOnAxis[]} */
export function bothRuns({ run, lesson, values }, { pinned, axis, pinnedAxis }) {
  return [
    {
      key: 'this',
      name: named('This run', differingKnobs(lesson, values, pinned.values)),
      run,
      axis,
    },
    {
      key: 'pinned',
      name: named('Pinned run', differingKnobs(lesson, pinned.values, values)),
      run: pinned.run,
      axis: pinnedAxis,
    },
  ];
}

/** @param {string} name @param {string} knobs */
function named(name, knobs) {
  return knobs ? `${name}: ${knobs}` : name;
}
