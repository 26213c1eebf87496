/**
 * `node tests/bench/child.js HOST WHAT...`: measures in a process of its own, so that none finds
 * the memory another has left. Prints a number for each.
 */
import { readFile } from 'node:fs/promises';
import { loadRuntimeFromFiles } from '../../web/session/load-from-files.js';
import { fewer } from './hosts.js';
import { findMeasurement, leastOfRuns } from './measurements.js';
import { PROGRAMS } from './promises.js';
import { median } from './statistics.js';
import { measure } from './wasm.js';

const ROOT = new URL('../../', import.meta.url);
const SESSIONS = 20;

/** @param {string} file */
const compile = async (file) => WebAssembly.compile(await readFile(new URL(file, ROOT)));

/** Milliseconds until a new session of a lesson has run its first callback. */
async function measureNewSession() {
  const runtime = await loadRuntimeFromFiles({
    module: new URL('dist/lessons.wasm', ROOT),
    lessons: new URL('dist/lessons.json', ROOT),
  });
  const taken = Array.from({ length: SESSIONS }, () => {
    const began = performance.now();
    const session = runtime.start(runtime.lessons[0].folder);
    session.advance(1);
    session.close();
    return performance.now() - began;
  });
  return median(taken.sort((a, b) => a - b));
}

const PYTHON = new URL('programs.py', import.meta.url);

/** @type {Promise<any> | undefined} */
let python;

function startPyodide() {
  const start = async () => {
    const { loadPyodide } = await import('pyodide');
    const pyodide = await loadPyodide();
    pyodide.FS.writeFile('programs.py', await readFile(PYTHON));
    // Its own loop, of the page, counts as running.
    pyodide.runPython('import asyncio; asyncio.events._set_running_loop(None)');
    return pyodide;
  };
  return (python ??= start());
}

function startMicroPython() {
  const start = async () => {
    const name = '@micropython/micropython-webassembly-pyscript';
    const { loadMicroPython } = await import(name);
    const micropython = await loadMicroPython({ heapsize: 64 * 1024 * 1024 });
    await micropython.runPythonAsync(await readFile(PYTHON, 'utf8'));
    return micropython;
  };
  return (python ??= start());
}

/** @type {Record<string, (what: string) => Promise<number>>} */
const HOSTS = {
  async 'wasm-node'(what) {
    return what === 'new-session' ? measureNewSession() : measure(what, compile);
  },

  async 'node-promise'(what) {
    return leastOfRuns(findMeasurement(what), ({ program, knobs, operations }) =>
      PROGRAMS[program](knobs(operations)),
    );
  },

  async pyodide(what) {
    const { program, knobs, operations } = fewer(findMeasurement(what), 'pyodide');
    const python = await startPyodide();
    return python.pyimport('programs').measure(program, python.toPy(knobs(operations)));
  },

  async micropython(what) {
    const { program, knobs, operations } = fewer(findMeasurement(what), 'micropython');
    const micropython = await startMicroPython();
    const call = Object.entries(knobs(operations)).map(([name, value]) => `${name}=${value}`);
    await micropython.runPythonAsync(`result = await asyncio.create_task(${program}(${call}))`);
    return micropython.globals.get('result');
  },
};

const [host, ...whats] = process.argv.slice(2);
for (const what of whats) console.log(await HOSTS[host](what));
