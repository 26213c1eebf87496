/** Whether it asks, how the questions went, and the way to each. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { isRightReply } from './quiz.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./questions.js').Question} Question
 */

/** @param {Scene} scene */
export function quizView(scene) {
  const { quiz, asking } = scene;
  return [
    h(
      'div',
      { class: 'knob switch-knob', key: 'asks' },
      h('label', { for: 'asks' }, 'Stop and let me predict'),
      h('span', { class: 'switch-words', 'aria-hidden': 'true' }, quiz.asks ? 'On' : 'Off'),
      h('input', {
        id: 'asks',
        type: 'checkbox',
        role: 'switch',
        class: 'switch',
        live: { checked: quiz.asks },
        onchange: (/** @type {Event} */ event) =>
          asking.setAsks(/** @type {HTMLInputElement} */ (event.target).checked),
      }),
    ),
    quiz.questions.length > 0 &&
      h(
        'div',
        { class: 'questions', key: 'questions' },
        h('p', { class: 'questions-answered' }, countWords(scene)),
        h(
          'ol',
          { class: 'question-list', 'aria-label': 'Questions' },
          quiz.questions.map((question, index) => wayTo(scene, question, index + 1)),
        ),
      ),
  ];
}

/** @param {Scene} scene */
function countWords({ quiz }) {
  const all = quiz.questions.length;
  const skipped = quiz.skipped.length;
  const words = `${all - quiz.open.length - skipped} of ${all} questions answered`;
  return skipped > 0 ? `${words}, ${skipped} skipped` : words;
}

/**
 * @param {Scene} scene
 * @param {Question} question
 * @param {number} number
 */
function wayTo({ quiz, position, asking }, question, number) {
  const outcome = outcomeOf(quiz, question);
  return h(
    'li',
    { key: question.name },
    h(
      'button',
      {
        type: 'button',
        class: 'question-way',
        'data-outcome': outcome,
        'aria-current': quiz.asks && question.at === position ? 'step' : undefined,
        'aria-label': `Question ${number}: ${outcome}`,
        title: `Question ${number}: ${outcome}`,
        onclick: () => asking.goTo(question),
      },
      outcome === 'right' ? icon('check') : outcome === 'wrong' ? icon('cross') : number,
    ),
  );
}

/**
 * @param {Scene['quiz']} quiz
 * @param {Question} question
 */
function outcomeOf(quiz, question) {
  if (quiz.isOpen(question)) return 'open';
  const reply = quiz.replyTo(question);
  if (reply === 'skipped') return 'skipped';
  return isRightReply(question, reply) ? 'right' : 'wrong';
}
