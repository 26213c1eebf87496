import { EVENTS } from '../../build/trace-events.js';
import { compileModule, fetchSource } from '../module/compile.js';
import { KnobError, ModuleError, UnknownLesson } from './errors.js';
import { platformHost } from './host.js';
import { checkKnob, findKnob } from './knobs.js';
import { nearest } from './nearest.js';
import { Session } from './session.js';

/**
 * @typedef {object} Lesson      of lessons.json; a page finds more in it
 * @property {string} folder
 * @property {number} number
 * @property {string} section
 * @property {string} title
 * @property {import('./knobs.js').Knob[]} knobs
 *
 * @typedef {URL | string | Response | PromiseLike<Response>} Fetched
 *
 * @typedef {object} RuntimeSource
 * @property {import('../module/compile.js').ModuleSource} module
 * @property {Lesson[] | Fetched} lessons   what the build made of the lessons, or where that is
 * @property {import('./host.js').Host} [host]
 * @property {import('./session.js').MakeLoop} [makeLoop]   for coroutines in JavaScript; without it
 *   sessions run what is in the module, and nothing else
 *
 * @typedef {object} StartOptions
 * @property {Record<string, number | boolean>} [knobs]   those that are not at their default
 * @property {'virtual' | 'real'} [clock]
 * @property {number} [budget]   most events of the run; 0, the default: no limit
 * @property {boolean} [trace]   false: a faster run with no history
 */

/** A compiled module with its lessons. */
export class Runtime {
  #module;
  #host;
  #makeLoop;

  /**
   * @param {WebAssembly.Module} module
   * @param {readonly Lesson[]} lessons
   * @param {import('./host.js').Host} host
   * @param {import('./session.js').MakeLoop | null} [makeLoop]
   */
  constructor(module, lessons, host, makeLoop = null) {
    this.#module = module;
    this.#host = host;
    this.#makeLoop = makeLoop;
    this.lessons = lessons;
  }

  /**
   * @param {string} name a folder, or its number
   * @returns {Lesson}
   * @throws {UnknownLesson}
   */
  lesson(name) {
    name = String(name);
    const found = this.lessons.find(
      ({ folder, number }) => folder === name || String(number) === name.replace(/^0+(?=\d)/, ''),
    );
    if (found) return found;
    const folders = this.lessons.map(({ folder }) => folder);
    // A name without its number is as good a guess as one with a slip in it.
    const bare = folders.map((folder) => folder.replace(/^\d+-/, ''));
    const near = nearest(name.replace(/^\d+-/, ''), bare);
    throw new UnknownLesson(name, near && folders[bare.indexOf(near)]);
  }

  /**
   * Begins a run; nothing of the program runs before advance() or run().
   * @param {string | import('../loop/loop.js').Main} program   a lesson, or a
   *   main() in JavaScript: a generator function, or an async one
   * @param {StartOptions} [options]
   * @returns {Session}
   * @throws {UnknownLesson | KnobError | ModuleError | TypeError}
   */
  start(program, { knobs = {}, clock = 'virtual', budget = 0, trace = true } = {}) {
    requireOption('clock', clock, clock === 'virtual' || clock === 'real', 'virtual or real');
    requireOption('budget', budget, budget >= 0 && Number.isInteger(budget), 'a number of events');
    const options = { clock, budget, trace };
    if (typeof program === 'function') {
      return this.#session(options, (instance, { loop }) => {
        const { number, name } = loop.main(program);
        instance.selectOutside(number, name);
      });
    }
    const lesson = this.lesson(program);
    const values = Object.entries(knobs).map(([knob, value]) => ({
      knob,
      value: checkKnob(findKnob(lesson.knobs, knob), value),
    }));
    return this.#session(options, (instance) => {
      if (!instance.select(lesson.folder)) {
        throw new ModuleError(
          'mismatch',
          `${lesson.folder} is not in the module: build both again with \`make\`.`,
        );
      }
      for (const { knob, value } of values) {
        if (!instance.setKnob(knob, Number(value))) {
          throw new KnobError(knob, `lesson.c of ${lesson.folder} has no knob "${knob}".`);
        }
      }
    });
  }

  /**
   * @param {import('./session.js').SessionOptions} options
   * @param {import('./session.js').SetUp} setUp
   */
  #session(options, setUp) {
    return new Session(this.#module, EVENTS, this.#host, options, setUp, this.#makeLoop);
  }
}

/** @param {any} lesson */
function isLesson(lesson) {
  return typeof lesson?.folder === 'string' && Array.isArray(lesson.knobs);
}

/**
 * @param {string} text
 * @param {string} where
 * @returns {Lesson[]}
 * @throws {ModuleError}
 */
export function parseLessons(text, where) {
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    // What it is, is said below.
  }
  if (!Array.isArray(list) || !list.every(isLesson)) {
    const message = `What is at ${where} is no list of lessons, as \`make lesson\` writes it.`;
    throw new ModuleError('mismatch', message);
  }
  return list;
}

/**
 * @param {Lesson[] | Fetched} source
 * @returns {Promise<Lesson[]>}
 */
async function readLessons(source) {
  if (Array.isArray(source)) return source;
  const response = await fetchSource(source, 'The list of lessons');
  const where = response.url || 'the address given';
  if (!response.ok) {
    const message = `The list of lessons is not at ${where}: the server says ${response.status}.`;
    throw new ModuleError('fetch', message);
  }
  return parseLessons(await response.text(), where);
}

/**
 * @template T
 * @param {string} name
 * @param {T} value
 * @param {boolean} isRight
 * @param {string} expected
 */
function requireOption(name, value, isRight, expected) {
  if (!isRight) throw new TypeError(`${name} is ${expected}, not ${String(value)}.`);
}

/**
 * Compiles the module once; each start() is an instance of its own.
 * @param {RuntimeSource} source
 * @returns {Promise<Runtime>}
 * @throws {ModuleError}
 */
export async function loadRuntime({ module, lessons, host = platformHost(), makeLoop }) {
  const [compiled, list] = await Promise.all([compileModule(module), readLessons(lessons)]);
  return new Runtime(compiled, list, host, makeLoop);
}
