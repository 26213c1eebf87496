import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileModule } from '../../web/module/compile.js';
import { makeImports } from '../../web/module/imports.js';
import { ModuleInstance } from '../../web/module/instance.js';
import { loadRuntime } from '../../web/session/runtime.js';
import { lessons } from './support/lessons.js';
import { callingModule, EMPTY_MODULE } from './support/tiny-module.js';

/** @param {BodyInit | null} body @param {ResponseInit} [init] */
const response = (body, init) => Promise.resolve(new Response(body, init));

test('what is no module is a ModuleError that says so', async () => {
  await assert.rejects(compileModule(Uint8Array.from([1, 2, 3])), {
    name: 'ModuleError',
    reason: 'compile',
    message: /^What was given is no WebAssembly module: /,
  });
  await assert.rejects(compileModule(response('not found', { status: 404 })), {
    name: 'ModuleError',
    reason: 'fetch',
    message: /the server says 404/,
  });
  await assert.rejects(compileModule(Promise.reject(new TypeError('fetch failed'))), {
    name: 'ModuleError',
    message: 'The module cannot be fetched: fetch failed',
  });
  const page = response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
  await assert.rejects(compileModule(page), {
    reason: 'compile',
    message: /^What is at the address given, text\/html, is no WebAssembly module: /,
  });
  await assert.rejects(compileModule(/** @type {any} */ (Promise.resolve(3))), TypeError);
});

test('a module of something else is told from one of lessons', async () => {
  await assert.rejects(compileModule(EMPTY_MODULE), {
    name: 'ModuleError',
    message:
      'This is no module of lessons: it does not export memory, _initialize, asyncio_select, asyncio_advance.',
  });
});

test('a module may come compiled, as bytes, or in a response of any content type', async () => {
  const exported = ['_initialize', 'asyncio_select', 'asyncio_advance'];
  const module = callingModule({ from: 'host', what: 'host_drain', exported });
  assert.equal(await compileModule(module), module);
  // Compiled from bytes it is refused, since it is the empty one: so it was read.
  for (const init of [{}, { headers: { 'content-type': 'application/wasm' } }]) {
    await assert.rejects(compileModule(response(EMPTY_MODULE, init)), {
      message: /does not export/,
    });
  }
});

test('a list of lessons that cannot be had is a ModuleError', async () => {
  const exported = ['_initialize', 'asyncio_select', 'asyncio_advance'];
  const module = callingModule({ from: 'host', what: 'host_drain', exported });
  for (const list of [
    response('', { status: 500 }),
    response('{'),
    response('{}'),
    response('[{ "folder": 3 }]'),
    Promise.reject(new Error('offline')),
  ]) {
    await assert.rejects(loadRuntime({ module, lessons: list }), {
      name: 'ModuleError',
      message: /^The list of lessons |is no list of lessons/,
    });
  }
  const runtime = await loadRuntime({ module, lessons: response(JSON.stringify(lessons)) });
  assert.equal(runtime.lessons.length, lessons.length);
});

test('an import that no host has fails when it is called, and names itself', () => {
  const module = callingModule({
    from: 'wasi_snapshot_preview1',
    what: 'path_open',
    exported: ['_initialize'],
  });
  const host = { now: () => 0, write: () => {}, drain: () => {} };
  assert.throws(() => new ModuleInstance(module, host), {
    name: 'ModuleError',
    message:
      'The module cannot be started: The program calls path_open() of wasi_snapshot_preview1, which is not here.',
  });
});

/**
 * The imports over a memory that holds what a program has written.
 * @param {(fd: number, text: string) => void} write
 */
function importsOver(write) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const empty = new WebAssembly.Module(EMPTY_MODULE);
  const host = { now: () => 7, write, drain: () => {} };
  const { imports, flush } = makeImports(empty, host, () => memory);
  const { host_write: hostWrite, host_fatal: fatal } = /** @type {any} */ (imports.host);
  const { fd_write: fdWrite } = /** @type {any} */ (imports.wasi_snapshot_preview1);

  /** @param {Uint8Array | string} text */
  const put = (text, at = 1024) => {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    new Uint8Array(memory.buffer).set(bytes, at);
    return bytes.length;
  };
  return {
    memory,
    flush,
    print: (/** @type {number} */ fd, /** @type {Uint8Array | string} */ text) =>
      hostWrite(fd, 1024, put(text)),
    fatal: (/** @type {string} */ text) => fatal(1024, put(text)),
    /** @param {number} fd @param {...string} pieces */
    printf: (fd, ...pieces) => {
      const view = new DataView(memory.buffer);
      let at = 1024;
      for (const [index, piece] of pieces.entries()) {
        const length = put(piece, at);
        view.setUint32(8 * index, at, true);
        view.setUint32(8 * index + 4, length, true);
        at += length;
      }
      const status = fdWrite(fd, 0, pieces.length, 512);
      return { status, written: view.getUint32(512, true) };
    },
  };
}

test('print: text as it is written, a character in two pieces put together', () => {
  /** @type {[number, string][]} */
  const written = [];
  const program = importsOver((fd, text) => written.push([fd, text]));
  program.print(1, 'grün\n');
  const euro = new TextEncoder().encode('€');
  program.print(1, euro.subarray(0, 2));
  program.print(2, 'oh');
  program.print(1, euro.subarray(2));
  assert.deepEqual(written, [
    [1, 'grün\n'],
    [2, 'oh'],
    [1, '€'],
  ]);
});

test("C's printf goes on by lines; what is left goes on at the end", () => {
  /** @type {[number, string][]} */
  const written = [];
  const program = importsOver((fd, text) => written.push([fd, text]));
  assert.deepEqual(program.printf(1, 'a', 'bc'), { status: 0, written: 3 });
  assert.deepEqual(written, []);
  program.printf(1, 'd\nef', 'g\nh');
  assert.deepEqual(written, [
    [1, 'abcd\n'],
    [1, 'efg\n'],
  ]);
  program.printf(2, 'late');
  program.flush();
  program.flush();
  assert.deepEqual(written.slice(2), [
    [1, 'h'],
    [2, 'late'],
  ]);
});

test('writing to any other file is refused as C expects it', () => {
  const program = importsOver(() => assert.fail('nothing is written'));
  assert.equal(program.printf(5, 'a').status, 8);
});

test('a fatal error carries its message', () => {
  const program = importsOver(() => {});
  assert.throws(() => program.fatal('Out of memory.'), {
    name: 'ProgramFault',
    reason: 'fatal',
    message: 'Out of memory.',
  });
});
