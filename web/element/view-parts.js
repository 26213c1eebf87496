/** What any element needs to open: the view, and lessons, fetched and compiled once. */
export { checkKnob, findKnob, parseKnob } from '../session/knobs.js';
export { LessonView } from '../views/lesson-view.js';

/**
 * @typedef {import('../views/lesson-view.js').Lesson} Lesson
 * @typedef {import('../session/runtime.js').Runtime} Runtime
 *
 * @typedef {object} Source where lessons are: what `make lesson` writes
 * @property {import('../module/compile.js').ModuleSource} module
 * @property {Lesson[] | import('../session/runtime.js').Fetched} lessons
 *
 * @typedef {Pick<Runtime, 'lesson'> & import('../views/lesson-view.js').Runtime} Playable
 * @typedef {{ runtime: Playable, lessons: Lesson[] }} Loaded
 *
 * @typedef {object} Lessons
 * @property {(source: Source | null) => Promise<Loaded>} loadLessons   null: those it brings along
 */

/** @type {Map<unknown, Promise<Loaded>>} */
const loaded = new Map();

/**
 * However many elements show it.
 * @param {Source | null} source
 * @param {() => Promise<Loaded>} load
 */
export function loadOnce(source, load) {
  const isTwoAddresses = typeof source?.module === 'string' && typeof source.lessons === 'string';
  const key = isTwoAddresses ? `${source.module} ${source.lessons}` : source;
  let lessons = loaded.get(key);
  if (!lessons) {
    lessons = load();
    loaded.set(key, lessons);
    // What failed may be there the next time.
    lessons.catch(() => loaded.delete(key));
  }
  return lessons;
}
