/** The module with the wasm and the list of lessons inside: nothing is fetched. */
import { makeLoop } from '../loop/loop.js';
import { loadRuntime as load } from '../session/runtime.js';
import lessons from 'built:lessons';
import { compileInside } from '../module/wasm-inside.js';

export * from './index.js';

/**
 * The lessons of the tutorial, or a module of your own: `make lesson` writes both its files.
 * @param {Partial<import('../session/runtime.js').RuntimeSource>} [source]
 * @returns {Promise<import('../session/runtime.js').Runtime>}
 * @throws {import('../session/errors.js').ModuleError}
 */
export async function loadRuntime({ module, lessons: list = lessons, host } = {}) {
  return load({
    module: module ?? (await compileInside()),
    lessons: list,
    makeLoop,
    ...(host && { host }),
  });
}
