/** `node web/build/check-module.js MODULE`: stops the build when it asks its host for too much. */
import { readFile } from 'node:fs/promises';
import { unknownImports } from './module-imports.js';
import { runBuildStep, SourceError } from './source-error.js';

await runBuildStep(async () => {
  const [file = ''] = process.argv.slice(2);
  const unknown = unknownImports(await WebAssembly.compile(await readFile(file)));
  if (unknown.length > 0) {
    throw new SourceError(file, 0, `undefined: ${unknown.join(', ')}`);
  }
});
