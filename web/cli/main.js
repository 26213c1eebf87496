/** What the command does, whatever it writes to. */
import { access } from 'node:fs/promises';
import { parseArguments } from './arguments.js';
import { listLessons } from './list-command.js';
import { HELP, LESSON_HELP, RUN_HELP } from './usage.js';

/** @typedef {import('./run-command.js').Terminal} Terminal */

const USAGE_STATUS = 2;

const ROOT = new URL('../../', import.meta.url);

/** Errors by which the user learns what would be right. */
const MISTAKES = ['UsageError', 'UnknownLesson', 'KnobError'];

/**
 * Imported late: part of it is generated.
 * @returns {Promise<import('../session/runtime.js').Runtime>}
 */
async function loadBuiltRuntime() {
  try {
    await access(new URL('build/trace-events.js', ROOT));
  } catch {
    throw new Error('The lessons are not built yet: run `make` first.');
  }
  const { loadRuntimeFromFiles } = await import('../session/load-from-files.js');
  return loadRuntimeFromFiles({
    module: new URL('dist/lessons.wasm', ROOT),
    lessons: new URL('dist/lessons.json', ROOT),
  });
}

/** @param {string} name a lesson that is not among those that were built */
async function explainUnknown(name) {
  if (!/^[\w-]+$/.test(name)) return;
  try {
    await access(new URL(`lessons/${name}/lesson.md`, ROOT));
  } catch {
    return;
  }
  throw new Error(`lessons/${name} is not built yet: run \`make\` first.`);
}

/**
 * @param {string[]} args
 * @param {Terminal} terminal
 * @returns {Promise<number>} exit status
 */
async function tour(args, terminal) {
  const request = parseArguments(args);
  if (request.command === 'help') {
    terminal.out({ all: HELP, run: RUN_HELP, lesson: LESSON_HELP }[request.about]);
    return 0;
  }
  if (request.command === 'lesson') {
    const { makeLesson } = await import('./lesson-command.js');
    return makeLesson(request, terminal);
  }
  const runtime = await loadBuiltRuntime();
  if (request.command === 'list') {
    terminal.out(listLessons(runtime.lessons));
    return 0;
  }
  const { runLesson } = await import('./run-command.js');
  try {
    return await runLesson(runtime, request, terminal);
  } catch (error) {
    if (/** @type {Error} */ (error).name === 'UnknownLesson') await explainUnknown(request.lesson);
    throw error;
  }
}

/**
 * @param {string[]} args
 * @param {Terminal} terminal
 * @returns {Promise<number>} exit status
 */
export async function main(args, terminal) {
  try {
    return await tour(args, terminal);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    const hint = name === 'UnknownLesson' ? ' `tour list` shows them all.' : '';
    terminal.err(`tour: ${message}${hint}\n`);
    return MISTAKES.includes(name) ? USAGE_STATUS : 1;
  }
}
