/** A question, its answer, and how the two differ. */
import { h } from './dom.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./questions.js').Question} Question
 */

/** @param {Scene} scene */
export function questionView(scene) {
  const { question } = scene;
  if (!question) return null;
  return h(
    'section',
    { class: 'question', key: 'question', 'aria-label': 'Question' },
    h(
      'p',
      { class: 'question-text' },
      question.text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? h('code', null, part) : part)),
    ),
    scene.answered ? verdict(scene, question) : asking(scene, question),
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 */
function asking(scene, question) {
  const { actions, ui } = scene;
  const { options } = question;
  const skip = h(
    'button',
    { type: 'button', class: 'quiet', key: 'skip', onclick: actions.skipQuestion },
    'Skip',
  );
  if (options.length === 0) {
    return h(
      'form',
      {
        class: 'answers',
        onsubmit: (/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          const form = /** @type {HTMLFormElement} */ (event.currentTarget);
          actions.answer([String(new FormData(form).get('seconds') ?? '')]);
        },
      },
      h('input', {
        type: 'number',
        name: 'seconds',
        class: 'number-field',
        'aria-label': 'Seconds',
        min: 0,
        step: 'any',
        required: true,
      }),
      h('button', { type: 'submit' }, 'Answer'),
      skip,
    );
  }
  const isOrder = question.kind === 'order';
  return h(
    'div',
    { class: 'answers' },
    options.map((option) => {
      const place = ui.chosen.indexOf(option);
      return h(
        'button',
        {
          type: 'button',
          key: option,
          class: 'option',
          'aria-pressed': isOrder ? String(place >= 0) : undefined,
          onclick: () => actions.choose(option),
        },
        isOrder && h('b', null, place >= 0 ? `${place + 1}.` : '–'),
        h('code', null, option),
      );
    }),
    skip,
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 */
function verdict({ answered, actions }, question) {
  const { given, right } = /** @type {NonNullable<Scene['answered']>} */ (answered);
  const differs = question.answer.findIndex((each, index) => each !== given[index]);
  return h(
    'div',
    { class: 'verdict', role: 'status' },
    h(
      'p',
      null,
      h('b', null, right ? 'Yes. ' : 'No. '),
      right ? 'That is what happens.' : 'This run does otherwise.',
    ),
    !right &&
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h('tr', null, h('th', { scope: 'col' }, 'You said'), h('th', { scope: 'col' }, 'It is')),
        ),
        h(
          'tbody',
          null,
          question.answer.map((each, index) =>
            h(
              'tr',
              { key: index, 'data-differs': index === differs ? '' : undefined },
              h('td', null, given[index] ?? ''),
              h('td', null, each, index === differs && h('small', null, ' the first difference')),
            ),
          ),
        ),
      ),
    h(
      'div',
      { class: 'answers' },
      h('button', { type: 'button', onclick: actions.goToAnswer }, 'Go there'),
      h('button', { type: 'button', class: 'primary', onclick: actions.skipQuestion }, 'Go on'),
    ),
  );
}
