/** Node's way to a runtime: the browser's reads no files. */
import { readFile } from 'node:fs/promises';
import { ModuleError } from './errors.js';
import { loadRuntime, parseLessons } from './runtime.js';

/**
 * @param {object} files
 * @param {URL | string} files.module
 * @param {URL | string} files.lessons
 * @param {import('./host.js').Host} [files.host]
 * @param {import('./session.js').MakeLoop} [files.makeLoop]
 * @returns {Promise<import('./runtime.js').Runtime>}
 * @throws {ModuleError}
 */
export async function loadRuntimeFromFiles({ module, lessons, host, makeLoop }) {
  let bytes, text;
  try {
    [bytes, text] = await Promise.all([readFile(module), readFile(lessons, 'utf8')]);
  } catch (error) {
    const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
    const what = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    throw new ModuleError('fetch', `${path} ${what}. Build the lessons with \`make\`.`, {
      cause: error,
    });
  }
  return loadRuntime({
    module: bytes,
    lessons: parseLessons(text, String(lessons)),
    ...(host && { host }),
    ...(makeLoop && { makeLoop }),
  });
}
