import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../web/build/npm-is-current.js', import.meta.url));
const WANTED = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/for-another-system': { version: '1.0.0', integrity: 'sha512-f', optional: true },
};

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'npm-'));
  mkdirSync(path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {Record<string, { version: string, integrity: string }>} packages */
function isCurrentWith(packages) {
  const file = path.join(folder, 'node_modules/.package-lock.json');
  writeFileSync(file, JSON.stringify({ packages }));
  return spawnSync(process.execPath, [SCRIPT], { cwd: folder }).status === 0;
}

test('what the lockfile says is current, without what is optional', () => {
  assert.ok(isCurrentWith({ 'node_modules/a': WANTED['node_modules/a'] }));
});

test('another version is not', () => {
  assert.ok(!isCurrentWith({ 'node_modules/a': { version: '2.0.0', integrity: 'sha512-b' } }));
});

test('a missing package is not', () => {
  assert.ok(!isCurrentWith({}));
});

test('a package too many is not', () => {
  const surplus = { version: '1.0.0', integrity: 'sha512-s' };
  assert.ok(!isCurrentWith({ 'node_modules/a': WANTED['node_modules/a'], 'node_modules/s': surplus }));
});

test('no packages at all are not', () => {
  assert.equal(spawnSync(process.execPath, [SCRIPT], { cwd: folder }).status, 1);
});
