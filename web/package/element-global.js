/** The element and the module as one classic script, which works from file:// too. */
import { defineElement } from '../element/define.js';
import * as parts from '../element/parts.js';
import { loadRuntime as load } from '../session/runtime.js';
import { compileInside } from './wasm-inside.js';

export { LessonElementError } from '../element/attributes.js';
export { AsyncioLesson } from '../element/lesson-element.js';
export * from './index.js';

defineElement(async () => parts);

/**
 * As that of the module; the lessons are those of the element.
 * @param {Partial<import('../session/runtime.js').RuntimeSource>} [source]
 */
export async function loadRuntime({ module, lessons, host } = {}) {
  const own = await parts.loadLessons(null);
  return load({
    module: module ?? (await compileInside()),
    lessons: lessons ?? own.lessons,
    ...(host && { host }),
  });
}
