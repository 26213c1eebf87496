import { readFile } from 'node:fs/promises';
import { makeLoop } from '../../../web/loop/loop.js';
import { loadRuntime } from '../../../web/session/runtime.js';

const dist = new URL('../../../dist/', import.meta.url);
const [bytes, json] = await Promise.all([
  readFile(new URL('lessons.wasm', dist)),
  readFile(new URL('lessons.json', dist), 'utf8'),
]);
export const module = await WebAssembly.compile(bytes);

/** What the build made of the lessons. */
export const lessons = JSON.parse(json);

/**
 * The real module on a host of the test's own.
 * @param {import('../../../web/session/host.js').Host} [host]
 * @returns {Promise<import('../../../web/session/runtime.js').Runtime>}
 */
export function lessonsOn(host) {
  return loadRuntime({ module, lessons, makeLoop, ...(host && { host }) });
}

/**
 * Runs a lesson to its end in virtual time.
 * @param {import('../../../web/session/runtime.js').Runtime} runtime
 * @param {string} folder
 * @param {import('../../../web/session/runtime.js').StartOptions} [options]
 */
export function runToEnd(runtime, folder, options) {
  const session = runtime.start(folder, options);
  while (session.state === 'ready' || session.state === 'waiting') session.advance(1000);
  return session;
}
