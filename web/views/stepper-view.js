/** The buttons, how far a step goes, and how fast Play is. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { RATES } from '../player/player.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('../player/stops.js').StepUnit} StepUnit
 */

/** @type {Record<string, string>} */
const RATE_TEXT = { 0.25: '¼×', 0.5: '½×' };

/** @param {Scene} scene */
export function stepperView(scene) {
  const { actions, atStart, atEnd, playing } = scene;
  return h(
    'div',
    { class: 'stepper' },
    h(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Play the lesson' },
      button('Start', 'start', actions.start, { disabled: atStart, title: 'Restart (Home)' }),
      button('Back', 'back', actions.back, { disabled: atStart, title: 'One step back (←)' }),
      playing
        ? button('Pause', 'pause', actions.pause, { class: 'play', title: 'Pause (Space)' })
        : button('Play', 'play', actions.play, { class: 'play', title: 'Play (Space)' }),
      button('Forward', 'forward', actions.forward, {
        class: 'primary',
        disabled: atEnd,
        title: 'One step forward (→)',
      }),
      button('End', 'end', actions.end, { disabled: atEnd, title: 'To the end (End)' }),
    ),
    h(
      'p',
      { class: 'place' },
      'Event ',
      h('b', null, scene.position),
      ` of ${scene.length}`,
      h(
        'span',
        { class: 'place-callback' },
        ', callback ',
        h('b', null, scene.callback),
        ` of ${scene.run.callbacks}`,
      ),
    ),
    // A phone has them where there is room.
    !scene.ui.narrow && [unitButtons(scene), speedView(scene)],
  );
}

/** @param {Scene} scene */
export function speedView({ rate, actions }) {
  return h(
    'label',
    { class: 'speed', key: 'speed' },
    h('span', null, 'Speed'),
    h(
      'select',
      {
        live: { value: String(rate) },
        onchange: (/** @type {Event} */ event) =>
          actions.setRate(Number(/** @type {HTMLSelectElement} */ (event.target).value)),
      },
      RATES.map((each) =>
        h(
          'option',
          { key: each, value: each, selected: each === 1 },
          RATE_TEXT[each] ?? `${each}×`,
        ),
      ),
    ),
  );
}

/** @param {Scene} scene @returns {[StepUnit, string, boolean][]} what a step may be, and whether it can be now */
function units({ run, ui }) {
  const selected = run.names.of(ui.selected);
  return [
    ['event', 'event', true],
    ['callback', 'callback', true],
    ['task', selected ?? 'this task', selected !== undefined],
  ];
}

/** @param {Scene} scene */
function unitButtons(scene) {
  return h(
    'div',
    { class: 'step-by', key: 'step-by' },
    h('span', { id: 'step-by-label' }, 'Step by'),
    h(
      'div',
      { class: 'segmented', role: 'group', 'aria-labelledby': 'step-by-label' },
      units(scene).map(([value, text, isPossible]) => unit(scene, value, text, !isPossible)),
    ),
  );
}

/** The same in less room. @param {Scene} scene */
export function unitSelect(scene) {
  return h(
    'select',
    {
      class: 'step-by-select',
      'aria-label': 'Step by',
      live: { value: scene.ui.unit },
      onchange: (/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        scene.actions.setUnit(/** @type {StepUnit} */ (value));
      },
    },
    units(scene).map(([value, text, isPossible]) =>
      h('option', { key: value, value, disabled: !isPossible }, `by ${text}`),
    ),
  );
}

/**
 * A disabled button must keep the focus when a learner steps to the end by keyboard, so it stays a
 * button that can be focused.
 *
 * @param {string} name
 * @param {string} picture
 * @param {() => void} action
 * @param {{ class?: string, disabled?: boolean, title?: string }} [more]
 */
function button(name, picture, action, { class: className, disabled = false, title } = {}) {
  return h(
    'button',
    {
      type: 'button',
      class: className,
      'aria-disabled': disabled ? 'true' : undefined,
      title,
      onclick: disabled ? undefined : action,
    },
    icon(picture),
    h('span', null, name),
  );
}

/**
 * @param {Scene} scene
 * @param {StepUnit} value
 * @param {string} text
 * @param {boolean} disabled
 */
function unit(scene, value, text, disabled) {
  return h(
    'button',
    {
      type: 'button',
      key: value,
      'aria-pressed': String(scene.ui.unit === value),
      'aria-disabled': disabled ? 'true' : undefined,
      title: disabled ? 'Select a task first' : undefined,
      onclick: disabled ? undefined : () => scene.actions.setUnit(value),
    },
    text,
  );
}
