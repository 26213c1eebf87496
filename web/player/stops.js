/**
 * Where a step lands. A position is a number of events: at position n the first n of them have
 * happened, and the n-th is the one that is shown.
 *
 * @typedef {import('../trace/event.js').TraceEvent} TraceEvent
 * @typedef {{ readonly length: number, at(index: number): TraceEvent | undefined }} Events
 * @typedef {'event' | 'callback' | 'task'} StepUnit
 * @typedef {(event: TraceEvent) => boolean} IsStop
 */

/** @type {IsStop} */
export const everyEvent = () => true;

/** One turn of the ready queue: a callback is taken from its front. @type {IsStop} */
export const everyCallback = (event) => event.kind === 'HANDLE_RUNS';

/**
 * What happens in a task or to it.
 *
 * @param {number} task
 * @param {(coroutine: number) => number | null} taskOfCoroutine
 * @returns {IsStop}
 */
export function everyEventOfTask(task, taskOfCoroutine) {
  return (event) => {
    if ('task' in event) return event.task === task;
    if (event.kind === 'FUTURE_DONE') return event.future === task;
    if ('coroutine' in event && event.coroutine) return taskOfCoroutine(event.coroutine) === task;
    return false;
  };
}

/**
 * @param {Events} events
 * @param {number} position
 * @param {IsStop} isStop
 * @returns {number | undefined} undefined: no such event yet
 */
export function nextStop(events, position, isStop) {
  for (let next = position + 1; next <= events.length; next++) {
    const event = events.at(next - 1);
    if (event && isStop(event)) return next;
  }
  return undefined;
}

/**
 * @param {Events} events
 * @param {number} position
 * @param {IsStop} isStop
 * @returns {number} 0, the start, when there is none
 */
export function previousStop(events, position, isStop) {
  for (let previous = position - 1; previous > 0; previous--) {
    const event = events.at(previous - 1);
    if (event && isStop(event)) return previous;
  }
  return 0;
}

/**
 * The place in a run that corresponds to a place in another: the same loop time, and as far into
 * that instant.
 *
 * @param {Events} from
 * @param {number} position
 * @param {Events} to
 */
export function samePlace(from, position, to) {
  if (position === 0) return 0;
  if (position >= from.length) return to.length;
  const time = from.at(position - 1)?.time ?? 0;
  const begin = firstAtOrAfter(from, time);
  const end = firstAfter(to, time);
  return Math.min(firstAtOrAfter(to, time) + (position - begin), end);
}

/**
 * @param {Events} events
 * @param {number} time
 * @returns {number} how many events are earlier than `time`
 */
function firstAtOrAfter(events, time) {
  return countWhile(events, (event) => event.time < time);
}

/**
 * @param {Events} events
 * @param {number} time
 * @returns {number} how many events are not later than `time`
 */
export function firstAfter(events, time) {
  return countWhile(events, (event) => event.time <= time);
}

/**
 * @param {Events} events in which those that fulfil `holds` come first
 * @param {IsStop} holds
 */
function countWhile(events, holds) {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events.at(middle);
    if (event && holds(event)) low = middle + 1;
    else high = middle;
  }
  return low;
}
