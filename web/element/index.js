/** `<asyncio-lesson>`: importing this defines it. */
import { defineElement } from './define.js';

export { LessonElementError } from './attributes.js';
export { AsyncioLesson } from './lesson-element.js';

defineElement(() => import('./parts.js'));
