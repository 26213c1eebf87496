import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedModule } from '../../web/build/shipped-module.js';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const CUSTOM = [0, 3, 1, 0x78, 0xff]; // its name is x
const LONG = [0, 0x82, 0x01, 1, 0x79, ...Array(128).fill(7)];
const TYPES = [1, 4, 1, 0x60, 0, 0]; // one: () -> ()
const IMPORTS = [2, 7, 1, 1, 0x61, 1, 0x62, 0, 0]; // a.b

/** @param {string[]} names   so often the imported function is exported */
function exporting(names) {
  const entries = names.flatMap((name) => [name.length, ...Buffer.from(name), 0, 0]);
  const size = entries.length + 1;
  assert.ok(names.length < 0x80 && size < 0x4000);
  return [7, (size & 0x7f) | 0x80, size >> 7, names.length, ...entries];
}

test('what a module needs to run stays as it is', async () => {
  const bytes = Uint8Array.from([...HEADER, ...CUSTOM, ...TYPES, ...LONG, ...IMPORTS, ...CUSTOM]);
  const shipped = Uint8Array.from(shippedModule(bytes));
  assert.deepEqual([...shipped], [...HEADER, ...TYPES, ...IMPORTS]);
  const module = await WebAssembly.compile(shipped);
  assert.deepEqual(WebAssembly.Module.imports(module), [
    { module: 'a', name: 'b', kind: 'function' },
  ]);
});

test('a module without anything else is the same', () => {
  const bytes = Uint8Array.from([...HEADER, ...TYPES]);
  assert.deepEqual([...shippedModule(bytes)], [...bytes]);
});

test('of its exports those stay that a host may call', async () => {
  const hosts = ['asyncio_advance', 'mine', ...Array.from({ length: 20 }, (_, i) => `of_mine_${i}`)];
  const internal = ['coroutine__drive', 'asyncify_get_state', 'stackSave', '__errno_location'];
  const names = [internal, hosts, internal.map((name) => `${name}__again`)].flat();
  const bytes = Uint8Array.from([...HEADER, ...TYPES, ...IMPORTS, ...exporting(names)]);
  const module = await WebAssembly.compile(Uint8Array.from(shippedModule(bytes)));
  assert.deepEqual(
    WebAssembly.Module.exports(module).map(({ name }) => name),
    hosts,
  );
});
