/** The module with the wasm and the list of lessons inside: nothing is fetched. */
import { compileModule } from '../module/compile.js';
import { loadRuntime as load } from '../session/runtime.js';
import lessons from 'built:lessons';
import text from 'built:wasm';
import { textToBytes } from './bytes-as-text.js';

export * from './index.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** Once for the page. */
function compileInside() {
  compiled ??= compileModule(textToBytes(text));
  return compiled;
}

/**
 * The thirteen lessons, or a module of your own: `make lesson` writes both its files.
 * @param {Partial<import('../session/runtime.js').RuntimeSource>} [source]
 * @returns {Promise<import('../session/runtime.js').Runtime>}
 * @throws {import('../session/errors.js').ModuleError}
 */
export async function loadRuntime({ module, lessons: list = lessons, host } = {}) {
  return load({ module: module ?? (await compileInside()), lessons: list, ...(host && { host }) });
}
