/**
 * The questions about a run. What is asked an author has written; what is accepted follows from the
 * run's own trace, so that it stays right when a knob has changed. A question whose moment does not
 * occur in the run is not asked.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 * @typedef {import('./answers.js').Answer} Answer
 * @typedef {import('./answers.js').Kind} Kind
 * @typedef {import('../build/questions.js').DeclaredQuestion} DeclaredQuestion
 *
 * @typedef {object} Asking
 * @property {string} name      tells it from the lesson's others, in any run
 * @property {Kind} kind
 * @property {number} at        the position at which it is asked
 * @property {string} text
 * @property {string} because   explains the answer; '': nobody has written it
 *
 * @typedef {Asking & Answer} Question
 */
import { firstToRun, orderOfPrints, stateOf, whenRuns, whoRunsNext, wholeTime } from './answers.js';

/**
 * @param {Run} run
 * @param {Lesson} lesson
 * @returns {Question[]} in the order in which they are asked
 */
export function questionsOf(run, lesson) {
  return lesson.questions
    .flatMap((declared) => {
      const at = whenRuns(run, linesOf(lesson, [declared.at]), 0);
      const answer = at && answerTo(run, lesson, declared, at);
      if (!at || !answer) return [];
      const { name, kind, text, because } = declared;
      return [{ name, kind, at, text, because, ...answer }];
    })
    .sort((a, b) => a.at - b.at);
}

/**
 * @param {Run} run
 * @param {Lesson} lesson
 * @param {DeclaredQuestion} declared
 * @param {number} at
 * @returns {Answer | null}
 */
function answerTo(run, lesson, { kind, lines = [], prints = [], of = '', when = '' }, at) {
  switch (kind) {
    case 'next':
      return whoRunsNext(run, at);
    case 'line':
      return firstToRun(run, at, placesOf(lesson, lines));
    case 'order':
      return orderOfPrints(run, at, linesOf(lesson, prints));
    case 'state':
      return stateOf(run, idOf(run, of), whenRuns(run, linesOf(lesson, [when]), at));
    case 'time':
      return wholeTime(run);
  }
}

/**
 * @param {Lesson} lesson
 * @param {string[]} marks
 * @returns {number[]} lines of lesson.c
 */
function linesOf({ ties }, marks) {
  return ties.filter(({ mark }) => marks.includes(mark)).flatMap(({ c }) => c);
}

/**
 * In the order of the code, which tells nothing.
 *
 * @param {Lesson} lesson
 * @param {string[]} marks
 */
function placesOf(lesson, marks) {
  return lesson.ties
    .filter(({ mark }) => marks.includes(mark))
    .map(({ mark, python, c }) => ({
      value: mark,
      text: lineText(lesson.python.text, python[0]),
      c: lineText(lesson.c.text, c[0]),
      lines: c,
    }));
}

/**
 * @param {string} text
 * @param {number} [line]
 */
function lineText(text, line = 1) {
  return text.split('\n')[line - 1]?.trim() ?? '';
}

/**
 * @param {Run} run
 * @param {string} subject `future`: the program's own first one; else what a task's coroutine is called
 */
function idOf({ last }, subject) {
  const found =
    subject === 'future'
      ? [...last.futures.values()].find(({ label }) => label === 'Future')
      : [...last.tasks.values()].find(({ coroutineName }) => coroutineName === subject);
  return found?.id;
}
