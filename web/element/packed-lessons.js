/**
 * Lessons without what can be had from the rest: a third less to load.
 *
 * @typedef {import('../build/lesson.js').Lesson} Lesson
 * @typedef {import('../build/lesson.js').ShownCode} ShownCode
 *
 * @typedef {Omit<Lesson['knobs'][number], 'python' | 'c'>} PackedKnob
 * @typedef {Omit<Lesson['questions'][number], 'name'>} PackedQuestion
 * @typedef {Omit<Lesson, 'python' | 'c' | 'ties' | 'knobs' | 'questions'> & { python: string, c: string, knobs: PackedKnob[], questions: PackedQuestion[] }} PackedLesson code is
 *   a line each: `<k` for the tag of a keyword, `>` for its end, `<=` before the name of its mark. The
 *   code's own < and > are entities.
 */

/** The highlighter's classes, by what stands for them. */
const CLASSES = /** @type {Record<string, string>} */ ({
  k: 'tok-keyword',
  l: 'tok-literal',
  c: 'tok-comment',
  m: 'tok-meta',
  n: 'tok-name',
});

/** @param {ShownCode} code */
function packCode({ lines }) {
  return lines
    .map(({ html, mark }) => {
      const short = Object.entries(CLASSES).reduce(
        (text, [letter, name]) => text.replaceAll(`<span class="${name}">`, `<${letter}`),
        html.replaceAll('</span>', '>'),
      );
      return mark === null ? short : `${short}<=${mark}`;
    })
    .join('\n');
}

/**
 * @param {Lesson} lesson
 * @returns {PackedLesson}
 */
export function packLesson({ python, c, ties: _, ...lesson }) {
  return {
    ...lesson,
    knobs: lesson.knobs.map(({ python: _python, c: _c, ...knob }) => knob),
    questions: lesson.questions.map(({ name: _name, ...question }) => question),
    python: packCode(python),
    c: packCode(c),
  };
}

const CHARACTERS = /** @type {Record<string, string>} */ ({
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  amp: '&',
});

/**
 * @param {string} packed
 * @returns {ShownCode}
 */
function unpackCode(packed) {
  const lines = packed.split('\n').map((line) => {
    const [short = '', mark = null] = line.split('<=');
    const html = short
      .replaceAll('>', '</span>')
      .replace(/<([a-z])/g, (_, letter) => `<span class="${CLASSES[letter]}">`);
    return { html, mark };
  });
  const text = lines
    .map(({ html }) => html.replace(/<[^>]*>/g, ''))
    .join('\n')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => CHARACTERS[name] ?? '');
  return { text: `${text}\n`, lines };
}

/**
 * Where a program states the default of a knob.
 * @param {ShownCode} code
 * @param {string} before   a pattern
 */
function placeOf({ text }, before) {
  const pattern = new RegExp(`^(${before})[\\w.-]+`);
  const lines = text.split('\n').map((line) => pattern.exec(line));
  const line = lines.findIndex((match) => match);
  const [stated = '', { length: start } = ''] = lines[line] ?? [];
  return { line: line + 1, start, end: stated.length };
}

/** @param {ShownCode} code @param {string} mark */
function linesOf({ lines }, mark) {
  return lines.flatMap((line, index) => (line.mark === mark ? [index + 1] : []));
}

/**
 * @param {PackedLesson} packed
 * @returns {Lesson}
 */
export function unpackLesson(packed) {
  const [python, c] = [unpackCode(packed.python), unpackCode(packed.c)];
  const marks = new Set(python.lines.map(({ mark }) => mark).filter((mark) => mark !== null));
  return {
    ...packed,
    knobs: packed.knobs.map((knob) => ({
      ...knob,
      python: placeOf(python, `${knob.name} *= *`),
      c: placeOf(c, `KNOB.\\w+, *${knob.name}, *`),
    })),
    questions: packed.questions.map((question) => ({
      ...question,
      name: `${question.kind} at ${question.at}`,
    })),
    python,
    c,
    ties: [...marks].map((mark) => ({ mark, python: linesOf(python, mark), c: linesOf(c, mark) })),
  };
}
