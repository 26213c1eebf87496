/** Of the rows of one run or two, those are drawn that show. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtime } from '../lessons/support/run-in-node.js';
import { compare } from '../../web/views/compare-runs.js';
import { rowsOf } from '../../web/views/rows.js';
import { Run } from '../../web/views/run.js';

/** @typedef {import('../../web/views/lesson-view.js').Scene} Scene */

/** @param {number} tasks */
function runOf(tasks) {
  const session = runtime.start('05-many-tasks', { knobs: { tasks } });
  while (session.canAdvance) session.advance(1000);
  return new Run(session.history, () => false);
}

/** @param {Run} run @param {number} firstRow @param {Run} [pinned] */
function sceneOf(run, firstRow, pinned) {
  return /** @type {Scene} */ (
    /** @type {unknown} */ ({
      run,
      lesson: { knobs: [] },
      values: {},
      position: 0,
      atEnd: false,
      comparison: pinned ? compare(run, { run: pinned, values: {} }) : null,
      ui: { firstRow, selected: run.ownTasks[1] ?? null },
      actions: {},
    })
  );
}

/** @param {Scene} scene */
function shown(scene) {
  return rowsOf(scene).groups.flatMap(({ key, heading, tasks }) => [
    ...(heading === null ? [] : [key]),
    ...tasks.map((id) => `${key} ${id}`),
  ]);
}

describe('rows', () => {
  const [small, large] = [runOf(2), runOf(10)];
  const withHeading = (/** @type {string} */ key, /** @type {Run} */ run) => [
    key,
    ...run.ownTasks.map((id) => `${key} ${id}`),
  ];

  it('of one run have no heading', () => {
    assert.deepEqual(
      shown(sceneOf(small, 0)),
      small.ownTasks.map((id) => `this ${id}`),
    );
  });

  it('of two runs follow each other, from wherever they are scrolled to', () => {
    for (const [run, pinned] of /** @type {const} */ ([
      [small, large],
      [large, small],
      [large, large],
    ])) {
      const all = [...withHeading('this', run), ...withHeading('pinned', pinned)];
      for (let firstRow = 0; firstRow < all.length + 3; firstRow++) {
        const scene = sceneOf(run, firstRow, pinned);
        const { first } = rowsOf(scene);
        assert.deepEqual(shown(scene), all.slice(first, first + 14), `from ${firstRow}`);
        assert.equal(rowsOf(scene).all, all.length);
        assert.ok(first === firstRow || first === Math.max(0, all.length - 14));
      }
    }
  });

  it('select the task of the same name in both runs', () => {
    const { groups } = rowsOf(sceneOf(small, 0, large));
    const names = groups.map(({ scene }) => scene.run.names.of(scene.ui.selected));
    assert.deepEqual(names, ['delay 1', 'delay 1']);
  });
});
