/** Whose values the knobs have, and the code that has them. */
import { h } from './dom.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** @param {Scene} scene */
export function valuesView({ mine, actions }) {
  const choice = (/** @type {string} */ name, /** @type {boolean} */ isMine) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(mine === isMine),
        onclick: () => actions.useMine(isMine),
      },
      name,
    );
  return h(
    'div',
    { class: 'values' },
    h(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': 'Whose values' },
      choice('Original', false),
      choice('Mine', true),
    ),
    h('button', { type: 'button', class: 'quiet', onclick: actions.resetLesson }, 'Reset lesson'),
  );
}

/** @param {Scene} scene */
export function copyView({ knobsChanged, actions }) {
  const copy = (/** @type {'python' | 'c'} */ language, /** @type {string} */ file) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet copy',
        'data-copies': language,
        onclick: () => actions.copyCode(language),
      },
      `Copy ${file}`,
    );
  return h(
    'div',
    { class: 'code-tools' },
    knobsChanged && h('span', { class: 'note' }, 'with these values'),
    copy('python', 'lesson.py'),
    copy('c', 'lesson.c'),
  );
}
