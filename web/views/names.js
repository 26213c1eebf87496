/**
 * What the calls in the ready queue are called on screen.
 *
 * @typedef {import('../model/state.js').State} State
 * @typedef {import('../model/state.js').Handle} Handle
 * @typedef {import('../model/names.js').TaskNames} TaskNames
 */
import { objectLabel } from '../model/names.js';

/**
 * Whom a call in the ready queue or a timer concerns, and what it does.
 *
 * @param {State} state
 * @param {TaskNames} names
 * @param {Pick<Handle, 'name' | 'target'>} handle
 * @returns {{ who: string, what: string, task: number | null }}
 */
export function describeHandle(state, names, { name, target }) {
  const task = state.tasks.get(target);
  if (task && name === 'step') {
    const who = names.of(task.id) ?? task.name;
    if (task.mustCancel) return { who, what: 'a step, to cancel it', task: task.id };
    return {
      who,
      what: task.innermost === null ? 'its first step' : 'its next step',
      task: task.id,
    };
  }
  if (task && name === 'wakeup') {
    return { who: names.of(task.id) ?? task.name, what: 'its wake-up', task: task.id };
  }
  return { who: callbackLabel(name), what: whatFor(state, names, target), task: task?.id ?? null };
}

/** @param {string} name */
function callbackLabel(name) {
  return name || 'callback';
}

/**
 * @param {State} state
 * @param {TaskNames} names
 * @param {number | null} target
 */
function whatFor(state, names, target) {
  return target ? `for ${objectLabel(state, names, target)}` : 'a callback';
}
