/** What the loop does now, what it does next, and what it waits for. */
import { h } from './dom.js';
import { dial } from './icons.js';
import { deadlockWords, formatDuration, formatTime, objectLabel } from '../model/names.js';
import { describeHandle } from './names.js';
import { table, tableButton } from './table.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** Lists draw only what shows; the rest is counted. */
const SHOWN = 16;

/** @param {Scene} scene */
export function loopView(scene) {
  return h(
    'div',
    { class: 'loop' },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', null, 'The loop'),
      tableButton(scene, 'loop', 'As tables'),
      h('p', { class: 'clock' }, 'time ', h('b', null, formatTime(scene.time)), ' s'),
    ),
    h('p', { class: 'loop-state' }, loopState(scene)),
    readyQueue(scene),
    timers(scene),
  );
}

/** @param {Scene} scene */
function loopState({ state }) {
  const { loop, program } = state;
  if (program.status === 'not started') return 'The program has not begun.';
  if (program.status === 'budget exceeded')
    return 'The run was stopped: its budget of events is used up.';
  if (loop?.deadlock) return deadlockWords(loop.deadlock);
  if (program.status === 'ended') {
    return program.exception
      ? `The program has ended with ${program.exception}, which nobody caught.`
      : 'The program has ended.';
  }
  if (!loop) return 'There is no event loop yet.';
  if (loop.closed) return 'The loop is closed.';
  if (!loop.running) return 'The loop exists, but does not run.';
  if (loop.waitsUntil === Infinity) return 'Nothing is ready: the loop waits for work outside.';
  if (loop.waitsUntil !== null)
    return `Nothing is ready: the loop sleeps until ${formatTime(loop.waitsUntil)} s.`;
  return `Turn ${loop.turn}: ${loop.leftInTurn} more to run in this turn.`;
}

/** @param {Scene} scene */
function readyQueue(scene) {
  const { state, run, ui } = scene;
  const { current, ready } = state;
  const queue = scene.queueMasked ? inNoOrder(scene, ready) : ready;
  return h(
    'section',
    { class: 'ready', 'aria-label': 'Ready queue' },
    h(
      'div',
      { class: 'running-slot' },
      h('h3', null, 'Running'),
      current
        ? handleCard(scene, { ...describeHandle(state, run.names, current), running: true })
        : h('div', { class: 'card empty' }, h('span', null, runningWords(scene))),
    ),
    h('span', { class: 'feeds', 'aria-hidden': 'true' }, '←'),
    h(
      'div',
      { class: 'queue-slot' },
      h('h3', null, 'Ready queue'),
      scene.queueMasked &&
        ready.length > 1 &&
        h('p', { class: 'covered', key: 'covered' }, 'In no order while the question is open.'),
      ui.tables.includes('loop') && ready.length > 0 && !scene.queueMasked
        ? queueTable(scene)
        : h(
            'ol',
            { class: 'queue', key: 'queue' },
            queue.slice(0, SHOWN).map((handle, index) =>
              h(
                'li',
                { key: handle.id },
                handleCard(scene, {
                  ...describeHandle(state, run.names, handle),
                  next: index === 0 && !scene.queueMasked,
                  cancelled: handle.cancelled,
                }),
              ),
            ),
            ready.length > SHOWN &&
              h('li', { class: 'more', key: 'more' }, `and ${ready.length - SHOWN} more`),
            ready.length === 0 &&
              h('li', { class: 'card empty', key: 'empty' }, h('span', null, 'empty')),
          ),
    ),
  );
}

/**
 * By name: it must not tell what runs next.
 *
 * @param {Scene} scene
 * @param {readonly import('../model/state.js').Handle[]} ready
 */
function inNoOrder({ state, run }, ready) {
  const named = ready.map((handle) => ({
    handle,
    who: describeHandle(state, run.names, handle).who,
  }));
  return named
    .sort((a, b) => (a.who < b.who ? -1 : a.who > b.who ? 1 : 0))
    .map(({ handle }) => handle);
}

