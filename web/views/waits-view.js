/**
 * Who waits for whom: each task, what it is suspended on, what that follows, down to the timer. A
 * shield is a wall between what is cancelled and what is shielded.
 */
import { h } from './dom.js';
import { dial, lookOf, STATE_WORDS } from './icons.js';
import { formatTime, futureLabel, objectLabel } from '../model/names.js';
import { table, tableButton } from './table.js';

/** @typedef {import('./lesson-view.js').Scene} Scene */

/** A chain longer than this is cut: it would be a cycle, or unreadable. */
const DEEPEST = 8;
const ROOTS_SHOWN = 12;
const ROWS = 48;

/** @param {Scene} scene */
export function waitsView(scene) {
  const { state } = scene;
  const tasks = [...state.tasks.values()].filter((task) => task.state !== 'done');
  const awaited = new Set(tasks.flatMap(({ waitingOn }) => reach(scene, waitingOn)));
  const roots = tasks.filter(({ id }) => !awaited.has(id));
  const walls = abandonedShields(scene);
  const shown = roots.filter(({ id }) => !walls.some(({ inner }) => inner === id));
  return h(
    'section',
    { class: 'waits', 'aria-label': 'Who waits for whom' },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', null, 'Who waits for whom'),
      tableButton(scene, 'waits', 'As a table'),
    ),
    shown.length + walls.length === 0
      ? h('p', { class: 'none' }, 'there is no task')
      : scene.ui.tables.includes('waits')
        ? asTable(scene)
        : h(
            'ul',
            { class: 'chains' },
            shown
              .slice(0, ROOTS_SHOWN)
              .map(({ id }) => h('li', { key: id, class: 'chain' }, node(scene, id, 0))),
            walls.map(({ shield }) =>
              h('li', { key: shield, class: 'chain' }, node(scene, shield, 0)),
            ),
            shown.length > ROOTS_SHOWN &&
              h('li', { key: 'more', class: 'more' }, `and ${shown.length - ROOTS_SHOWN} more`),
          ),
  );
}

/**
 * Each task that waits, each future on the way, and what each waits for.
 *
 * @param {Scene} scene
 */
function asTable(scene) {
  const { state, run } = scene;
  const abandoned = abandonedShields(scene);
  const name = (/** @type {number} */ id) => objectLabel(state, run.names, id);
  const tasks = [...state.tasks.values()].filter((task) => task.state !== 'done');
  const futures = [...state.futures.values()].filter(
    ({ id, done, follows }) =>
      (!done && (follows.length > 0 || state.timers.some(({ target }) => target === id))) ||
      abandoned.some(({ shield }) => shield === id),
  );
  const rows = [
    ...tasks.map((task) => {
      const timeout = task.timeouts.at(-1);
      return {
        key: task.id,
        cells: [
          name(task.id),
          STATE_WORDS[lookOf(task)],
          task.waitingOn ? name(task.waitingOn) : 'nothing',
          timeout && `timeout at ${formatTime(timeout.deadline)}`,
        ],
      };
    }),
    ...futures.map(({ id, outcome, follows }) => {
      const shield = run.shields.find((each) => each.shield === id);
      const timer = state.timers.find(({ target }) => target === id);
      const below = shield && follows.length === 0 ? [shield.inner] : follows;
      return {
        key: id,
        cells: [
          name(id),
          outcome === 'cancelled' ? 'Cancelled' : 'A future, not done',
          timer ? `its timer, ${formatTime(timer.deadline)} s` : below.map(name).join(', '),
          shield && (outcome === 'cancelled' ? 'the cancel stopped here' : 'a cancel stops here'),
        ],
      };
    }),
  ];
  return table('Who waits for whom', ['Who', 'State', 'Waits for', 'Note'], rows.slice(0, ROWS));
}

/**
 * Shields that were cancelled while what they shield goes on: the cancel stopped there.
 *
 * @param {Scene} scene
 */
function abandonedShields({ state, run }) {
  return run.shields.filter(({ shield, inner }) => {
    const outer = state.futures.get(shield);
    const task = state.tasks.get(inner);
    return outer?.outcome === 'cancelled' && task && task.state !== 'done';
  });
}

