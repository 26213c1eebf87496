/** What the program has printed, with the loop time of each line. */
import { h } from './dom.js';
import { formatTime } from '../model/names.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** A program may print without end: only the last lines are drawn. */
const SHOWN = 200;

/** @param {Scene} scene */
export function outputView(scene) {
  const { output } = scene.state;
  const first = Math.max(0, output.length - SHOWN);
  return h(
    'section',
    { class: 'output', 'aria-label': 'Output' },
    h('h2', null, 'Output'),
    first > 0 && h('p', { class: 'note' }, `${first} earlier lines are not shown.`),
    output.length === 0
      ? h('p', { class: 'none' }, 'nothing printed yet')
      : h(
          'ol',
          { class: 'output-lines' },
          output.slice(first).map((line) =>
            h(
              'li',
              {
                key: line.seq,
                'data-now': line.seq === scene.position ? '' : undefined,
                'data-error': line.fd === 2 ? '' : undefined,
              },
              h(
                'button',
                {
                  type: 'button',
                  class: 'when',
                  title: 'Go to this moment',
                  onclick: () => scene.actions.seek(line.seq),
                },
                formatTime(line.time),
              ),
              line.fd === 2 && h('span', { class: 'stream' }, 'stderr'),
              h('span', { class: 'printed' }, line.text.replace(/\n$/, '')),
            ),
          ),
        ),
  );
}
