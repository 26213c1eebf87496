/**
 * The rows that tasks and lanes share, of which only those that show are drawn: the tasks of the run
 * on screen, and below them those of a pinned run, each under a heading of its own.
 *
 * @typedef {import('./lesson-view.js').Scene} Scene
 *
 * @typedef {object} Group a run's rows, as far as they show
 * @property {string} key
 * @property {string | null} heading
 * @property {number[]} tasks
 * @property {Scene} scene in which this run is the one on screen
 */
import { bothRuns, pinnedPosition } from './compare-runs.js';
import { remember } from './dom.js';

/** Rows that are drawn at once. */
const DRAWN = 14;
/** Pixels. */
const HEIGHT = 44;
const HEIGHT_COMPARED = 30;

/** @param {boolean} isCompared */
export function rowHeight(isCompared) {
  return isCompared ? HEIGHT_COMPARED : HEIGHT;
}

/** What a scene shows of its rows; `first` and `all` count headings, too. */
export const rowsOf = remember((/** @type {Scene} */ scene) => {
  const groups = groupsOf(scene);
  const all = groups.reduce((sum, group) => sum + sizeOf(group), 0);
  const first = Math.min(scene.ui.firstRow, Math.max(0, all - DRAWN));
  let begin = 0;
  const shown = groups.map((group) => {
    const headings = group.heading === null ? 0 : 1;
    const from = first - begin;
    begin += sizeOf(group);
    return {
      ...group,
      heading: from <= 0 ? group.heading : null,
      tasks: group.tasks.slice(Math.max(0, from - headings), Math.max(0, from + DRAWN - headings)),
    };
  });
  return { first, all, groups: shown };
});

/** @param {Group} group */
function sizeOf({ heading, tasks }) {
  return tasks.length + (heading === null ? 0 : 1);
}

/**
 * @param {Scene} scene
 * @returns {Group[]}
 */
function groupsOf(scene) {
  const { comparison, run } = scene;
  if (!comparison) return [{ key: 'this', heading: null, tasks: run.ownTasks, scene }];
  return bothRuns(scene, comparison).map(({ key, name, run: { ownTasks } }) => ({
    key,
    heading: name,
    tasks: ownTasks,
    scene: key === 'this' ? scene : pinnedScene(scene, comparison),
  }));
}

/**
 * A task that is selected is so in both runs, by its name.
 *
 * @param {Scene} scene
 * @param {import('./compare-runs.js').Comparison} comparison
 * @returns {Scene}
 */
function pinnedScene(scene, comparison) {
  const { run, ui, actions } = scene;
  const { run: pinned } = comparison.pinned;
  const position = pinnedPosition(comparison, scene.position, scene.atEnd);
  const counterpart = (/** @type {number | null} */ task, from = pinned, to = run) =>
    to.ownTasks.find((id) => to.names.of(id) === from.names.of(task)) ?? null;
  return {
    ...scene,
    run: pinned,
    axis: comparison.pinnedAxis,
    position,
    state: pinned.replay.stateAt(position),
    ui: {
      ...ui,
      selected: ui.selected === null ? null : counterpart(ui.selected, run, pinned),
    },
    actions: {
      ...actions,
      select: (task) => {
        const same = counterpart(task);
        if (same !== null) actions.select(same);
      },
    },
  };
}
