/**
 * Questions for a lesson whose author has written none: moments that are found in the trace and are
 * worth a prediction.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./answers.js').Answer} Answer
 * @typedef {import('./answers.js').Kind} Kind
 * @typedef {import('./questions.js').Question} Question
 */
import { findPosition, orderOfPrints, stateOf, whoRunsNext, wholeTime } from './answers.js';

/**
 * @param {Run} run
 * @returns {Question[]} in the order in which they are asked; at most one of each kind
 */
export function foundQuestions(run) {
  const begin = findPosition(run, 0, ({ kind }) => kind === 'LOOP_RUNS');
  const choice = findTurn(run, (at) => run.replay.stateAt(at).ready.length >= 2);
  const prints = findTurn(run, (at) => areMixed(run, orderOfPrints(run, at, null)));
  return [
    question('time', 'How many seconds will it all take?', begin, () => wholeTime(run)),
    question('next', 'Which task runs next?', choice, (at) => whoRunsNext(run, at)),
    afterCancel(run),
    question('order', 'In which order are these printed?', prints, (at) =>
      orderOfPrints(run, at, null),
    ),
  ]
    .filter((each) => each !== null)
    .sort((a, b) => a.at - b.at);
}

/**
 * @param {Kind} kind   also its name
 * @param {string} text
 * @param {number | undefined} at
 * @param {(at: number) => Answer | null} answerAt
 * @returns {Question | null}
 */
function question(kind, text, at, answerAt) {
  const answer = at ? answerAt(at) : null;
  return at && answer ? { name: kind, kind, at, text, because: '', ...answer } : null;
}

/**
 * @param {Run} run
 * @param {(position: number) => boolean} holds
 */
function findTurn(run, holds) {
  return findPosition(run, 0, ({ kind }, position) => kind === 'LOOP_TURN' && holds(position));
}

/**
 * Three prints or more, of several tasks.
 *
 * @param {Run} run
 * @param {Answer | null} prints
 */
function areMixed(run, prints) {
  if (!prints || prints.answer.length < 3) return false;
  const tasks = prints.shownAt.map((position) => run.replay.stateAt(position).currentTask);
  return new Set(tasks).size >= 2;
}

/** A task has cancelled another: what has become of it? @param {Run} run */
function afterCancel(run) {
  const cancel = findPosition(run, 0, (event, position) => {
    if (event.kind !== 'CANCEL_REQUESTED') return false;
    const { currentTask } = run.replay.stateAt(position);
    return currentTask !== null && currentTask !== event.task;
  });
  const event = cancel ? run.events.at(cancel - 1) : undefined;
  if (!cancel || event?.kind !== 'CANCEL_REQUESTED' || !event.task) return null;
  const { task } = event;
  const text = `What state is \`${run.names.of(task)}\` in when \`cancel()\` has returned?`;
  const after = findPosition(run, cancel, ({ kind }) => kind === 'LINE' || kind === 'STEP_ENDS');
  return question('state', text, cancel - 1, () => stateOf(run, task, after));
}
