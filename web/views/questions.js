/**
 * Questions about a run, found in its trace and checked against it: they stay right when a knob has
 * changed. Each goes for a usual mistake.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 *
 * @typedef {object} Question
 * @property {'time' | 'next' | 'state' | 'order'} kind  also its name: one of each in a run
 * @property {number} at        the position at which it is asked
 * @property {string} text
 * @property {string[]} options to choose from, or to put in order; empty: a number is wanted
 * @property {string[]} answer  one option, all in order, or the number
 * @property {number} shownAt   the position that shows the answer
 */

/** As many prints as can be put in order without a headache. */
const PRINTS = 4;

/**
 * @param {Run} run
 * @returns {Question[]} in the order in which they are asked
 */
export function questionsOf(run) {
  return [timeQuestion(run), nextQuestion(run), stateQuestion(run), orderQuestion(run)]
    .filter((question) => question !== null)
    .sort((a, b) => a.at - b.at);
}

/**
 * @param {Question} question
 * @param {readonly string[]} given
 */
export function isRight({ kind, answer }, given) {
  if (kind === 'time') return Math.abs(Number(given[0]) - Number(answer[0])) < 0.0005;
  return given.length === answer.length && given.every((each, index) => each === answer[index]);
}

/** @param {Run} run @returns {Question | null} */
function timeQuestion(run) {
  const at = findPosition(run, ({ kind }) => kind === 'LOOP_RUNS');
  const seconds = run.last.time - (run.events.at(0)?.time ?? 0);
  if (!at || seconds === 0) return null;
  return {
    kind: 'time',
    at,
    text: 'How many seconds will it all take?',
    options: [],
    answer: [String(Number(seconds.toFixed(3)))],
    shownAt: run.events.length,
  };
}

/** @param {Run} run @returns {Question | null} */
function nextQuestion(run) {
  const at = findPosition(run, (event, position) => {
    if (event.kind !== 'LOOP_TURN') return false;
    return new Set(readyNames(run, position)).size >= 2;
  });
  if (!at) return null;
  const names = readyNames(run, at);
  return {
    kind: 'next',
    at,
    text: 'Which task runs next?',
    options: [...new Set(names)].sort(),
    answer: names.slice(0, 1),
    shownAt: at + 1,
  };
}

/**
 * @param {Run} run
 * @param {number} position
 */
function readyNames(run, position) {
  return run.replay
    .stateAt(position)
    .ready.map(({ target }) => run.names.of(target))
    .filter((name) => name !== undefined);
}

/** @param {Run} run @returns {Question | null} */
function stateQuestion(run) {
  const cancel = findPosition(
    run,
    (event, position) =>
      event.kind === 'CANCEL_REQUESTED' &&
      run.replay.stateAt(position).currentTask !== null &&
      run.replay.stateAt(position).currentTask !== event.task,
  );
  const event = cancel ? run.events.at(cancel - 1) : undefined;
  if (!cancel || event?.kind !== 'CANCEL_REQUESTED') return null;
  const after = findPosition(run, ({ kind }, at) => at > cancel && isNextOfCaller(kind)) ?? cancel;
  const task = run.replay.stateAt(after).tasks.get(event.task);
  if (!task) return null;
  return {
    kind: 'state',
    at: cancel - 1,
    text: `What state is \`${run.names.of(event.task)}\` in when \`cancel()\` has returned?`,
    options: ['ready', 'running', 'waiting', 'done'],
    answer: [task.state],
    shownAt: after,
  };
}

/** @param {TraceEvent['kind']} kind */
function isNextOfCaller(kind) {
  return kind === 'LINE' || kind === 'OUTPUT' || kind === 'STEP_ENDS';
}

/** @param {Run} run @returns {Question | null} */
function orderQuestion(run) {
  const at = findPosition(run, ({ kind }, position) => {
    if (kind !== 'LOOP_TURN') return false;
    const prints = nextPrints(run, position);
    return prints.length >= 3 && new Set(prints.map(({ task }) => task)).size >= 2;
  });
  if (!at) return null;
  const prints = nextPrints(run, at);
  const answer = prints.map(({ text }) => text.trim());
  return {
    kind: 'order',
    at,
    text: 'In which order are these printed?',
    options: [...answer].sort(),
    answer,
    shownAt: prints.at(-1)?.seq ?? at,
  };
}

/**
 * @param {Run} run
 * @param {number} position
 */
function nextPrints(run, position) {
  const { output } = run.last;
  /** @type {import('../model/state.js').Output[]} */
  const prints = [];
  for (const print of output) {
    if (print.seq <= position || print.fd !== 1) continue;
    if (prints.some(({ text }) => text === print.text)) break;
    prints.push(print);
    if (prints.length === PRINTS) break;
  }
  return prints;
}

/**
 * @param {Run} run
 * @param {(event: TraceEvent, position: number) => boolean} holds
 * @returns {number | undefined} the first position whose event fulfils it
 */
function findPosition({ events }, holds) {
  for (let position = 1; position <= events.length; position++) {
    const event = events.at(position - 1);
    if (event && holds(event, position)) return position;
  }
  return undefined;
}
