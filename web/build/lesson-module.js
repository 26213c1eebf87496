/**
 * A module of somebody's own lessons, made of the runtime's sources with nothing but emcc: what
 * `make lesson` does, for those who have the package.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { shippedModule } from './shipped-module.js';
import { buildLessons } from './lessons.js';
import { mainOf } from './lesson.js';
import { unknownImports } from './module-imports.js';
import { programTable } from './program-table.js';
import { SourceError } from './source-error.js';

const run = promisify(execFile);

/**
 * How the Makefile compiles, as it wrote it down.
 * @typedef {Record<'sources' | 'hot' | 'frameless' | 'noFrames' | 'compile' | 'programs' | 'link', string>} Recipe
 *
 * @typedef {object} Place
 * @property {string} root     of the package, or of a checkout
 * @property {string} output   the folder for both files
 */

/** The compiler is not there, or does not work. */
export class CompilerError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'CompilerError';
  }
}

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter(Boolean);

/**
 * @param {string} root
 * @returns {(args: string[]) => Promise<void>}
 * @throws {CompilerError}
 */
function findCompiler(root) {
  const script = path.join(root, 'web/build/emcc.sh');
  try {
    execFileSync('sh', [script, '--which'], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new CompilerError(
      'emcc is missing. Install Emscripten 3.1.6 or newer ' +
        '(https://emscripten.org/docs/getting_started/downloads.html; on Debian, ' +
        '`apt-get install emscripten`), and put emcc on the PATH or set EMSDK to the SDK.',
    );
  }
  return async (args) => {
    try {
      await run('sh', [script, ...args], { cwd: root });
    } catch (error) {
      const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error);
      // Its last words are the whole command.
      const problems = (stderr ?? '').split('\n').filter((line) => !/^emcc: error: '/.test(line));
      throw new CompilerError(problems.join('\n').trimEnd() || message);
    }
  };
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work   on as many at once as there are processors, until one
 *   of them fails
 */
async function inParallel(items, work) {
  const left = [...items];
  const workers = Array.from({ length: availableParallelism() }, async () => {
    try {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    } finally {
      left.length = 0;
    }
  });
  const [failed] = (await Promise.allSettled(workers)).filter(({ status }) => status === 'rejected');
  if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
}

/**
 * @param {string[]} directories   lessons, as their author calls them
 * @param {Place} place
 * @returns {Promise<{ module: string, list: string, lessons: import('./lesson.js').Lesson[] }>}
 * @throws {SourceError | CompilerError | AggregateError} of SourceErrors
 */
export async function makeLessonModule(directories, { root, output }) {
  const built = await buildLessons(directories.map((directory) => path.normalize(directory)));
  const lessons = built.map(({ lesson }) => lesson);
  const name = lessons[0]?.folder ?? '';
  const module = path.join(output, `${name}.wasm`);
  const list = path.join(output, `${name}.json`);
  const temporary = await mkdtemp(path.join(tmpdir(), 'asyncio-tour-lesson-'));
  try {
    await writeFile(
      path.join(temporary, 'programs.c'),
      programTable(lessons.map(({ folder }) => ({ name: folder, main: mainOf(folder) }))),
    );
    for (const { lesson, program } of built) {
      await writeFile(path.join(temporary, `${lesson.folder}.c`), program);
    }
    const programs = [...lessons.map(({ folder }) => folder), 'programs'];
    const linked = await compile(programs, root, temporary);
    try {
      await mkdir(output, { recursive: true });
      await writeFile(module, linked);
      await writeFile(list, `${JSON.stringify(lessons)}\n`);
    } catch (error) {
      throw new SourceError(output, 0, `cannot be written to: ${/** @type {Error} */ (error).message}`);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return { module, list, lessons };
}

/**
 * @param {string[]} programs   C files of the folder, without .c
 * @param {string} root
 * @param {string} folder
 */
async function compile(programs, root, folder) {
  const emcc = findCompiler(root);
  /** @type {Recipe} */
  const recipe = JSON.parse(await readFile(path.join(root, 'build/wasm-build.json'), 'utf8'));
  /** @param {string} names */
  const sources = (names) => words(names).map((name) => `runtime/${name}.c`);
  const hot = sources(recipe.hot);
  const frameless = sources(recipe.frameless);
  const runtime = words(recipe.sources).map((source) => ({
    source,
    flags: [
      hot.includes(source) ? '-O3' : '-Oz',
      ...(frameless.includes(source) ? words(recipe.noFrames) : []),
    ],
  }));
  const own = programs.map((name) => ({
    source: path.join(folder, `${name}.c`),
    flags: words(recipe.programs),
  }));
  const jobs = [...runtime, ...own].map((job, index) => ({
    ...job,
    object: path.join(folder, `${index}.o`),
  }));
  // What its author may get wrong comes first.
  await inParallel(jobs.toReversed(), ({ source, flags, object }) =>
    emcc([...words(recipe.compile), ...flags, '-c', source, '-o', object]),
  );
  const linked = path.join(folder, 'linked.wasm');
  await emcc([...words(recipe.link), ...jobs.map(({ object }) => object), '-o', linked]);
  const bytes = await readFile(linked);
  const unknown = unknownImports(await WebAssembly.compile(bytes));
  if (unknown.length > 0) throw new SourceError(programs[0] ?? '', 0, `undefined: ${unknown.join(', ')}`);
  return shippedModule(bytes);
}
