/** A program on CPython and on the runtime in C. */
import { startNative, startWasm } from './c-runtime.js';
import { sideBySide } from './compare.js';
import { isSame } from './record.js';
import { startReference } from './reference.js';
import { shrink } from './shrink.js';
import { toPython } from './to-python.js';

/**
 * @typedef {import('./nodes.js').Program} Program
 *
 * @typedef {'same' | 'different' | 'left out'} Verdict   left out: CPython has let go of a coroutine
 *   that awaits on and on while it is closed, which C cannot (RELIABILITY.md)
 */

/** What make calls them. */
export const BINARIES = {
  wasm: 'build/wasm/conformance.wasm',
  native: 'build/sanitized/conformance',
  coverage: 'build/coverage/conformance',
};

const STARTERS = { wasm: startWasm, native: startNative, coverage: startNative };

export class Check {
  #reference;
  #runtime;
  #name;

  /**
   * @param {Awaited<ReturnType<typeof startReference>>} reference
   * @param {keyof typeof BINARIES} host   of the runtime
   */
  constructor(reference, host) {
    this.#reference = reference;
    this.#runtime = STARTERS[host](BINARIES[host]);
    this.#name = `the runtime, ${host}`;
  }

  /** @param {Program[]} programs @returns {Verdict[]} */
  verdicts(programs) {
    const records = this.#runtime(programs);
    return programs.map((program, i) => {
      const expected = this.#reference(program);
      if (expected.hasLetGo) return 'left out';
      return isSame(expected, records[i]) ? 'same' : 'different';
    });
  }

  /**
   * @param {Program[]} programs
   * @returns {Program[]} those that end otherwise than in CPython
   */
  differing(programs) {
    const verdicts = this.verdicts(programs);
    return programs.filter((_, i) => verdicts[i] === 'different');
  }

  /**
   * @param {Program} program   one that differs
   * @returns {Program} a smaller one that differs, too
   */
  shrink(program) {
    return shrink(program, (smaller) => this.differing([smaller]).length > 0);
  }

  /** @param {Program} program */
  describe(program) {
    const [record] = this.#runtime([program]);
    const source = toPython(program, { standalone: false });
    return `${source}\n${sideBySide(this.#reference(program), record, this.#name)}\n`;
  }
}

export { startReference };
