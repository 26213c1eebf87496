/** The module with the wasm in a file beside it, for those whose tools take it along. */
import { makeLoop } from '../loop/loop.js';
import { loadRuntime as load } from '../session/runtime.js';
import lessons from 'built:lessons';

export * from './index.js';

/**
 * @param {Partial<import('../session/runtime.js').RuntimeSource>} [source]
 * @returns {Promise<import('../session/runtime.js').Runtime>}
 * @throws {import('../session/errors.js').ModuleError}
 */
export function loadRuntime({
  module = new URL('../lessons.wasm', import.meta.url),
  lessons: list = lessons,
  host,
} = {}) {
  return load({ module, lessons: list, makeLoop, ...(host && { host }) });
}