/**
 * What lies below a future: it and all that it follows or waits on.
 *
 * @param {Scene} scene
 * @param {number | null} id
 * @param {number} [depth]
 * @returns {number[]}
 */
function reach({ state }, id, depth = 0) {
  if (!id || depth > DEEPEST) return [];
  const below = state.futures.get(id)?.follows ?? state.tasks.get(id)?.follows ?? [];
  return [id, ...below.flatMap((each) => reach(/** @type {Scene} */ ({ state }), each, depth + 1))];
}

/**
 * @param {Scene} scene
 * @param {number} id
 * @param {number} depth
 * @returns {import('./dom.js').Child}
 */
function node(scene, id, depth) {
  if (depth > DEEPEST) return h('span', { class: 'more' }, '…');
  const { state, run } = scene;
  const task = state.tasks.get(id);
  const future = state.futures.get(id);
  if (task) return taskNode(scene, task, depth);
  if (!future) return null;
  const shield = run.shields.find((each) => each.shield === id);
  const below = shield && !future.follows.includes(shield.inner) ? [shield.inner] : future.follows;
  const timer = state.timers.find(({ target }) => target === id);
  return [
    h(
      'span',
      { class: 'node' },
      h(
        'span',
        {
          class: 'token future',
          'data-state': future.done ? (future.outcome ?? 'result') : 'waiting',
        },
        futureLabel(state, run.names, id),
      ),
      h('small', null, future.done ? endWords(future.outcome) : timer ? '' : 'a future, not done'),
      timer && timerLeaf(scene, timer),
    ),
    shield && wall(future.outcome === 'cancelled'),
    below.length > 0 && children(scene, below, depth, shield ? 'is shielded' : 'follows'),
  ];
}

/**
 * @param {Scene} scene
 * @param {import('../model/state.js').Task} task
 * @param {number} depth
 */
function taskNode(scene, task, depth) {
  const { run, ui, actions, event } = scene;
  const look = lookOf(task);
  const isCancelled = event?.kind === 'CANCEL_REQUESTED' && event.task === task.id;
  const timeout = task.timeouts.at(-1);
  return [
    h(
      'span',
      { class: 'node' },
      isCancelled && h('span', { class: 'cancel-arrow' }, 'cancel'),
      h(
        'button',
        {
          type: 'button',
          class: 'token',
          'data-state': look,
          'data-selected': ui.selected === task.id ? '' : undefined,
          onclick: () => actions.select(task.id),
        },
        run.names.of(task.id),
      ),
      h('small', null, task.state === 'waiting' ? 'waits for' : STATE_WORDS[look]?.toLowerCase()),
      timeout &&
        h(
          'small',
          { class: 'timeout' },
          timeout.expired
            ? 'its timeout has expired'
            : `timeout at ${formatTime(timeout.deadline)}`,
        ),
    ),
    task.waitingOn ? children(scene, [task.waitingOn], depth, 'waits for') : null,
  ];
}

/**
 * @param {Scene} scene
 * @param {readonly number[]} ids
 * @param {number} depth
 * @param {string} relation
 */
function children(scene, ids, depth, relation) {
  return h(
    'ul',
    { class: 'below', 'aria-label': relation },
    ids.map((id) => h('li', { key: id }, node(scene, id, depth + 1))),
  );
}

/**
 * @param {Scene} scene
 * @param {import('../model/state.js').Timer} timer
 */
function timerLeaf({ time }, timer) {
  const left = Math.max(0, timer.deadline - time);
  const whole = timer.deadline - timer.set;
  return h(
    'span',
    { class: 'leaf' },
    dial(whole > 0 ? left / whole : 0),
    h('small', null, `to ${formatTime(timer.deadline)}`),
  );
}

/** @param {boolean} hit */
function wall(hit) {
  return h(
    'span',
    { class: 'wall', 'data-hit': hit ? '' : undefined },
    h('span', { class: 'bricks', 'aria-hidden': 'true' }),
    h('small', null, hit ? 'the cancel stopped here' : 'a cancel stops here'),
  );
}

/** @param {string | null} outcome */
function endWords(outcome) {
  if (outcome === 'cancelled') return 'cancelled';
  return outcome === 'exception' ? 'ended with an exception' : 'has its result';
}
