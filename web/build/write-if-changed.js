import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Leaves a file that would not change as it is, with its time, so that make rebuilds nothing.
 *
 * @param {string} file
 * @param {string} content
 */
export async function writeIfChanged(file, content) {
  const old = await readFile(file, 'utf8').catch(() => undefined);
  if (old === content) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
