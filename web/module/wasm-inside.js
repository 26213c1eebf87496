/** The wasm as part of a script. */
import text from 'built:wasm';
import { compileModule } from './compile.js';
import { textToBytes } from './bytes-as-text.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/**
 * Once for the page.
 * @throws {import('./errors.js').ModuleError}
 */
export function compileInside() {
  compiled ??= compileModule(textToBytes(text));
  return compiled;
}
