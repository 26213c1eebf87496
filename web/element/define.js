/** The one place where the element gets its name. */
import { AsyncioLesson } from './lesson-element.js';

/** @param {typeof AsyncioLesson['loadParts']} loadParts */
export function defineElement(loadParts) {
  AsyncioLesson.loadParts = loadParts;
  globalThis.customElements?.get('asyncio-lesson') ??
    globalThis.customElements?.define('asyncio-lesson', AsyncioLesson);
}