/** @param {Scene} scene */
function queueTable({ state, run }) {
  const rows = state.ready.slice(0, SHOWN).map((handle, index) => {
    const { who, what } = describeHandle(state, run.names, handle);
    const words = handle.cancelled ? 'cancelled: it will be skipped' : what;
    return { key: handle.id, cells: [index === 0 ? '1, next' : index + 1, who, words] };
  });
  return table('Ready queue', ['Place', 'Who', 'What'], rows);
}

/** @param {Scene} scene */
function runningWords({ state }) {
  if (state.program.status !== 'running') return 'nothing';
  return state.loop?.running ? 'the loop itself' : 'top-level code';
}

/**
 * @param {Scene} scene
 * @param {{ who: string, what: string, task: number | null, running?: boolean, next?: boolean, cancelled?: boolean }} card
 */
function handleCard(scene, { who, what, task, running, next, cancelled }) {
  const words = [
    h('span', { class: 'who' }, breakable(who)),
    h(
      'span',
      { class: 'what' },
      next && h('b', { class: 'next' }, 'next, '),
      cancelled ? 'cancelled: it will be skipped' : what,
    ),
  ];
  const props = {
    class: 'card',
    'data-state': running ? 'running' : 'ready',
    'data-cancelled': cancelled ? '' : undefined,
  };
  if (!task) return h('div', props, words);
  return h(
    'button',
    {
      type: 'button',
      ...props,
      'data-selected': scene.ui.selected === task ? '' : undefined,
      onclick: () => scene.actions.select(task),
    },
    words,
  );
}

/** A long name wraps after an underscore. @param {string} name */
function breakable(name) {
  return name.split(/(?<=_)/).flatMap((part, index) => (index > 0 ? [h('wbr', null), part] : part));
}

/** @param {Scene} scene */
function timers(scene) {
  const { state, run, time } = scene;
  return h(
    'section',
    { class: 'timers', 'aria-label': 'Timers' },
    h('h3', null, 'Timers'),
    state.timers.length === 0
      ? h('p', { class: 'none' }, 'none set')
      : scene.ui.tables.includes('loop')
        ? timerTable()
        : h(
            'ol',
            { class: 'timer-list' },
            state.timers.slice(0, SHOWN).map((timer) => {
              const left = Math.max(0, timer.deadline - time);
              const span = timer.deadline - timer.set;
              return h(
                'li',
                { key: timer.id },
                dial(span > 0 ? left / span : 0),
                h('span', { class: 'deadline' }, formatTime(timer.deadline)),
                h('span', { class: 'purpose' }, timerPurpose(scene, timer)),
                h('span', { class: 'remaining' }, `${formatTime(left)} s left`),
              );
            }),
            state.timers.length > SHOWN &&
              h('li', { class: 'more', key: 'more' }, `and ${state.timers.length - SHOWN} more`),
          ),
  );

  function timerTable() {
    const rows = state.timers.slice(0, SHOWN).map((timer) => ({
      key: timer.id,
      cells: [
        `${formatTime(timer.deadline)} s`,
        timerPurpose(scene, timer),
        formatDuration(Math.max(0, timer.deadline - time)),
      ],
    }));
    return table('Timers', ['Deadline', 'What for', 'Left'], rows);
  }

  /** @param {Scene} each @param {import('../model/state.js').Timer} timer */
  function timerPurpose(each, timer) {
    for (const task of each.state.tasks.values()) {
      if (task.timeouts.some(({ handle }) => handle === timer.id)) {
        return `timeout of ${run.names.of(task.id)}`;
      }
    }
    const waiter = waiterOf(each, timer.target);
    if (waiter) return `end of ${waiter}’s ${objectLabel(state, run.names, timer.target)}`;
    return timer.target
      ? `${timer.name} for ${objectLabel(state, run.names, timer.target)}`
      : `${timer.name || 'a callback'}, ${formatDuration(timer.deadline - timer.set)}`;
  }
}

/**
 * @param {Scene} scene
 * @param {number | null} future
 */
function waiterOf({ state, run }, future) {
  if (!future) return undefined;
  for (const task of state.tasks.values()) {
    if (task.waitingOn === future) return run.names.of(task.id);
  }
  return undefined;
}
