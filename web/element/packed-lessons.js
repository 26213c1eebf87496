/**
 * Lessons without what can be had from the rest: a third less to load.
 *
 * @typedef {import('../build/lesson.js').Lesson} Lesson
 * @typedef {import('../build/lesson.js').ShownCode} ShownCode
 *
 * @typedef {{ html: string, marks: (string | null)[] }} PackedCode
 * @typedef {Omit<Lesson, 'python' | 'c' | 'ties'> & { python: PackedCode, c: PackedCode }} PackedLesson
 */

/**
 * @param {ShownCode} code
 * @returns {PackedCode}
 */
function packCode({ lines }) {
  return {
    html: lines.map(({ html }) => html).join('\n'),
    marks: lines.map(({ mark }) => mark),
  };
}

/**
 * @param {Lesson} lesson
 * @returns {PackedLesson}
 */
export function packLesson({ python, c, ties: _, ...lesson }) {
  return { ...lesson, python: packCode(python), c: packCode(c) };
}

const CHARACTERS = /** @type {Record<string, string>} */ ({
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  amp: '&',
});

/**
 * @param {PackedCode} code
 * @returns {ShownCode}
 */
function unpackCode({ html, marks }) {
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => CHARACTERS[name] ?? '');
  return {
    text: `${text}\n`,
    lines: html.split('\n').map((line, index) => ({ html: line, mark: marks[index] ?? null })),
  };
}

/**
 * @param {(string | null)[]} marks
 * @param {string} mark
 */
function linesOf(marks, mark) {
  return marks.flatMap((each, index) => (each === mark ? [index + 1] : []));
}

/**
 * @param {PackedLesson} packed
 * @returns {Lesson}
 */
export function unpackLesson({ python, c, ...lesson }) {
  const marks = new Set(python.marks.filter((mark) => mark !== null));
  return {
    ...lesson,
    python: unpackCode(python),
    c: unpackCode(c),
    ties: [...marks].map((mark) => ({
      mark,
      python: linesOf(python.marks, mark),
      c: linesOf(c.marks, mark),
    })),
  };
}
