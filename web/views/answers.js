/**
 * What a run answers to a question, and what there is to choose from. Nothing is asked that only one
 * answer could meet.
 *
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {import('../build/questions.js').QuestionKind} Kind
 *
 * @typedef {object} Option
 * @property {string} value
 * @property {string} text
 * @property {string} [c]   the text for who sees only the C
 *
 * @typedef {object} Answer
 * @property {Option[]} options    to choose from, or to put in order; none: a number is wanted
 * @property {string[]} answer     the value of one option, of all in order, or the number
 * @property {number[]} shownAt    for each part of the answer, the position that shows it
 */

/** As many prints as can be put in order without a headache. */
const PRINTS = 6;
/** Seconds: a millisecond is the finest that is shown. */
const SAME_TIME = 0.0005;

const DONE = ['done: result', 'done: exception', 'done: cancelled'];
const TASK_STATES = ['ready', 'running', 'waiting', ...DONE];
const FUTURE_STATES = ['pending', ...DONE];

/**
 * @param {{ kind: Kind, answer: string[] }} question
 * @param {readonly string[]} given
 */
export function isRight({ kind, answer }, given) {
  if (kind === 'time') return Math.abs(Number(given[0]) - Number(answer[0])) < SAME_TIME;
  return given.length === answer.length && given.every((each, index) => each === answer[index]);
}

/** How many seconds all of it takes. @param {Run} run @returns {Answer | null} */
export function wholeTime({ events, last }) {
  const seconds = last.time - (events.at(0)?.time ?? 0);
  if (seconds === 0 || last.program.status !== 'ended') return null;
  const answer = String(Number(seconds.toFixed(3)));
  return { options: [], answer: [answer], shownAt: [events.length] };
}

/**
 * Who runs the line that comes next: a task or a callback.
 *
 * @param {Run} run
 * @param {number} at
 * @returns {Answer | null}
 */
export function whoRunsNext(run, at) {
  const shownAt = findPosition(run, at, ({ kind }) => kind === 'LINE');
  const next = shownAt && whoRuns(run, shownAt);
  if (!next) return null;
  const { tasks, ready } = run.replay.stateAt(shownAt);
  const alive = run.ownTasks.filter((id) => tasks.has(id) && tasks.get(id)?.state !== 'done');
  const callbacks = ready.map(({ name }) => name).filter(run.isOwnCallback);
  const names = [...alive.map((id) => run.names.of(id) ?? ''), ...callbacks, next];
  return choice([...new Set(names)], next, shownAt);
}

/**
 * @param {Run} run
 * @param {number} position of a LINE
 */
function whoRuns(run, position) {
  const event = run.events.at(position - 1);
  const coroutine = event?.kind === 'LINE' ? event.coroutine : null;
  if (coroutine) return run.names.of(run.taskOfCoroutine(coroutine));
  return run.replay.stateAt(position).current?.name;
}

/**
 * Which of some lines runs first.
 *
 * @param {Run} run
 * @param {number} at
 * @param {(Option & { lines: number[] })[]} places lines of lesson.c each stands for
 * @returns {Answer | null}
 */
export function firstToRun(run, at, places) {
  const shownAt = whenRuns(
    run,
    places.flatMap(({ lines }) => lines),
    at,
  );
  const line = shownAt && run.events.at(shownAt - 1)?.line;
  const first = places.find(({ lines }) => line && lines.includes(line));
  if (!first || !shownAt) return null;
  const options = places.map(({ value, text, c }) => ({ value, text, c }));
  return { options, answer: [first.value], shownAt: [shownAt] };
}

/**
 * @param {Run} run
 * @param {number} at
 * @param {number[]} lines of lesson.c whose prints count
 * @returns {Answer | null}
 */
export function orderOfPrints(run, at, lines) {
  /** @type {Map<string, number>} where each text is first printed */
  const prints = new Map();
  for (const { seq, fd, text } of run.last.output) {
    const printed = text.trim();
    if (seq <= at || fd !== 1 || prints.has(printed)) continue;
    if (!lines.includes(run.events.at(seq - 1)?.line ?? 0)) continue;
    prints.set(printed, seq);
    if (prints.size === PRINTS) break;
  }
  if (prints.size < 2) return null;
  const answer = [...prints.keys()];
  return { options: answer.toSorted().map(asOption), answer, shownAt: [...prints.values()] };
}

/**
 * @param {Run} run
 * @param {number | undefined} id of a task or future
 * @param {number | undefined} shownAt
 * @returns {Answer | null}
 */
export function stateOf(run, id, shownAt) {
  if (!id || !shownAt) return null;
  const { tasks, futures } = run.replay.stateAt(shownAt);
  const task = tasks.get(id);
  const future = futures.get(id);
  if (task) {
    const state = task.state === 'done' ? `done: ${task.outcome}` : task.state;
    return choice(TASK_STATES, state, shownAt);
  }
  return future
    ? choice(FUTURE_STATES, future.done ? `done: ${future.outcome}` : 'pending', shownAt)
    : null;
}

/**
 * @param {string[]} values
 * @param {string} answer
 * @param {number} shownAt
 * @returns {Answer | null}
 */
function choice(values, answer, shownAt) {
  if (values.length < 2) return null;
  return { options: values.map(asOption), answer: [answer], shownAt: [shownAt] };
}

/** @param {string} text @returns {Option} */
function asOption(text) {
  return { value: text, text };
}

/**
 * When one of these lines of lesson.c is about to run for the first time after `from`.
 *
 * @param {Run} run
 * @param {number[]} lines
 * @param {number} from a position
 */
export function whenRuns(run, lines, from) {
  return findPosition(run, from, ({ kind, line }) => kind === 'LINE' && lines.includes(line ?? 0));
}

/**
 * @param {Run} run
 * @param {number} from
 * @param {(event: TraceEvent, position: number) => boolean} holds
 * @returns {number | undefined} the first position after `from` whose event fulfils it
 */
function findPosition({ events }, from, holds) {
  for (let position = from + 1; position <= events.length; position++) {
    const event = events.at(position - 1);
    if (event && holds(event, position)) return position;
  }
  return undefined;
}
