/**
 * A place in a lesson as the fragment of a URL: `#step=37&task=delay&knob.timeout=3`. What comes in
 * is anybody's: all of it is checked, and a link that is wrong anywhere counts as damaged.
 *
 * @typedef {import('../views/lesson-view.js').Place} Place
 * @typedef {import('../views/lesson-view.js').Lesson} Lesson
 */

const KNOB = 'knob';
/** A run is pinned, with the lesson's own knobs but for `pinned.delay=5`. */
const PINNED = 'pinned';
const LONGEST = 2000;

/** @param {Place} place */
export function writeLink({ position, task, knobs, pinned }) {
  const values = new URLSearchParams({ step: String(position) });
  if (task !== null) values.set('task', task);
  for (const [name, value] of Object.entries(knobs)) values.set(`${KNOB}.${name}`, String(value));
  if (pinned) {
    values.set(PINNED, '1');
    for (const [name, value] of Object.entries(pinned)) {
      values.set(`${PINNED}.${name}`, String(value));
    }
  }
  return `#${values}`;
}

/**
 * @param {string} fragment of the URL, with its #
 * @param {Lesson} lesson
 * @returns {{ place: Partial<Place>, damaged: boolean } | null} null: there is none
 */
export function readLink(fragment, lesson) {
  if (fragment.length < 2) return null;
  const place = fragment.length > LONGEST ? null : parse(fragment.slice(1), lesson);
  return place ? { place, damaged: false } : { place: {}, damaged: true };
}

/**
 * @param {string} text
 * @param {Lesson} lesson
 * @returns {Partial<Place> | null}
 */
function parse(text, lesson) {
  /** @type {Partial<Place> & { knobs: Place['knobs'] }} */
  const place = { knobs: {} };
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === 'step' && /^\d{1,7}$/.test(value)) place.position = Number(value);
    else if (name === 'task' && value.length <= 200) place.task = value;
    else if (name === PINNED && value === '1') place.pinned ??= {};
    else {
      const [, prefix, knobName] = /^(knob|pinned)\.(.+)$/.exec(name) ?? [];
      const knob = lesson.knobs.find((each) => each.name === knobName);
      const number = knob && readValue(knob, value);
      if (!knob || number === undefined) return null;
      const values = prefix === KNOB ? place.knobs : (place.pinned ??= {});
      values[knob.name] = number;
    }
  }
  return place;
}

/**
 * @param {Lesson['knobs'][number]} knob
 * @param {unknown} value
 * @returns {number | boolean | undefined} undefined: it is none of the knob's
 */
export function readValue({ type, min = -Infinity, max = Infinity }, value) {
  const text = String(value);
  if (type === 'bool') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  if (type === 'int' && !Number.isInteger(number)) return undefined;
  return number >= min && number <= max ? number : undefined;
}
