/**
 * `node web/build/finish-module.js [--ship] MODULE`: stops the build when the module asks its host
 * for too much. One that ships loses what only linkers and debuggers look at, and its size is told.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { shippedModule } from './shipped-module.js';
import { unknownImports } from './module-imports.js';
import { runBuildStep, SourceError } from './source-error.js';

await runBuildStep(async () => {
  const { values, positionals } = parseArgs({
    options: { ship: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file = ''] = positionals;
  const module = await readFile(file);
  const unknown = unknownImports(await WebAssembly.compile(module));
  if (unknown.length > 0) {
    throw new SourceError(file, 0, `undefined: ${unknown.join(', ')}`);
  }
  if (!values.ship) return;
  const shipped = shippedModule(module);
  await writeFile(file, shipped);
  const compressed = brotliCompressSync(shipped);
  console.log(`${file}: ${shipped.length} bytes, ${compressed.length} after brotli`);
});
