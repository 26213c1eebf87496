import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutCustomSections } from '../../web/build/custom-sections.js';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const CUSTOM = [0, 3, 1, 0x78, 0xff]; // its name is x
const LONG = [0, 0x82, 0x01, 1, 0x79, ...Array(128).fill(7)];
const TYPES = [1, 4, 1, 0x60, 0, 0]; // one: () -> ()
const IMPORTS = [2, 7, 1, 1, 0x61, 1, 0x62, 0, 0]; // a.b

test('what a module needs to run stays as it is', async () => {
  const bytes = Uint8Array.from([...HEADER, ...CUSTOM, ...TYPES, ...LONG, ...IMPORTS, ...CUSTOM]);
  const stripped = Uint8Array.from(withoutCustomSections(bytes));
  assert.deepEqual([...stripped], [...HEADER, ...TYPES, ...IMPORTS]);
  const module = await WebAssembly.compile(stripped);
  assert.deepEqual(WebAssembly.Module.imports(module), [
    { module: 'a', name: 'b', kind: 'function' },
  ]);
});

test('a module without any is the same', () => {
  const bytes = Uint8Array.from([...HEADER, ...TYPES]);
  assert.deepEqual([...withoutCustomSections(bytes)], [...bytes]);
});
