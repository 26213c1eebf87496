/** A run that is no lesson's, as the view takes it: it has no text, no code and no knobs. */
import { endedSession } from '../views/ended-session.js';
import { LessonElementError } from './attributes.js';

/**
 * @typedef {object} EndedSession
 * @property {import('../session/history.js').History} history
 * @property {boolean} [canAdvance]
 * @property {(Error & { line?: number | null }) | null} [error]   why it has failed
 */

/** Panels that need no lesson. */
export const RUN_PANELS = ['loop', 'waits', 'output', 'why', 'stepper', 'timeline'];

const NO_CODE = { text: '', lines: [] };

/** @type {import('../views/lesson-view.js').Lesson} */
const NO_LESSON = {
  folder: 'run',
  number: 0,
  section: '',
  title: 'A run',
  prose: '',
  ...{ knobs: [], questions: [], pairs: [], ties: [] },
  ...{ python: NO_CODE, c: NO_CODE },
};

/**
 * @param {EndedSession} session
 * @throws {LessonElementError}
 */
export function checkEnded(session) {
  if (typeof session?.history?.at !== 'function')
    throw new LessonElementError('show() takes a session, or what openRun() has opened.');
  if (session.canAdvance)
    throw new LessonElementError('show() takes a session that has ended or is closed.');
}

/**
 * @param {EndedSession} session
 * @returns {import('./view-parts.js').Loaded}
 */
export function runToShow({ history, error }) {
  const session = endedSession(history, error);
  return { runtime: { lesson: () => NO_LESSON, start: () => session }, lessons: [NO_LESSON] };
}
