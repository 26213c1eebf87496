import { ProgramFault } from './errors.js';

/**
 * What an instance asks of its host. `text` is what it has written; `memory` is there when the
 * first call comes, not before.
 * @typedef {object} ModuleHost
 * @property {() => number} now   seconds
 * @property {(fd: number, text: string) => void} write
 * @property {() => void} drain   the trace buffer is full
 * @property {Outside} [outside]
 *
 * What a program asks of code outside the module; the answers are bytes of web/loop.
 * @typedef {object} Outside
 * @property {(number: number, thrown: boolean, bytes: Uint8Array) => Uint8Array} resume  a coroutine
 * @property {(number: number, bytes: Uint8Array) => Uint8Array} call   a function
 * @property {(number: number) => void} release
 */

/** File descriptors that programs write to. */
const [STDOUT, STDERR] = [1, 2];

/** @type {number} errno of WASI */
const EBADF = 8;

/** Turns the bytes that a program writes into text. */
class Writer {
  #write;
  /** @type {Map<number, TextDecoder>} a character may come in two pieces */
  #decoders = new Map([STDOUT, STDERR].map((fd) => [fd, new TextDecoder()]));
  /** @type {Map<number, string>} what printf has written since the last newline */
  #lines = new Map();

  /** @param {(fd: number, text: string) => void} write */
  constructor(write) {
    this.#write = write;
  }

  /**
   * @param {number} fd
   * @param {Uint8Array} bytes
   */
  write(fd, bytes) {
    const decoder = this.#decoders.get(fd) ?? this.#decoders.get(STDERR);
    const text = decoder?.decode(bytes, { stream: true });
    if (text) this.#write(fd, text);
  }

  /**
   * C's printf comes in pieces; it goes on by lines, as to a terminal.
   * @param {number} fd
   * @param {Uint8Array} bytes
   * @returns {boolean} false: no such file
   */
  writeLines(fd, bytes) {
    const decoder = this.#decoders.get(fd);
    if (!decoder) return false;
    const text = (this.#lines.get(fd) ?? '') + decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    this.#lines.set(fd, text.slice(end));
    if (end > 0) this.#write(fd, text.slice(0, end));
    return true;
  }

  flush() {
    for (const [fd, text] of this.#lines) {
      if (text) this.#write(fd, text);
    }
    this.#lines.clear();
  }
}

/**
 * @param {Outside} outside
 * @param {(pointer: number, length: number) => Uint8Array} bytes
 * @param {(bytes: Uint8Array) => number} place
 * @returns {Record<string, Function>}
 */
function outsideImports(outside, bytes, place) {
  return {
    host_send: (
      /** @type {number} */ number,
      /** @type {number} */ thrown,
      /** @type {number} */ value,
      /** @type {number} */ length,
    ) => place(outside.resume(number >>> 0, thrown !== 0, bytes(value, length))),
    host_call: (
      /** @type {number} */ number,
      /** @type {number} */ value,
      /** @type {number} */ length,
    ) => place(outside.call(number >>> 0, bytes(value, length))),
    host_release: (/** @type {number} */ number) => outside.release(number >>> 0),
  };
}

/**
 * The imports of one instance.
 * @param {WebAssembly.Module} module
 * @param {ModuleHost} host
 * @param {() => WebAssembly.Memory} memory
 * @param {(bytes: Uint8Array) => number} [place]   into the module's memory: for host.outside
 */
export function makeImports(module, host, memory, place = () => 0) {
  const writer = new Writer(host.write);
  /** @type {(pointer: number, length: number) => Uint8Array} */
  const bytes = (pointer, length) => new Uint8Array(memory().buffer, pointer >>> 0, length >>> 0);

  /** @type {Record<string, Record<string, Function>>} */
  const imports = {
    host: {
      host_now: () => host.now(),
      host_write: (
        /** @type {number} */ fd,
        /** @type {number} */ text,
        /** @type {number} */ length,
      ) => writer.write(fd, bytes(text, length)),
      host_drain: () => host.drain(),
      host_fatal: (/** @type {number} */ message, /** @type {number} */ length) => {
        throw new ProgramFault('fatal', new TextDecoder().decode(bytes(message, length)));
      },
      ...(host.outside && outsideImports(host.outside, bytes, place)),
    },
    env: { emscripten_notify_memory_growth: () => {} },
    wasi_snapshot_preview1: {
      fd_write: (
        /** @type {number} */ fd,
        /** @type {number} */ pieces,
        /** @type {number} */ count,
        /** @type {number} */ written,
      ) => {
        const view = new DataView(memory().buffer);
        let total = 0;
        for (let piece = pieces; piece < pieces + 8 * count; piece += 8) {
          const length = view.getUint32(piece + 4, true);
          if (!writer.writeLines(fd, bytes(view.getUint32(piece, true), length))) return EBADF;
          total += length;
        }
        view.setUint32(written, total, true);
        return 0;
      },
    },
  };
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function' || imports[from]?.[name]) continue;
    (imports[from] ??= {})[name] = () => {
      throw new ProgramFault(
        'import',
        `The program calls ${name}() of ${from}, which is not here.`,
      );
    };
  }
  return {
    imports: /** @type {WebAssembly.Imports} */ (/** @type {unknown} */ (imports)),
    flush: () => writer.flush(),
  };
}
