/** A question, what there is to choose from, and what the run answers. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { isRightReply } from './quiz.js';
import { sentence } from './sentence.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('./questions.js').Question} Question
 */

/**
 * The place is always there, so that a screen reader hears what comes into it.
 *
 * @param {Scene} scene
 */
export function questionView(scene) {
  const { question, masked, playing } = scene;
  return h(
    'div',
    { class: 'pane question-pane', 'aria-live': playing ? 'off' : 'polite' },
    question
      ? h(
          'section',
          { class: 'question', key: question.name, 'aria-label': 'Question' },
          h(
            'p',
            { class: 'question-text' },
            h('span', { class: 'question-head' }, 'Predict '),
            sentence(question.text),
          ),
          masked ? options(scene, question) : verdict(scene, question),
        )
      : stillOpen(scene),
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 */
function options(scene, question) {
  const { asking, quiz, queueMasked } = scene;
  const isOrder = question.kind === 'order';
  return h(
    'div',
    { class: 'asking', key: 'asking' },
    question.options.length === 0 ? numberField(scene) : null,
    h(
      'div',
      { class: 'options', role: 'group', 'aria-label': isOrder ? 'In order' : 'Answers' },
      question.options.map(({ value }) => {
        const place = quiz.chosen.indexOf(value);
        return h(
          'button',
          {
            type: 'button',
            key: value,
            class: 'option',
            'aria-pressed': isOrder ? String(place >= 0) : undefined,
            onclick: () => asking.choose(value),
          },
          isOrder && h('b', { class: 'rank' }, place >= 0 ? place + 1 : '–'),
          h('code', null, textOf(scene, question, value)),
        );
      }),
    ),
    h(
      'p',
      { class: 'asking-end' },
      isOrder && h('span', { class: 'hint' }, 'Choose them first to last.'),
      queueMasked && h('span', { class: 'hint' }, 'Or click the task in any panel.'),
      h('button', { type: 'button', class: 'quiet', onclick: asking.skip }, 'Skip'),
    ),
  );
}

/** @param {Scene} scene */
function numberField({ asking }) {
  return h(
    'form',
    {
      class: 'number-answer',
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const form = /** @type {HTMLFormElement} */ (event.currentTarget);
        asking.answer(String(new FormData(form).get('seconds') ?? ''));
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
    h('span', { class: 'unit', 'aria-hidden': 'true' }, 'seconds'),
    h('button', { type: 'submit' }, 'Answer'),
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 */
function verdict(scene, question) {
  const { actions, asking, quiz } = scene;
  const reply = quiz.replyTo(question);
  const isSkipped = reply === 'skipped';
  const isRight = isRightReply(question, reply);
  const given = reply && !isSkipped ? reply.given : [];
  const differs = question.answer.findIndex((each, index) => each !== given[index]);
  const shownAt = question.shownAt[isRight ? 0 : Math.max(0, differs)] ?? question.at;
  return h(
    'div',
    { class: 'verdict', key: 'verdict', 'data-right': isRight ? '' : undefined },
    h(
      'p',
      { class: 'verdict-words' },
      !isSkipped && icon(isRight ? 'check' : 'cross'),
      h('b', null, isSkipped ? 'Skipped. ' : isRight ? 'Yes. ' : 'No. '),
      sentence(question.because),
    ),
    !isRight && comparison(scene, question, isSkipped ? null : given, differs),
    h(
      'div',
      { class: 'verdict-buttons' },
      h('button', { type: 'button', class: 'primary', key: 'on', onclick: asking.goOn }, 'Go on'),
      h(
        'button',
        { type: 'button', key: 'there', onclick: () => actions.goToAnswer(shownAt) },
        'Go there',
      ),
      !isRight &&
        h(
          'button',
          { type: 'button', class: 'quiet', key: 'again', onclick: asking.again },
          isSkipped ? 'Answer it' : 'Try again',
        ),
    ),
  );
}

/**
 * Both side by side; the first difference says that it is one.
 *
 * @param {Scene} scene
 * @param {Question} question
 * @param {string[] | null} given   null: nothing
 * @param {number} differs
 */
function comparison(scene, question, given, differs) {
  const isOrder = question.answer.length > 1;
  const head = (/** @type {string} */ text) => h('th', { scope: 'col', key: text }, text);
  return h(
    'table',
    { class: 'comparison' },
    h('thead', null, h('tr', null, given && head('You said'), head('In this run'))),
    h(
      'tbody',
      null,
      question.answer.map((each, index) => {
        const isFirst = given !== null && isOrder && index === differs;
        return h(
          'tr',
          { key: index, 'data-differs': isFirst ? '' : undefined },
          given && h('td', null, cell(scene, question, given[index] ?? '', isOrder && index + 1)),
          h('td', null, cell(scene, question, each, isOrder && index + 1, isFirst)),
        );
      }),
    ),
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 * @param {string} value
 * @param {number | false} place
 * @param {boolean} [isFirstDifference]
 */
function cell(scene, question, value, place, isFirstDifference = false) {
  return h(
    'span',
    null,
    place && h('span', { class: 'rank' }, place),
    h('code', null, textOf(scene, question, value)),
    question.kind === 'time' && ' s',
    isFirstDifference && h('small', null, 'the first difference'),
  );
}

/**
 * @param {Scene} scene
 * @param {Question} question
 * @param {string} value
 */
function textOf({ ui }, { options }, value) {
  const option = options.find((each) => each.value === value);
  return (ui.language === 'c' && option?.c) || (option?.text ?? value);
}

/** At the end of the run. @param {Scene} scene */
function stillOpen({ atEnd, playing, quiz, asking }) {
  const [first, ...others] = quiz.open;
  if (!atEnd || playing || !quiz.asks || !first) return null;
  const all = others.length + 1;
  return h(
    'p',
    { class: 'still-open', key: 'still-open' },
    all === 1 ? 'One question is still open. ' : `${all} questions are still open. `,
    h(
      'button',
      { type: 'button', class: 'quiet', onclick: () => asking.goTo(first) },
      all === 1 ? 'Go to it' : 'Go to the first one',
    ),
  );
}
