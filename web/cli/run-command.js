import { findKnob, parseKnob } from '../session/knobs.js';
import { toJsonLine } from '../trace/json-lines.js';
import { drawTimeline } from './timeline.js';

/**
 * @typedef {import('../session/runtime.js').Runtime} Runtime
 * @typedef {import('../session/session.js').Session} Session
 * @typedef {object} Terminal
 * @property {(text: string) => void} out
 * @property {(text: string) => void} err
 * @property {boolean} unicode
 * @property {number} [columns]   left out where there is no terminal
 */

/**
 * @param {Runtime} runtime
 * @param {import('./arguments.js').RunRequest} request
 * @param {Terminal} terminal
 * @returns {Promise<number>} exit status
 * @throws {import('../session/errors.js').UnknownLesson | import('../session/errors.js').KnobError}
 */
export async function runLesson(runtime, request, terminal) {
  const lesson = runtime.lesson(request.lesson);
  /** @type {Record<string, number | boolean>} */
  const knobs = {};
  for (const [name, text] of request.knobs) {
    knobs[name] = parseKnob(findKnob(lesson.knobs, name), text);
  }
  const { clock, show } = request;
  const session = runtime.start(lesson.folder, { knobs, clock, trace: show !== 'output' });

  if (show === 'timeline' && clock === 'real') {
    terminal.err('This takes as long as the lesson; `--clock virtual` does not wait.\n');
  }
  if (show === 'output') {
    session.on('output', ({ fd, text }) => (fd === 2 ? terminal.err(text) : terminal.out(text)));
  }
  if (show === 'events') {
    session.on('events', (events) => terminal.out(events.map(toJsonLine).join('')));
  }
  await runToEnd(session);
  if (show === 'timeline') {
    terminal.out(drawTimeline(session.history, terminal));
  }
  return tellEnd(session, terminal);
}

/** @param {Session} session */
async function runToEnd(session) {
  const driver = session.run({ rate: Infinity });
  // Nothing is outside of a lesson in a terminal: what it waits for would never come.
  session.on('state', (state) => {
    if (state === 'held') driver.stop();
  });
  await driver.finished;
}

/**
 * @param {Session} session
 * @param {Terminal} terminal
 */
function tellEnd({ state, error, exitStatus }, terminal) {
  if (state === 'ended') return exitStatus ?? 0;
  if (error) {
    const where = error.line === null ? '' : ` (lesson.c, line ${error.line})`;
    terminal.err(`${error.message}${where}\n`);
  } else {
    terminal.err('The lesson waits for work outside the loop, which there is none of here.\n');
  }
  return 1;
}
