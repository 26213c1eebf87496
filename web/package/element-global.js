/** The element and the module as one classic script, which works from file:// too. */
import { AsyncioLesson } from '../element/index.js';
import { late } from '../element/late.js';
import * as parts from '../element/parts.js';

export * from './inside.js';
export { AsyncioLesson };

late.loadParts = async () => parts;
