/**
 * What a learner has done, in the browser's own storage. Storage that is full, blocked or holds
 * garbage costs the progress only.
 *
 * @typedef {object} LessonProgress
 * @property {boolean} ended     its end was reached
 * @property {string} [link]     where the learner was: a link's fragment
 *
 * @typedef {Record<string, LessonProgress>} Lessons by folder
 */

const KEY = 'asyncio-tour-progress';
const VERSION = 1;
const LARGEST_FILE = 100_000;

export class Progress {
  /** @type {Lessons} */
  #lessons;
  #storage;

  /** @param {Storage | null} storage null: there is none to use */
  constructor(storage) {
    this.#storage = storage;
    this.#lessons = this.#read();
  }

  /** @param {string} folder */
  isDone(folder) {
    return this.#lessons[folder]?.ended ?? false;
  }

  /** @param {string} folder */
  linkOf(folder) {
    return this.#lessons[folder]?.link ?? '';
  }

  /**
   * @param {string} folder
   * @param {Partial<LessonProgress>} changes
   */
  note(folder, changes) {
    const before = this.#lessons[folder] ?? { ended: false };
    this.#lessons = { ...this.#lessons, [folder]: { ...before, ...changes } };
    this.#write();
  }

  /** @param {string} folder */
  reset(folder) {
    const { [folder]: _, ...others } = this.#lessons;
    this.#lessons = others;
    this.#write();
  }

  resetAll() {
    this.#lessons = {};
    this.#write();
  }

  export() {
    return JSON.stringify({ version: VERSION, lessons: this.#lessons }, null, 2);
  }

  /**
   * @param {string} text
   * @returns {boolean} false: it is no progress; nothing has changed
   */
  import(text) {
    const lessons = parse(text);
    if (!lessons) return false;
    this.#lessons = lessons;
    this.#write();
    return true;
  }

  /** @returns {Lessons} */
  #read() {
    try {
      return parse(this.#storage?.getItem(KEY) ?? '') ?? {};
    } catch {
      return {};
    }
  }

  #write() {
    try {
      this.#storage?.setItem(KEY, this.export());
    } catch {
      // It is full or blocked: the lesson goes on without.
    }
  }
}

/** The browser may refuse even to name its storage. */
export function browserStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {Lessons | null}
 */
function parse(text) {
  if (text.length > LARGEST_FILE) return null;
  /** @type {any} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (value?.version !== VERSION || typeof value.lessons !== 'object' || !value.lessons)
    return null;
  /** @type {Lessons} */
  const lessons = {};
  for (const [folder, each] of Object.entries(value.lessons)) {
    if (!/^[\w-]{1,80}$/.test(folder) || typeof each !== 'object' || each === null) continue;
    const { ended, link } = /** @type {Record<string, unknown>} */ (each);
    lessons[folder] = {
      ended: ended === true,
      ...(typeof link === 'string' && link.startsWith('#') && { link }),
    };
  }
  return lessons;
}
