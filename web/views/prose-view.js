/** The lesson's title and text. */
import { h } from './dom.js';

/** @param {import('./lesson-view.js').Scene} scene */
export function proseView({ lesson }) {
  return h(
    'section',
    { class: 'prose', 'aria-label': 'Prose' },
    h('p', { class: 'section-number' }, lesson.section),
    h('h2', { class: 'lesson-title' }, lesson.title),
    h('div', { class: 'prose-text', html: lesson.prose }),
  );
}
