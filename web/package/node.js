/** The module in Node, which reads the wasm from its file. */
import { makeLoop } from '../loop/loop.js';
import { loadRuntimeFromFiles } from '../session/load-from-files.js';
import { loadRuntime as load } from '../session/runtime.js';

export * from './index.js';

/**
 * @param {Partial<import('../session/runtime.js').RuntimeSource>} [source]
 * @returns {Promise<import('../session/runtime.js').Runtime>}
 * @throws {import('../session/errors.js').ModuleError}
 */
export function loadRuntime({ module, lessons, host } = {}) {
  if (module && lessons) return load({ module, lessons, makeLoop, ...(host && { host }) });
  if (module || lessons) throw new TypeError('module and lessons go together.');
  return loadRuntimeFromFiles({
    module: new URL('../lessons.wasm', import.meta.url),
    lessons: new URL('../lessons.json', import.meta.url),
    makeLoop,
    ...(host && { host }),
  });
}
