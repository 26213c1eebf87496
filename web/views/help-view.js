/** The keys, in a dialog. */
import { h } from './dom.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

const KEYS = [
  ['Space', 'play or pause'],
  ['← →', 'one step back, forward'],
  ['Shift + ← →', 'one callback back, forward'],
  ['Home, End', 'to the start, the end'],
  ['[ ]', 'one named moment back, forward'],
  ['1 to 9', 'an answer, while a question is open'],
  ['?', 'this help'],
];

/** @param {Scene} scene */
export function helpView({ ui, actions }) {
  return h(
    'dialog',
    { class: 'help', 'aria-labelledby': 'help-title', onclose: () => actions.toggleHelp(false) },
    ui.help && [
      h('h2', { id: 'help-title' }, 'Keys'),
      h('p', null, 'They work while the lesson has the focus.'),
      h(
        'dl',
        null,
        KEYS.map(([key = '', words = '']) =>
          h('div', { key }, h('dt', null, h('kbd', null, key)), h('dd', null, words)),
        ),
      ),
      h(
        'button',
        { type: 'button', class: 'primary', onclick: () => actions.toggleHelp(false) },
        'Close',
      ),
    ],
  );
}
