/** What the element needs on the pages of the tutorial, each of which brings its own lesson. */
import { loadOnce } from '../element/view-parts.js';
import { loadRuntime } from '../session/runtime.js';

export * from '../element/view-parts.js';

/** @type {import('../element/view-parts.js').Lessons['loadLessons']} */
export function loadLessons(source) {
  return loadOnce(source, async () => {
    if (!source) throw new TypeError('The page gives its lesson to the element.');
    const runtime = await loadRuntime(source);
    return {
      runtime,
      lessons: /** @type {import('../element/view-parts.js').Lesson[]} */ (runtime.lessons),
    };
  });
}
