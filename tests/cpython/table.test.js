/** TABLE.md names tests that there are, or a reason. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const HERE = new URL('./', import.meta.url);
/** @param {string} file */
const read = (file) => readFileSync(new URL(file, HERE), 'utf8');

const [, reasonRows = '', ...sections] = read('TABLE.md').split(/^\| reason .*\n|^## /m);
const REASONS = [...reasonRows.matchAll(/^\| (\w+) +\| \S/gm)].map(([, reason]) => reason);

/** How a file says that it has a test of that name, and where it is. */
const KINDS = /** @type {[RegExp, (name: string) => string, (test: string) => string][]} */ ([
  [/^test_\w+\.c$/, (file) => `../runtime/${file}`, (test) => `\nTEST\\(${test}\\)`],
  [/^\w+\.py$/, (file) => `twins/${file}`, (test) => `\n@behaviour\n(?:async )?def ${test}\\(`],
]);

/** @param {string} reference   "FILE: TEST" */
function exists(reference) {
  const [file = '', test = ''] = reference.split(': ');
  if (file === 'case') return existsSync(new URL(`../conformance/cases/${test}.json`, HERE));
  const kind = KINDS.find(([pattern]) => pattern.test(file));
  if (!kind) return false;
  const [, place, declaration] = kind;
  if (!existsSync(new URL(place(file), HERE))) return false;
  return new RegExp(declaration(test)).test(`\n${read(place(file))}`);
}

describe("the table of CPython's tests", () => {
  it('gives reasons', () => assert.ok(REASONS.length > 10));

  for (const section of sections) {
    const [title = ''] = section.split('\n');
    it(title, () => {
      const rows = [...section.matchAll(/^\| (\S+) +\| (.*?) *\|$/gm)].filter(
        ([, test]) => test !== 'test' && !/^-+$/.test(test ?? ''),
      );
      assert.ok(rows.length > 0);
      for (const [, test, where = ''] of rows) {
        const references = [...where.matchAll(/`([^`]+)`/g)].map(([, reference = '']) => reference);
        const missing = references.filter((reference) => !exists(reference));
        assert.deepEqual(missing, [], `${test}: there is no such test`);
        const [, reason = ''] = /^– (\w+)$/.exec(where) ?? [];
        if (!references.length) assert.ok(REASONS.includes(reason), `${test}: ${where}`);
      }
    });
  }
});
