/** What the attributes of the element may say. */
import { RATES } from '../player/player.js';

/** An attribute of the element, or a use of it, is wrong. */
export class LessonElementError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'LessonElementError';
  }
}

/**
 * Panels that `panels` may name, by the class of their part of the frame. Around the code stands why a
 * run has failed, which shows always.
 */
export const PANELS = /** @type {Record<string, string>} */ ({
  prose: 'lesson-pane',
  knobs: 'knobs-pane',
  code: 'code',
  loop: 'loop-pane',
  waits: 'waits-pane',
  output: 'output-pane',
  why: 'why-pane',
  stepper: 'stepper-pane',
  timeline: 'history-pane',
});

/** @param {string} text */
export function splitList(text) {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/**
 * @template T
 * @param {readonly T[]} values
 * @returns {(text: string, name: string) => T}
 */
function oneOf(values) {
  return (text, name) => {
    const found = values.find((value) => String(value) === text.trim());
    if (found === undefined)
      throw new LessonElementError(`${name} is one of ${values.join(', ')}, not "${text}".`);
    return found;
  };
}

const READERS = {
  /** @param {string} text */
  step(text) {
    if (!/^\s*\d{1,9}\s*$/.test(text))
      throw new LessonElementError(`step is a number of events, not "${text}".`);
    return Number(text);
  },
  rate: oneOf(RATES),
  lang: oneOf(/** @type {const} */ (['python', 'c', 'both'])),
  theme: oneOf(/** @type {const} */ (['light', 'dark'])),
  /** @param {string} text */
  panels: (text) => splitList(text).map((panel) => oneOf(Object.keys(PANELS))(panel, 'a panel')),
};

/**
 * @template {keyof typeof READERS} N
 * @param {Element} element
 * @param {N} name
 * @returns {ReturnType<typeof READERS[N]> | null} null: it is not there
 * @throws {LessonElementError}
 */
export function readAttribute(element, name) {
  const text = element.getAttribute(name);
  return text === null ? null : /** @type {any} */ (READERS[name](text, name));
}

/**
 * `work_seconds=4,patience=2`
 * @param {Element} element
 * @param {import('../session/knobs.js').Knob[]} knobs
 * @param {Pick<typeof import('../session/knobs.js'), 'findKnob' | 'parseKnob'>} reading
 * @returns {Record<string, number | boolean>}
 * @throws {import('../session/errors.js').KnobError}
 */
export function readKnobs(element, knobs, { findKnob, parseKnob }) {
  return Object.fromEntries(
    splitList(element.getAttribute('knobs') ?? '').map((pair) => {
      const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
      return [name, parseKnob(findKnob(knobs, name), value)];
    }),
  );
}
