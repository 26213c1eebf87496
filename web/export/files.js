/** A run of a lesson as files, for who looks at it in a page. */
import { toChromeTrace } from './chrome-trace.js';
import { momentToSvg, runToSvgs } from './moment-svg.js';
import { saveRun } from './saved-run.js';
import { zip } from './zip.js';

export { damagedRun, openRunOf } from './saved-run.js';

/**
 * @typedef {object} ShownRun
 * @property {{ folder: string, title: string }} lesson
 * @property {Record<string, number | boolean>} values   of the knobs
 * @property {import('../session/history.js').History} history
 * @property {number} position
 *
 * @typedef {'moment' | 'slides' | 'trace' | 'run'} What
 */

/** @type {Record<What, (run: ShownRun) => { name: string, data: Blob }>} */
const MAKERS = {
  moment: ({ lesson, history, position }) => ({
    name: `${lesson.folder}-${position}.svg`,
    data: new Blob([momentToSvg(history, position, lesson)], { type: 'image/svg+xml' }),
  }),
  slides: ({ lesson, history }) => ({
    name: `${lesson.folder}.zip`,
    data: zip(runToSvgs(history, lesson).map(({ name, svg }) => ({ name, text: svg }))),
  }),
  trace: ({ lesson, history }) => ({
    name: `${lesson.folder}.trace.json`,
    data: json(toChromeTrace(history, lesson)),
  }),
  run: ({ lesson, values, history }) => ({
    name: `${lesson.folder}.run.json`,
    data: json(saveRun(history, { lesson: lesson.folder, knobs: values })),
  }),
};

/** @param {string} text */
const json = (text) => new Blob([text], { type: 'application/json' });

/**
 * @param {What} what
 * @param {ShownRun} run
 */
export function makeFile(what, run) {
  return MAKERS[what](run);
}
