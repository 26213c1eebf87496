import { EVENTS } from '../../build/trace-events.js';
import { compileModule } from '../module/compile.js';
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

  /**
   * @param {WebAssembly.Module} module
   * @param {readonly Lesson[]} lessons
   * @param {import('./host.js').Host} host
   */
  constructor(module, lessons, host) {
    this.#module = module;
    this.#host = host;
    this.lessons = lessons;
  }

  /**
   * @param {string} name a folder, or its number
   * @returns {Lesson}
   * @throws {UnknownLesson}
   */
  lesson(name) {
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
   * @throws {UnknownLesson | KnobError | ModuleError}
   */
  start(program, { knobs = {}, clock = 'virtual', budget = 0, trace = true } = {}) {
    if (typeof program === 'function') {
      return new Session(
        this.#module,
        EVENTS,
        this.#host,
        { clock, budget, trace },
        (instance, loop) => {
          const { number, name } = loop.main(program);
          instance.selectOutside(number, name);
        },
      );
    }
    const lesson = this.lesson(program);
    const values = Object.entries(knobs).map(([knob, value]) => ({
      knob,
      value: checkKnob(findKnob(lesson.knobs, knob), value),
    }));
    const options = { clock, budget, trace };
    return new Session(this.#module, EVENTS, this.#host, options, (instance) => {
      if (!instance.select(lesson.folder)) {
        throw new ModuleError(
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
}

/**
 * @param {Lesson[] | Fetched} source
 * @returns {Promise<Lesson[]>}
 */
async function readLessons(source) {
  if (Array.isArray(source)) return source;
  try {
    const response = await (typeof source === 'string' || source instanceof URL
      ? fetch(source)
      : source);
    if (!response.ok) throw new Error(`the server says ${response.status}`);
    return await response.json();
  } catch (error) {
    const what = /** @type {Error} */ (error).message;
    throw new ModuleError(`The list of lessons cannot be loaded: ${what}`, { cause: error });
  }
}

/**
 * Compiles the module once; each start() is an instance of its own.
 * @param {RuntimeSource} source
 * @returns {Promise<Runtime>}
 * @throws {ModuleError}
 */
export async function loadRuntime({ module, lessons, host = platformHost() }) {
  const [compiled, list] = await Promise.all([compileModule(module), readLessons(lessons)]);
  return new Runtime(compiled, list, host);
}
