/** `<asyncio-lesson>`: importing this defines it. */
import { AsyncioLesson } from './lesson-element.js';

export { AsyncioLesson };

globalThis.customElements?.get('asyncio-lesson') ??
  globalThis.customElements?.define('asyncio-lesson', AsyncioLesson);
