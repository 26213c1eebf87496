/** `tour lesson FOLDER`: a module of one's own lessons. */
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
/** It brings along what reads Markdown and colours code. */
const MAKER = new URL('dist/package/make-lesson.js', ROOT);

/** @param {string} file */
async function sizeOf(file) {
  return `${((await stat(file)).size / 1000).toFixed(1)} kB`;
}

/**
 * @param {import('./arguments.js').LessonRequest} request
 * @param {import('./run-command.js').Terminal} terminal
 * @returns {Promise<number>} exit status
 */
export async function makeLesson({ folders, output }, terminal) {
  try {
    await access(MAKER);
  } catch {
    throw new Error('What makes lessons is not built yet: run `make package` first.');
  }
  /** @type {typeof import('../build/lesson-module.js')} */
  const { makeLessonModule } = await import(MAKER.href);
  terminal.err(`Compiling ${folders.join(', ')} with the runtime, for some seconds.\n`);
  try {
    const { module, list, lessons } = await makeLessonModule(folders, {
      root: fileURLToPath(ROOT),
      output,
    });
    const [wasm, json] = [path.basename(module), path.basename(list)];
    terminal.out(
      `${module}  ${await sizeOf(module)}\n${list}  ${await sizeOf(list)}\n\n` +
        `<asyncio-lesson lesson="${lessons[0]?.folder}" module="./${wasm}" lessons="./${json}"></asyncio-lesson>\n`,
    );
    return 0;
  } catch (error) {
    const mistakes = error instanceof AggregateError ? error.errors : [error];
    for (const { name, message } of mistakes) {
      if (name !== 'SourceError' && name !== 'CompilerError') throw error;
      terminal.err(`${message}\n`);
    }
    return 1;
  }
}
