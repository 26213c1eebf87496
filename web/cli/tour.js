#!/usr/bin/env node
/** `tour list` and `tour run LESSON`: the lessons in a terminal. */
import { access } from 'node:fs/promises';
import { parseArguments } from './arguments.js';
import { listLessons } from './list-command.js';
import { HELP, RUN_HELP } from './usage.js';

/** @typedef {import('./run-command.js').Terminal} Terminal */

const USAGE_STATUS = 2;
/** As a shell reports a process that SIGPIPE has ended. */
const PIPE_STATUS = 141;

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
    terminal.out(request.about === 'run' ? RUN_HELP : HELP);
    return 0;
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

/** @param {NodeJS.ProcessEnv} env */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }) {
  return TERM !== 'dumb' && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read the output, `head` for one, has had enough.
  stream.on('error', () => process.exit(PIPE_STATUS));
}

try {
  process.exitCode = await tour(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    unicode: hasUnicode(process.env),
  });
} catch (error) {
  const { name, message } = /** @type {Error} */ (error);
  const isMistake = MISTAKES.includes(name);
  const hint = name === 'UnknownLesson' ? ' `tour list` shows them all.' : '';
  process.stderr.write(`tour: ${message}${hint}\n`);
  process.exitCode = isMistake ? USAGE_STATUS : 1;
}
