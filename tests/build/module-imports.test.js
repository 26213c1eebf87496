import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownImports } from '../../web/build/module-imports.js';

/**
 * A module that imports functions without parameters and result, and does nothing.
 *
 * @param {[from: string, name: string][]} imports
 */
function moduleWith(imports) {
  /** @param {string} text */
  const name = (text) => [text.length, ...Buffer.from(text)];
  const entries = imports.flatMap(([from, what]) => [...name(from), ...name(what), 0, 0]);
  const section = [imports.length, ...entries];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 4, 1, 0x60, 0, 0],
      ...[2, section.length, ...section],
    ]),
  );
}

test('what every host has is known', () => {
  const module = moduleWith([
    ['host', 'host_now'],
    ['env', 'emscripten_notify_memory_growth'],
    ['wasi_snapshot_preview1', 'fd_write'],
  ]);
  assert.deepEqual(unknownImports(module), []);
});

test('anything else is named', () => {
  const module = moduleWith([
    ['env', 'sin_'],
    ['asyncify', 'start_unwind'],
  ]);
  assert.deepEqual(unknownImports(module), ['env.sin_', 'asyncify.start_unwind']);
});
