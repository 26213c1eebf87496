/** What repr() of a str escapes: as CPython does, for every character that Unicode has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { startPython } from './python.js';

it('repr() escapes what CPython escapes, but for what is not assigned', async () => {
  const source = readFileSync('runtime/value.c', 'utf8');
  const [, table = ''] = /uint32_t others\[\]\[2\] = \{(.*?)\};/s.exec(source) ?? [];
  const ranges = [...table.matchAll(/\{(\w+), (\w+)\}/g)].map(([, from, to]) => `(${from}, ${to})`);
  assert.ok(ranges.length > 20);
  const python = await startPython();
  const { stdout, stderr } = python.run(`
import unicodedata
escaped = set()
for first, last in [${ranges.join(', ')}]:
    escaped.update(range(first, last + 1))
for point in range(0x110000):
    character = chr(point)
    if unicodedata.category(character) != "Cn" and character.isprintable() == (point in escaped):
        print(hex(point), unicodedata.category(character))
`);
  assert.deepEqual([stdout, stderr], ['', '']);
});
