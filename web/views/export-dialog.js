/** What a run can be taken away as, in a dialog, and all that it needs: it is loaded when it is wanted. */
import { h } from './dom.js';

export { damagedRun, makeFile, openRunOf } from '../export/files.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** @type {[import('../export/files.js').What, string, string][]} */
const CHOICES = [
  ['moment', 'This moment', 'an SVG picture'],
  ['slides', 'The run, for slides', 'numbered SVGs in a ZIP file, one a callback'],
  ['trace', 'The trace, for Perfetto', 'Chrome trace JSON'],
  ['run', 'The run itself', 'a file that opens here again'],
];

/** Gives it to the browser to save. @param {{ name: string, data: Blob }} file */
export function download({ name, data }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {Scene} scene */
export function exportView({ exporting }) {
  const { close, isOpen, said, save, openFile } = exporting;
  return h(
    'dialog',
    { class: 'help export', 'aria-labelledby': 'export-title', onclose: close },
    isOpen && [
      h('h2', { id: 'export-title' }, 'Export'),
      h(
        'ul',
        null,
        CHOICES.map(([what, words, form]) =>
          h(
            'li',
            { key: what },
            h('button', { type: 'button', onclick: () => save(what) }, words),
            h('small', null, form),
          ),
        ),
      ),
      h(
        'label',
        null,
        'Open a saved run',
        h('input', {
          type: 'file',
          accept: '.json,application/json',
          onchange: (/** @type {Event} */ { target }) =>
            openFile(/** @type {HTMLInputElement} */ (target)),
        }),
      ),
      h('p', { role: 'status' }, said),
      h('button', { type: 'button', class: 'primary', onclick: close }, 'Close'),
    ],
  );
}
