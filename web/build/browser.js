/** The Chromium that tests use. */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Playwright's own when it is installed, else one on the PATH.
 *
 * @param {string} bundled where Playwright would have its own
 * @param {string} [searchPath]
 * @returns {string | undefined}
 */
export function findBrowser(bundled, searchPath = process.env.PATH ?? '') {
  if (existsSync(bundled)) return bundled;
  const candidates = searchPath
    .split(path.delimiter)
    .flatMap((directory) => NAMES.map((name) => path.join(directory, name)));
  return candidates.find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
