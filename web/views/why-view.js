/** One plain sentence for the step that is shown, and the way to its cause and back. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { sentence } from './sentence.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** @param {Scene} scene */
export function whyView(scene) {
  const { event, actions, ui } = scene;
  return h(
    'section',
    { class: 'why', 'aria-label': 'Why' },
    h(
      'p',
      { class: 'why-line', 'aria-live': scene.playing ? 'off' : 'polite', 'aria-atomic': 'true' },
      h('span', { class: 'why-now' }, 'Why now '),
      sentence(scene.why),
    ),
    h(
      'div',
      { class: 'why-buttons' },
      ui.returnTo.length > 0 &&
        h(
          'button',
          { type: 'button', key: 'return', class: 'return', onclick: actions.goBackFromCause },
          icon('return'),
          h('span', null, 'Return'),
        ),
      h(
        'button',
        {
          type: 'button',
          key: 'cause',
          'aria-disabled': event?.cause ? undefined : 'true',
          title: event?.cause
            ? `To event ${event.cause}, which caused this`
            : 'Nothing in the run caused this',
          onclick: event?.cause ? actions.showCause : undefined,
        },
        icon('cause'),
        h('span', null, 'Show cause'),
      ),
    ),
  );
}
