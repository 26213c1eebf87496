/** What a picture shows, as a table, and the button that asks for it. */
import { h } from './dom.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./dom.js').Child} Child
 * @typedef {'loop' | 'waits' | 'timeline'} Picture
 */

/**
 * @param {Scene} scene
 * @param {Picture} picture
 * @param {string} words
 */
export function tableButton({ ui, actions }, picture, words) {
  return h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-pressed': String(ui.tables.includes(picture)),
      onclick: () => actions.toggleTable(picture),
    },
    words,
  );
}

/**
 * @param {string} caption for who cannot see where it stands
 * @param {string[]} columns
 * @param {{ key: string | number, cells: Child[] }[]} rows   the first cell is the row's heading
 */
export function table(caption, columns, rows) {
  return h(
    'table',
    { class: 'as-table' },
    h('caption', { class: 'visually-hidden' }, caption),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        columns.map((text) => h('th', { scope: 'col', key: text }, text)),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map(({ key, cells: [first, ...others] }) =>
        h(
          'tr',
          { key },
          h('th', { scope: 'row' }, first),
          others.map((cell, index) => h('td', { key: index }, cell)),
        ),
      ),
    ),
  );
}
