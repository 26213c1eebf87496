/** The keys, in a dialog. */
import { h } from './dom.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

const KEYS = [
  ['Space', 'play or pause'],
  ['← →', 'one step back, forward'],
  ['Shift + ← →', 'to the last, the next callback'],
  ['Home, End', 'to the start, the end'],
  ['[ ]', 'to the last, the next named moment'],
  ['?', 'this help'],
];

/** @param {Scene} scene */
export function helpView({ ui, actions }) {
  if (!ui.help) return null;
  const close = () => actions.toggleHelp(false);
  return h(
    'div',
    { class: 'help', key: 'help' },
    h(
      'div',
      {
        class: 'help-box',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': 'help-title',
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === 'Escape') close();
        },
      },
      h('h2', { id: 'help-title' }, 'Keys'),
      h('p', null, 'They work while the lesson has the focus.'),
      h(
        'dl',
        null,
        KEYS.map(([key = '', words = '']) =>
          h('div', { key }, h('dt', null, h('kbd', null, key)), h('dd', null, words)),
        ),
      ),
      h('button', { type: 'button', class: 'primary', autofocus: true, onclick: close }, 'Close'),
    ),
  );
}
