/** What an element needs once it is looked at: most of the bytes. */
import shown from 'built:shown-lessons';
import { loadRuntime } from '../package/inside.js';
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

/** What readers copy, from what they see. @param {{ html: string }[]} lines */
function textOf(lines) {
  const text = lines.map(({ html }) => html.replace(/<[^>]*>/g, '')).join('\n');
  const characters = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return `${text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => characters[/** @type {keyof characters} */ (name)])}\n`;
}

/** @returns {Lesson[]} */
function shownLessons() {
  return shown.map(({ python, c, ...lesson }) => ({
    ...lesson,
    python: { ...python, text: textOf(python.lines) },
    c: { ...c, text: textOf(c.lines) },
  }));
}

/** @param {Source | null} source */
async function load(source) {
  const runtime = await loadRuntime(source ?? {});
  const lessons = /** @type {Lesson[]} */ (source ? runtime.lessons : shownLessons());
  return { runtime, lessons };
}
