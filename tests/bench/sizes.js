/** How much a page loads: modules after brotli, in bytes. */
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { makeRow } from './statistics.js';

const MODULES = {
  'size-runtime': 'build/wasm/runtime.wasm',
  'size-lessons': 'dist/lessons.wasm',
};

/** @returns {Promise<import('./statistics.js').Row[]>} */
export function measureSizes() {
  return Promise.all(
    Object.entries(MODULES).map(async ([what, file]) => {
      const bytes = await readFile(new URL(`../../${file}`, import.meta.url));
      return makeRow(what, 'wasm-node', 'B', [brotliCompressSync(bytes).length]);
    }),
  );
}
