import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { findBrowser } from '../../web/build/browser.js';

/** @type {string} */
let folder;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'browser-'));
  for (const file of ['bundled/chrome', 'one/chromium', 'two/google-chrome', 'three/chromium']) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), '', { mode: 0o755 });
  }
  chmodSync(path.join(folder, 'one/chromium'), 0o644);
});
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} names */
const pathOf = (...names) =>
  names.map((name) => path.join(folder, name)).join(path.delimiter);

test("Playwright's own browser comes first", () => {
  const bundled = path.join(folder, 'bundled/chrome');
  assert.equal(findBrowser(bundled, pathOf('three')), bundled);
});

test('else the first one on the PATH that can be run', () => {
  assert.equal(
    findBrowser(path.join(folder, 'none'), pathOf('empty', 'one', 'two', 'three')),
    path.join(folder, 'two/google-chrome'),
  );
});

test('else there is none', () => {
  assert.equal(findBrowser(path.join(folder, 'none'), pathOf('empty', 'one')), undefined);
});
