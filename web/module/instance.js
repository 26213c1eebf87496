import { ModuleError, ProgramFault } from './errors.js';
import { makeImports } from './imports.js';
import { RECORD_SIZE } from '../trace/record.js';

/** What asyncio_state() tells, by its number. */
const STATES = /** @type {const} */ (['ready', 'waiting', 'held', 'ended']);

/** The machine's own faults, which every engine words differently. */
const TRAP_TYPES = [WebAssembly.RuntimeError, RangeError];

/** One run of one program: an instance of the module, with the calls into it by their names. */
export class ModuleInstance {
  #exports;
  #flush;

  /**
   * @param {WebAssembly.Module} module
   * @param {import('./imports.js').ModuleHost} host
   * @throws {ModuleError}
   */
  constructor(module, host) {
    const { imports, flush } = makeImports(
      module,
      host,
      () => this.#exports.memory,
      (bytes) => this.#place(bytes),
    );
    this.#flush = flush;
    try {
      this.#exports = /** @type {any} */ (new WebAssembly.Instance(module, imports).exports);
      this.#exports._initialize();
    } catch (error) {
      const what = /** @type {Error} */ (error).message;
      throw new ModuleError('mismatch', `The module cannot be started: ${what}`, {
        cause: error,
      });
    }
  }

  /**
   * @param {string} program
   * @returns {boolean} false: there is no such program
   */
  select(program) {
    return this.#exports.asyncio_select(this.#string(program)) === 0;
  }

  /**
   * The program is a coroutine of the host.
   * @param {number} number   what the host calls it
   * @param {string} name
   */
  selectOutside(number, name) {
    this.#exports.asyncio_outside_select(number, this.#string(name));
  }

  /**
   * @param {string} name
   * @param {number} value
   * @returns {boolean} false: the program has no such knob
   */
  setKnob(name, value) {
    return this.#exports.asyncio_set_knob(this.#string(name), value) === 0;
  }

  /** @param {'virtual' | 'real'} clock */
  setClock(clock) {
    this.#exports.asyncio_set_clock(clock === 'virtual' ? 1 : 0);
  }

  /** @param {boolean} on */
  setTracing(on) {
    this.#exports.asyncio_set_tracing(on ? 1 : 0);
  }

  /** @param {number} events 0: none */
  setBudget(events) {
    this.#exports.asyncio_set_budget(events);
  }

  /**
   * Runs at most that many calls of the loop.
   * @param {number} handles
   * @throws {ProgramFault}
   */
  advance(handles) {
    this.#enter(() => this.#exports.asyncio_advance(handles));
    if (this.state === 'ended') this.#flush();
  }

  /**
   * What code outside the module asks of the loop, in bytes of web/loop.
   * @param {Uint8Array} request
   * @param {number} time   that a paced virtual clock has come to
   * @returns {Uint8Array} that begins with the reply; good until the next call
   * @throws {ProgramFault}
   */
  request(request, time) {
    const reply = this.#enter(() => this.#exports.asyncio_outside(this.#place(request), time));
    return new Uint8Array(this.#exports.memory.buffer, reply >>> 0);
  }

  /** @param {number} slot of an object that is no longer used outside */
  drop(slot) {
    this.#exports.asyncio_outside_drop(slot);
  }

  /** Events that takeTrace() has not taken. */
  get hasTrace() {
    return this.#exports.asyncio_trace_count() > 0;
  }

  /**
   * @template T
   * @param {() => T} call
   * @returns {T}
   * @throws {ProgramFault}
   */
  #enter(call) {
    try {
      return call();
    } catch (error) {
      this.#flush();
      if (!TRAP_TYPES.some((type) => error instanceof type)) throw error;
      const what = /** @type {Error} */ (error).message;
      throw new ProgramFault('trap', `The program broke down: ${what}.`, { cause: error });
    }
  }

  get state() {
    return STATES[this.#exports.asyncio_state()];
  }

  /** @returns {number} loop time, seconds */
  get deadline() {
    return this.#exports.asyncio_deadline();
  }

  /** @returns {number} loop time, seconds */
  get time() {
    return this.#exports.asyncio_time();
  }

  /** @returns {number} */
  get exitStatus() {
    return this.#exports.asyncio_exit_status();
  }

  /** Empties the trace buffer. What was in it is still there until the next call into the module. */
  takeTrace() {
    const { memory } = this.#exports;
    /** @type {(pointer: number, length: number) => Uint8Array} */
    const view = (pointer, length) => new Uint8Array(memory.buffer, pointer >>> 0, length);
    const records = view(
      this.#exports.asyncio_trace_records(),
      this.#exports.asyncio_trace_count() * RECORD_SIZE,
    );
    const strings = view(
      this.#exports.asyncio_trace_strings(),
      this.#exports.asyncio_trace_strings_size(),
    );
    this.#exports.asyncio_trace_clear();
    return { records, strings };
  }

  /**
   * @param {string} text
   * @returns {number} where it is in the module's memory, until the next call
   */
  #string(text) {
    return this.#place(new TextEncoder().encode(`${text}\0`));
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {number}
   */
  #place(bytes) {
    const pointer = this.#exports.asyncio_buffer(bytes.length);
    if (pointer === 0) throw new ModuleError('memory', 'The module has no memory left.');
    new Uint8Array(this.#exports.memory.buffer).set(bytes, pointer);
    return pointer;
  }
}
