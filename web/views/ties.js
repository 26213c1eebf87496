/**
 * Which line of lesson.py stands for a line of lesson.c: lines in the trace are those of the C.
 *
 * @typedef {import('./lesson-view.js').Lesson} Lesson
 */
import { remember } from './dom.js';

/**
 * @param {Lesson} lesson
 * @param {number} line of lesson.c
 * @returns {number | undefined} of lesson.py
 */
export function pythonLine(lesson, line) {
  return pythonLines(lesson)[line - 1];
}

const pythonLines = remember((/** @type {Lesson} */ { c, ties }) => {
  const texts = c.text.split('\n');
  const indents = texts.map((text) => text.search(/\S|$/));
  /** @param {number} index @returns {number | undefined} */
  const partnerOf = (index) => {
    const mark = c.lines[index]?.mark;
    const tie = mark ? ties.find((each) => each.mark === mark) : undefined;
    if (!tie) return undefined;
    // A mark may be on several lines of both: they stand for each other in turn.
    const place = Math.max(0, tie.c.indexOf(index + 1));
    return tie.python[Math.min(place, tie.python.length - 1)];
  };
  return c.lines.map((_, index) => {
    // What Python does without a line of its own, as a `return None`, it does where it was before.
    let at = index;
    while (at > 0 && (partnerOf(at) === undefined || indents[at] > indents[index])) at--;
    return partnerOf(at);
  });
});
