/** A lesson's C as a native program, under sanitizers. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../build/sanitized/prog', import.meta.url));

/**
 * @param {string} folder
 * @param {import('./settings.js').Setting} knobs
 */
export function runNatively(folder, knobs) {
  const directory = mkdtempSync(path.join(tmpdir(), 'trace-'));
  const trace = path.join(directory, 'trace');
  const settings = Object.entries(knobs).flatMap(([name, value]) => [
    '--set',
    `${name}=${Number(value)}`,
  ]);
  try {
    const { stdout, stderr, status, error } = spawnSync(
      PROGRAM,
      [folder, ...settings, '--trace', trace],
      { encoding: 'utf8' },
    );
    if (error) throw error;
    return {
      stdout,
      stderr,
      exitCode: status,
      records: readFileSync(trace),
      strings: readFileSync(`${trace}.strings`),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
