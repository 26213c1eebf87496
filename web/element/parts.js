/** What an element needs to open the lessons of the tutorial: most of the bytes. */
import packed from 'built:packed-lessons';
import { compileInside } from '../module/wasm-inside.js';
import { loadRuntime } from '../session/runtime.js';
import { unpackLesson } from './packed-lessons.js';
import { loadOnce } from './view-parts.js';

export * from './view-parts.js';

/** @typedef {import('./view-parts.js').Lesson} Lesson */

/** @type {import('./view-parts.js').Lessons['loadLessons']} */
export function loadLessons(source) {
  return loadOnce(source, async () => {
    const runtime = await loadRuntime(
      source ?? { module: await compileInside(), lessons: packed.map(unpackLesson) },
    );
    return { runtime, lessons: /** @type {Lesson[]} */ (runtime.lessons) };
  });
}
