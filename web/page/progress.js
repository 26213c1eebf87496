/**
 * What a learner has done, in the browser's own storage. Storage that is full, blocked or holds
 * garbage costs the progress only.
 *
 * @typedef {import('../views/quiz.js').Reply} Reply
 * @typedef {import('../views/quiz.js').Replies} Replies
 * @typedef {import('../views/lesson-view.js').Learned} Learned
 * @typedef {import('../views/lesson-view.js').Language} Language
 *
 * @typedef {object} LessonProgress
 * @property {boolean} ended      its end was reached
 * @property {boolean} done       and each question answered or skipped; it stays so
 * @property {string} [link]      where the learner was, with the knobs: a link's fragment
 * @property {Replies} replies    to the lesson's questions
 *
 * @typedef {Record<string, LessonProgress>} Lessons by folder
 *
 * @typedef {object} Kept
 * @property {boolean} asks       Play stops and asks, in every lesson
 * @property {Language} [language]  of the listings, in every lesson
 * @property {Lessons} lessons
 *
 * @typedef {(kept: Kept) => Kept} Change
 */

const KEY = 'asyncio-tour-progress';
const VERSION = 2;
const LANGUAGES = /** @type {const} */ (['both', 'python', 'c']);
const FOLDER = /^\d+-[a-z0-9-]{1,80}$/;
/** Characters. */
const LARGEST_FILE = 100_000;
const LONGEST_TEXT = 200;
/** More than any lesson has questions, or any question parts. */
const MOST = 20;

/** @type {Kept} */
const NOTHING = { asks: true, lessons: {} };

export class Progress {
  /** @type {Kept} */
  #kept;
  /** @type {Change[]} not yet written */
  #changes = [];
  #storage;
  #later;

  /**
   * @param {Storage | null} storage null: there is none to use
   * @param {(write: () => void) => void} [later]   when what has changed is written
   */
  constructor(storage, later = (write) => write()) {
    this.#storage = storage;
    this.#later = later;
    this.#kept = this.#read() ?? NOTHING;
  }

  /** @param {string} folder */
  isDone(folder) {
    return this.#kept.lessons[folder]?.done ?? false;
  }

  /** @param {string} folder */
  linkOf(folder) {
    return this.#kept.lessons[folder]?.link ?? '';
  }

  /** @param {string} folder */
  repliesOf(folder) {
    return this.#kept.lessons[folder]?.replies ?? {};
  }

  get asks() {
    return this.#kept.asks;
  }

  get language() {
    return this.#kept.language;
  }

  /**
   * @param {string} folder
   * @param {string} link   where the learner is
   * @param {Learned} learned
   */
  note(folder, link, { asks, language, replies, ...learned }) {
    this.#change((kept) => {
      const before = kept.lessons[folder];
      const ended = learned.ended || (before?.ended ?? false);
      const done = (ended && learned.settled) || (before?.done ?? false);
      const lessons = { ...kept.lessons, [folder]: { ended, done, link, replies } };
      return { asks, ...(language && { language }), lessons };
    });
  }

  /** @param {string} folder @returns {() => void} takes it back */
  reset(folder) {
    const before = this.#kept.lessons[folder];
    this.#change((kept) => {
      const { [folder]: _, ...lessons } = kept.lessons;
      return { ...kept, lessons };
    });
    return () => {
      if (before)
        this.#change((kept) => ({ ...kept, lessons: { ...kept.lessons, [folder]: before } }));
    };
  }

  resetAll() {
    this.#change(() => NOTHING);
  }

  export() {
    return JSON.stringify({ version: VERSION, ...this.#kept }, null, 2);
  }

  /**
   * @param {string} text
   * @returns {boolean} false: it is no progress; nothing has changed
   */
  import(text) {
    const kept = parse(text);
    if (!kept) return false;
    this.#change(() => kept);
    return true;
  }

  /** @returns {Kept | null} null: nothing, or nothing that can be used */
  #read() {
    try {
      // A first visit throws nothing: to tell where, the engine would read the whole script again.
      const text = this.#storage?.getItem(KEY);
      return text ? parse(text) : null;
    } catch {
      return null;
    }
  }

  /** @param {Change} change */
  #change(change) {
    this.#kept = change(this.#kept);
    this.#changes.push(change);
    this.#later(() => this.#write());
  }

  /** Another tab may have written meanwhile: what it has done stays. */
  #write() {
    const written = this.#read();
    if (written) this.#kept = this.#changes.reduce((kept, change) => change(kept), written);
    this.#changes = [];
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
 * What comes in is anybody's: what is not as it should be is left out.
 *
 * @param {string} text
 * @returns {Kept | null} null: it is no progress
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
  const readLesson =
    value?.version === VERSION ? lessonOf : value?.version === 1 ? lessonOf1 : null;
  if (!readLesson || !isRecord(value.lessons)) return null;
  /** @type {Lessons} */
  const lessons = {};
  for (const [folder, each] of Object.entries(value.lessons)) {
    if (FOLDER.test(folder) && isRecord(each)) lessons[folder] = readLesson(each);
  }
  const language = LANGUAGES.find((each) => each === value.language);
  return { asks: value.asks !== false, ...(language && { language }), lessons };
}

/** @param {Record<string, unknown>} value @returns {LessonProgress} */
function lessonOf({ ended, done, link, replies }) {
  return {
    ended: ended === true,
    done: done === true,
    ...(typeof link === 'string' && link.startsWith('#') && { link }),
    replies: isRecord(replies) ? repliesOf(replies) : {},
  };
}

/** In version 1 a lesson was done at its end: it stays done. @param {Record<string, unknown>} value */
function lessonOf1({ ended, link }) {
  return lessonOf({ ended, done: ended, link });
}

/** @param {Record<string, unknown>} value @returns {Replies} */
function repliesOf(value) {
  const replies = Object.entries(value)
    .slice(0, MOST)
    .filter(([name, reply]) => isText(name) && isReply(reply));
  return /** @type {Replies} */ (Object.fromEntries(replies));
}

/** @param {unknown} value */
function isReply(value) {
  if (value === 'skipped') return true;
  return isRecord(value) && isTexts(value.given) && isTexts(value.answer);
}

/** @param {unknown} value */
function isTexts(value) {
  return Array.isArray(value) && value.length <= MOST && value.every(isText);
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
