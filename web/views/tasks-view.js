/** The tasks as a table: state, what each waits on, who made it, cancel requests, its end. */
import { h } from './dom.js';
import { lookOf, STATE_WORDS, stateSwatch } from './icons.js';
import { formatDuration, objectLabel } from '../model/names.js';
import { rowsOf } from './rows.js';

/**
 * @typedef {import('./lesson-view.js').Scene} Scene
 * @typedef {import('../model/state.js').Task} Task
 */

/** @type {Record<string, string>} */
const OUTCOME_WORDS = {
  result: 'with a result',
  exception: 'with an exception',
  cancelled: 'cancelled',
};

/** @param {Scene} scene */
export function tasksView(scene) {
  const { first, groups } = rowsOf(scene);
  return h(
    'section',
    { class: 'tasks', 'aria-label': 'Tasks' },
    h(
      'table',
      { style: { '--first': String(first) } },
      h('caption', { class: 'visually-hidden' }, 'Tasks'),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          ['Task, started by', 'State', 'Waiting on', 'Cancel asked'].map((text) =>
            h('th', { scope: 'col', key: text }, text),
          ),
        ),
      ),
      groups.map(({ key, heading, tasks, scene: each }) =>
        h(
          'tbody',
          { key },
          heading !== null &&
            h(
              'tr',
              { key: 'heading', class: 'run-heading' },
              h('th', { colspan: 4, scope: 'rowgroup', class: 'run-name' }, heading),
            ),
          tasks.map((id) => {
            const task = each.state.tasks.get(id);
            return task ? taskRow(each, task) : futureRow(each, id);
          }),
        ),
      ),
    ),
    scene.run.ownTasks.length === 0 && h('p', { class: 'none' }, 'This run makes no tasks.'),
  );
}

/**
 * @param {Scene} scene
 * @param {number} id of a task that does not exist yet
 */
function futureRow(scene, id) {
  return h(
    'tr',
    { key: id, class: 'not-yet' },
    h(
      'th',
      { scope: 'row' },
      h(
        'span',
        { class: 'token', 'data-state': 'not-yet' },
        scene.masked ? '?' : scene.run.names.of(id),
      ),
    ),
    h('td', { colspan: 3 }, 'not created yet'),
  );
}

/**
 * @param {Scene} scene
 * @param {Task} task
 */
function taskRow(scene, task) {
  const { state, run, ui, actions } = scene;
  const look = lookOf(task);
  const label = run.names.of(task.id) ?? task.name;
  return h(
    'tr',
    { key: task.id, 'data-selected': ui.selected === task.id ? '' : undefined, 'data-state': look },
    h(
      'th',
      { scope: 'row' },
      h(
        'button',
        {
          type: 'button',
          class: 'token',
          'data-state': look,
          'aria-pressed': String(ui.selected === task.id),
          title: task.name,
          onclick: () => actions.select(task.id),
        },
        label,
      ),
      h('small', null, task.parent ? `by ${run.names.of(task.parent)}` : 'by top level'),
    ),
    h(
      'td',
      null,
      h('span', { class: 'state' }, stateSwatch(look), STATE_WORDS[task.state]),
      h('small', null, where(scene, task)),
    ),
    h('td', null, waitsOn(scene, task)),
    h('td', null, cancelWords(task)),
  );

  /** @param {Scene} each @param {Task} it */
  function waitsOn(each, it) {
    if (it.state === 'done') {
      return [
        h('span', null, it.outcome === 'cancelled' ? 'CancelledError' : (it.value ?? 'None')),
        h('small', null, it.outcome === 'result' ? 'its result' : 'its end'),
      ];
    }
    if (!it.waitingOn) return h('span', null, 'nothing');
    const timer = each.state.timers.find(({ target }) => target === it.waitingOn);
    return [
      h('span', null, objectLabel(state, run.names, it.waitingOn)),
      timer && h('small', null, `${formatDuration(timer.deadline - each.time)} left`),
    ];
  }
}

/**
 * @param {Scene} scene
 * @param {Task} task
 */
function where({ state, queueMasked, lineInShownCode }, task) {
  if (task.state === 'ready' && queueMasked) return 'in the queue';
  if (task.state === 'ready') {
    const place = state.ready.findIndex(({ target }) => target === task.id);
    if (place === 0) return 'next to run';
    if (place > 0) return `place ${place + 1} of ${state.ready.length}`;
  }
  if (task.state === 'done') return OUTCOME_WORDS[task.outcome ?? 'result'];
  return task.line ? `at line ${lineInShownCode(task.line)}` : 'not begun';
}

/** @param {Task} task */
function cancelWords(task) {
  if (task.outcome === 'cancelled')
    return [h('span', null, 'yes'), h('small', null, 'it ended so')];
  if (task.mustCancel) return [h('span', null, 'yes'), h('small', null, 'at its next step')];
  if (task.cancelling > 0) {
    return [
      h('span', null, 'yes'),
      h('small', null, task.cancelDelivered ? 'delivered' : 'on its way'),
    ];
  }
  if (task.cancelDelivered) {
    return [h('span', null, 'taken back'), !task.outcome && h('small', null, 'it goes on')];
  }
  return h('span', { class: 'no' }, 'no');
}
