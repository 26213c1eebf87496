/** What an element needs once it is looked at: most of the bytes. */
import packed from 'built:packed-lessons';
import { loadRuntime } from '../package/inside.js';
import { unpackLesson } from './packed-lessons.js';
import { LessonView } from '../views/lesson-view.js';

export { findKnob, parseKnob } from '../session/knobs.js';
export { LessonView };

/** @typedef {import('../views/lesson-view.js').Lesson} Lesson */

/**
 * Where lessons of one's own are: what `make lesson` wrote.
 * @typedef {{ module: string, lessons: string }} Source
 */

/** @type {Map<string, Promise<{ runtime: import('../session/runtime.js').Runtime, lessons: Lesson[] }>>} */
const loaded = new Map();

/**
 * Fetched and compiled once, however many elements show it.
 * @param {Source | null} source null: the thirteen lessons
 */
export function loadLessons(source) {
  const key = source ? `${source.module} ${source.lessons}` : '';
  let lessons = loaded.get(key);
  if (!lessons) {
    lessons = load(source);
    loaded.set(key, lessons);
    // What failed may be there the next time.
    lessons.catch(() => loaded.delete(key));
  }
  return lessons;
}

/** @param {Source | null} source */
async function load(source) {
  const runtime = await loadRuntime(source ?? {});
  const lessons = /** @type {Lesson[]} */ (source ? runtime.lessons : packed.map(unpackLesson));
  return { runtime, lessons };
}
