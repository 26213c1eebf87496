/** The element as one classic script, which works from file:// too. */
import { defineElement } from '../element/define.js';
import * as parts from '../element/parts.js';

export { LessonElementError } from '../element/attributes.js';
export { AsyncioLesson } from '../element/lesson-element.js';

defineElement(async () => parts);
