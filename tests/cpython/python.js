/** CPython in Node, for what the C runtime is compared with: any program, in virtual time. */
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

/**
 * @typedef {object} Run
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} exitCode
 * @property {{ time: number, text: string }[]} lines of stdout, with the loop time of each
 *
 * @typedef {object} RunOptions
 * @property {Record<string, number | boolean>} [knobs] replace module-level assignments of literals
 * @property {number} [turns] of the loop, after which the program is stopped
 */

const MODULES = ['virtual_time.py', 'run_program.py'];
const FOLDER = '/reference';
const DEFAULT_TURNS = 1_000_000;

class Python {
  /** @type {(source: string, knobs: string, turns: number) => string} */
  #run;

  /**
   * @param {string} version
   * @param {(source: string, knobs: string, turns: number) => string} run
   */
  constructor(version, run) {
    this.version = version;
    this.#run = run;
  }

  /**
   * Runs a program as `python3 program.py` does, but in no time.
   *
   * @param {string} source
   * @param {RunOptions} [options]
   * @returns {Run}
   */
  run(source, { knobs = {}, turns = DEFAULT_TURNS } = {}) {
    /** @type {Run & { problem?: string }} */
    const { problem, ...run } = JSON.parse(this.#run(source, JSON.stringify(knobs), turns));
    if (problem) throw new RangeError(problem);
    return run;
  }
}

/** Takes two seconds; then use it for many programs. */
export async function startPython() {
  const pyodide = await loadPyodide();
  pyodide.FS.mkdir(FOLDER);
  for (const name of MODULES) {
    pyodide.FS.writeFile(`${FOLDER}/${name}`, readFileSync(new URL(name, import.meta.url)));
  }
  pyodide.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(FOLDER)})`);
  const { run } = pyodide.pyimport('run_program');
  return new Python(pyodide.runPython('sys.version.split()[0]'), run);
}
