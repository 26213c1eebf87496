/** The lesson's knobs. Any change runs the lesson again. */
import { compareTools } from './compare-view.js';
import { h } from './dom.js';
import { quizView } from './quiz-view.js';
import { speedView } from './stepper-view.js';
import { copyView, valuesView } from './values-view.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./lesson-view.js').Knob} Knob
 */

/** @param {Scene} scene */
export function knobsView(scene) {
  const { lesson, ui } = scene;
  return h(
    'section',
    { class: 'knobs', 'aria-label': 'Knobs' },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', null, 'Try it'),
      ui.tabbed ? copyView(scene) : valuesView(scene),
    ),
    quizView(scene),
    lesson.knobs.length === 0 && h('p', { class: 'none' }, 'This lesson has no knobs.'),
    lesson.knobs.map((knob) => knobView(scene, knob)),
    lesson.knobs.length > 0 && compareTools(scene),
    ui.narrow && speedView(scene),
  );
}

/**
 * @param {Scene} scene
 * @param {Knob} knob
 */
function knobView({ values, actions }, knob) {
  const value = values[knob.name];
  const id = `knob-${knob.name}`;
  if (knob.type === 'bool') {
    return h(
      'div',
      { class: 'knob switch-knob', key: knob.name },
      h('label', { for: id }, knob.label),
      h('span', { class: 'switch-words', 'aria-hidden': 'true' }, value ? 'On' : 'Off'),
      h('input', {
        id,
        type: 'checkbox',
        role: 'switch',
        class: 'switch',
        live: { checked: Boolean(value) },
        onchange: (/** @type {Event} */ event) =>
          actions.setKnob(knob.name, /** @type {HTMLInputElement} */ (event.target).checked),
      }),
    );
  }
  const range = {
    min: knob.min,
    max: knob.max,
    step: knob.step ?? (knob.type === 'int' ? 1 : 0.1),
  };
  const set = (/** @type {Event} */ event) => {
    const { value: text } = /** @type {HTMLInputElement} */ (event.target);
    actions.setKnob(knob.name, Number(text));
  };
  return h(
    'div',
    { class: 'knob', key: knob.name },
    h('label', { for: id }, knob.label),
    h('input', { id, type: 'range', ...range, live: { value: String(value) }, oninput: set }),
    h('input', {
      type: 'number',
      class: 'number-field',
      'aria-label': `${knob.label}, as a number`,
      ...range,
      live: { value: String(value) },
      onchange: set,
    }),
  );
}
