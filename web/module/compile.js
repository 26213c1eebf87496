import { ModuleError } from './errors.js';

/**
 * Where a module comes from: an address, a response, its bytes, or a compiled module.
 * @typedef {URL | string | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module} ModuleSource
 */

/** What an instance is used through; a module without them is another kind of module. */
const NEEDED_EXPORTS = ['memory', '_initialize', 'asyncio_select', 'asyncio_advance'];

/**
 * @param {Response} response
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileResponse(response) {
  if (!response.ok) {
    throw new ModuleError(
      `The module is not at ${response.url}: the server says ${response.status}.`,
    );
  }
  // Streaming wants the right content type; a simple server may not send it.
  if (response.headers.get('content-type') === 'application/wasm') {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return WebAssembly.compile(/** @type {BufferSource} */ (source));
  }
  if (typeof source === 'string' || source instanceof URL)
    return compileResponse(await fetch(source));
  return compileResponse(await source);
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<WebAssembly.Module>}
 * @throws {ModuleError}
 */
export async function compileModule(source) {
  let module;
  try {
    module = await compile(source);
  } catch (error) {
    if (error instanceof ModuleError) throw error;
    const what = /** @type {Error} */ (error).message;
    throw new ModuleError(`The module cannot be loaded: ${what}`, { cause: error });
  }
  const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const missing = NEEDED_EXPORTS.filter((name) => !names.has(name));
  if (missing.length > 0) {
    throw new ModuleError(
      `This is no module of lessons: it does not export ${missing.join(', ')}.`,
    );
  }
  return module;
}
