/** The lessons of one module. */
import { buildLesson } from './lesson.js';
import { SourceError } from './source-error.js';

/** @typedef {import('./lesson.js').BuiltLesson} BuiltLesson */

/**
 * @param {string[]} directories
 * @returns {Promise<BuiltLesson[]>} in order of their folders' names
 */
export async function buildLessons(directories) {
  const results = await Promise.allSettled(directories.map(buildLesson));
  const mistakes = results.flatMap((result) =>
    result.status === 'rejected' ? [/** @type {unknown} */ (result.reason)] : [],
  );
  if (mistakes.length > 0) throw new AggregateError(mistakes);
  const built = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  built.sort((a, b) => (a.lesson.folder < b.lesson.folder ? -1 : 1));
  requireUniqueNumbers(built);
  return built;
}

/** A lesson is also called by its number. @param {BuiltLesson[]} built */
function requireUniqueNumbers(built) {
  /** @type {Map<number, string>} */
  const folders = new Map();
  for (const { lesson } of built) {
    const other = folders.get(lesson.number);
    if (other) {
      throw new SourceError(lesson.folder, 0, `has the number of ${other}; each needs its own`);
    }
    folders.set(lesson.number, lesson.folder);
  }
}
