/**
 * The values that knobs have.
 *
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 * @typedef {import('./lesson-view.js').Knob} Knob
 * @typedef {import('./lesson-view.js').Values} Values
 */

/** @param {Lesson} lesson @returns {Values} */
export function defaultsOf(lesson) {
  return Object.fromEntries(lesson.knobs.map((knob) => [knob.name, knob.default]));
}

/**
 * Those that differ from the lesson's own.
 *
 * @param {Lesson} lesson
 * @param {Values} values
 * @returns {Knob[]}
 */
export function changedKnobs(lesson, values) {
  return lesson.knobs.filter((knob) => values[knob.name] !== knob.default);
}

/**
 * @param {Knob} knob
 * @param {number | boolean} value
 */
export function withinRange(knob, value) {
  if (knob.type === 'bool') return Boolean(value);
  const number = Number.isFinite(Number(value)) ? Number(value) : Number(knob.default);
  const clamped = Math.min(Math.max(number, knob.min ?? number), knob.max ?? number);
  return knob.type === 'int' ? Math.round(clamped) : clamped;
}
