/**
 * Comparing two runs: what the learner presses to pin one, how the two differ in words and as a
 * table, and the line that stands above the lanes of each.
 */
import { bothRuns, happening, sentenceOf, totalOf } from './compare-runs.js';
import { h, remember } from './dom.js';
import { icon } from './icons.js';
import { formatDuration } from '../model/names.js';
import { table } from './table.js';
import { sentence } from './sentence.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./compare-runs.js').Comparison} Comparison
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./axis.js').Axis} Axis
 */

/** Among the knobs: they are what one changes next. @param {Scene} scene */
export function compareTools({ comparison, lesson, actions }) {
  return h(
    'div',
    { class: 'compare-tools', role: 'group', 'aria-label': 'Compare two runs' },
    // One button, which keeps the focus.
    comparison
      ? tool('Unpin', 'cross', actions.unpin, 'Back to one run', 'pin')
      : tool('Pin this run', 'pin', actions.pin, 'To compare it with the next one', 'pin'),
    lesson.pairs.map((pair) =>
      h(
        'button',
        {
          type: 'button',
          key: pair.label,
          class: 'pair',
          onclick: () => actions.comparePair(pair),
        },
        h('span', null, h('span', { class: 'pair-of' }, 'Compare: '), pair.label),
      ),
    ),
  );
}

/** @param {Scene} scene */
export function compareView(scene) {
  const { comparison, run, actions } = scene;
  if (!comparison) return null;
  const { difference } = comparison;
  return h(
    'section',
    { class: 'compare', key: 'compare', 'aria-label': 'Compare' },
    h(
      'p',
      { class: 'compare-line', 'aria-live': 'polite', 'aria-atomic': 'true' },
      sentence(
        scene.masked
          ? 'Covered while the question is open.'
          : sentenceOf(run, comparison, scene.lineInShownCode),
      ),
    ),
    h(
      'div',
      { class: 'compare-buttons' },
      tool(
        'First difference',
        'differs',
        difference === null ? undefined : () => actions.seek(difference),
        difference === null ? 'No event differs' : `To event ${difference}`,
      ),
      tool('Swap', 'swap', actions.swap, 'The pinned run comes on screen, and this one is pinned'),
      tool('Unpin', 'cross', actions.unpin),
    ),
    !scene.masked &&
      (scene.ui.tables.includes('timeline') || scene.ui.narrow) &&
      asTable(scene, comparison),
  );
}

/**
 * @param {string} name
 * @param {string} picture
 * @param {(() => void) | undefined} action
 * @param {string} [title]
 * @param {string} [key]
 */
function tool(name, picture, action, title, key = name) {
  return h(
    'button',
    {
      type: 'button',
      key,
      title,
      'aria-disabled': action ? undefined : 'true',
      onclick: action,
    },
    icon(picture),
    h('span', null, name),
  );
}

/**
 * @param {Scene} scene
 * @param {Comparison} comparison
 */
function asTable(scene, comparison) {
  const { difference } = comparison;
  const runs = bothRuns(scene, comparison);
  const longest = Math.max(...runs.map(({ run }) => totalOf(run)));
  return table(
    'The two runs',
    ['Run', 'Took', 'Events', 'Callbacks', 'First difference'],
    runs.map(({ key, name, run }) => ({
      key,
      cells: [
        name,
        [
          formatDuration(totalOf(run)),
          h('span', {
            class: 'total-bar',
            style: { '--share': String(longest && totalOf(run) / longest) },
          }),
        ],
        run.events.length,
        run.callbacks,
        difference === null ? 'none' : sentence(happening(run, difference, scene.lineInShownCode)),
      ],
    })),
  );
}

/** How long that run took, on the axis of both, and where it parts from the other. */
export const totalLine = remember(
  (
    /** @type {Axis} */ axis,
    /** @type {Run} */ run,
    /** @type {string} */ key,
    /** @type {number | null} */ difference,
  ) => {
    const total = formatDuration(totalOf(run));
    const differs = difference !== null && difference <= run.events.length;
    return h(
      'div',
      { key: `total ${key}`, class: 'lane total' },
      h(
        'span',
        { class: 'total-rule', style: { 'inline-size': axis.percent(axis.end) } },
        h('span', { class: 'total-words' }, `took ${total}`),
      ),
      differs &&
        h(
          'span',
          {
            class: 'mark',
            'data-kind': 'differs',
            title: `First difference: event ${difference}`,
            style: { 'inset-inline-start': axis.percent(axis.placeOf(difference)) },
          },
          '≠',
        ),
    );
  },
);
