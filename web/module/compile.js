import { ModuleError } from './errors.js';

/**
 * Where a module comes from: an address, a response, its bytes, or a compiled module.
 * @typedef {URL | string | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module} ModuleSource
 */

/** What an instance is used through; a module without them is another kind of module. */
const NEEDED_EXPORTS = ['memory', '_initialize', 'asyncio_select', 'asyncio_advance'];

/** How engines say that a Content Security Policy forbids it. */
const FORBIDDEN = /unsafe-eval|content security policy|\bCSP\b/i;

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {Promise<WebAssembly.Module>} compiling
 * @param {string} what   it is made of
 */
async function tellApart(compiling, what) {
  try {
    return await compiling;
  } catch (error) {
    const words = wordsOf(error);
    if (FORBIDDEN.test(words)) {
      const need =
        "The Content Security Policy of this page forbids WebAssembly: it needs script-src 'wasm-unsafe-eval'.";
      throw new ModuleError('policy', need, { cause: error });
    }
    throw new ModuleError('compile', `${what} is no WebAssembly module: ${words}`, {
      cause: error,
    });
  }
}

/**
 * @param {Response} response
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileResponse(response) {
  const where = response.url || 'the address given';
  if (!response.ok) {
    const message = `The module is not at ${where}: the server says ${response.status}.`;
    throw new ModuleError('fetch', message);
  }
  const type = response.headers.get('content-type');
  const what = `What is at ${where}${type ? `, ${type},` : ''}`;
  // Streaming wants the right content type; a simple server may not send it.
  if (type === 'application/wasm') {
    return tellApart(WebAssembly.compileStreaming(response), what);
  }
  return tellApart(WebAssembly.compile(await response.arrayBuffer()), what);
}

/**
 * @param {string | URL | Response | PromiseLike<Response>} source
 * @param {string} what   is fetched
 * @returns {Promise<Response>}
 * @throws {ModuleError}
 */
export async function fetchSource(source, what) {
  const isAddress = typeof source === 'string' || source instanceof URL;
  try {
    return await (isAddress ? fetch(source) : source);
  } catch (error) {
    const from = isAddress ? ` from ${source}` : '';
    // Node's fetch() takes no files.
    const isFile =
      isAddress && !globalThis.location && !/^(https?|data|blob):/.test(String(source));
    const hint = isFile ? '. Outside of a page, give what readFile() reads.' : '';
    throw new ModuleError('fetch', `${what} cannot be fetched${from}: ${wordsOf(error)}${hint}`, {
      cause: error,
    });
  }
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    const bytes = /** @type {BufferSource} */ (source);
    return tellApart(WebAssembly.compile(bytes), 'What was given');
  }
  const response = await fetchSource(source, 'The module');
  if (!(response instanceof Response)) {
    throw new TypeError(
      `A module is an address, a response, bytes or a compiled module, not ${typeof response}.`,
    );
  }
  return compileResponse(response);
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<WebAssembly.Module>}
 * @throws {ModuleError}
 */
export async function compileModule(source) {
  const module = await compile(source);
  const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const missing = NEEDED_EXPORTS.filter((name) => !names.has(name));
  if (missing.length > 0) {
    throw new ModuleError(
      'mismatch',
      `This is no module of lessons: it does not export ${missing.join(', ')}.`,
    );
  }
  return module;
}
