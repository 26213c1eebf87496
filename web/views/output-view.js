/** What the program has printed, with the loop time of each line. */
import { h, remember } from './dom.js';
import { formatTime } from '../model/names.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('../model/state.js').Output} Output
 */

/** A program may print without end: only the last lines are drawn. */
const SHOWN = 40;

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
          output
            .slice(first)
            .map((line) => lineView(line, line.seq === scene.position, scene.actions.seek)),
        ),
  );
}

const lineView = remember(
  (
    /** @type {Output} */ { seq, fd, time, text },
    /** @type {boolean} */ isNow,
    /** @type {(position: number) => void} */ seek,
  ) =>
    h(
      'li',
      { key: seq, 'data-now': isNow ? '' : undefined, 'data-error': fd === 2 ? '' : undefined },
      h(
        'button',
        { type: 'button', class: 'when', title: 'Go to this moment', onclick: () => seek(seq) },
        formatTime(time),
      ),
      fd === 2 && h('span', { class: 'stream' }, 'stderr'),
      h('span', { class: 'printed' }, text.replace(/\n$/, '')),
    ),
);
