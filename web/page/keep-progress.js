/** The view of a lesson goes on where the learner was, and what is learned there is kept. */
import { readLink, writeLink } from './link.js';
import { markDone } from './progress-tools.js';

/**
 * @param {import('./progress.js').Progress} progress
 * @param {import('../views/lesson-view.js').Lesson} lesson
 */
export function keepProgress(progress, lesson) {
  const { folder } = lesson;
  return {
    place: readLink(progress.linkOf(folder), lesson)?.place ?? {},
    asks: progress.asks,
    language: progress.language,
    replies: progress.repliesOf(folder),
    /** @type {NonNullable<import('../views/lesson-view.js').Options['onChange']>} */
    onChange(place, learned) {
      const wasDone = progress.isDone(folder);
      progress.note(folder, writeLink(place), learned);
      if (progress.isDone(folder) !== wasDone) markDone(progress);
    },
    onReset() {
      const takeBack = progress.reset(folder);
      markDone(progress);
      return () => {
        takeBack();
        markDone(progress);
      };
    },
  };
}
