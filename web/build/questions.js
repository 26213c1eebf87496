/** A lesson's questions: read from its front matter, and held against the lines they speak of. */
import { SourceError } from './source-error.js';

/**
 * @typedef {import('./yaml-mapping.js').Mapping} Mapping
 * @typedef {import('./marks.js').MarkedSource} MarkedSource
 * @typedef {'next' | 'line' | 'order' | 'state' | 'time'} QuestionKind
 *
 * @typedef {object} DeclaredQuestion its answer is not declared: each run gives its own
 * @property {string} name         tells it from the lesson's others; progress is kept by it
 * @property {QuestionKind} kind
 * @property {string} at           a mark: it is asked when that line is about to run for the first time
 * @property {string} text
 * @property {string} because      what explains the answer, whatever the knobs are
 * @property {string[]} [lines]    line: marks; which of these lines runs first?
 * @property {string[]} [prints]   order: marks of the lines that print what is to be put in order
 * @property {string} [of]         state: the name of a task, or `future`, the program's own one
 * @property {string} [when]       state: a mark; the state is that when this line is about to run
 */

const KEYS = ['at', 'kind', 'text', 'because'];
/** @type {Record<QuestionKind, string[]>} what each kind has besides */
const KEYS_OF_KIND = { next: [], line: ['lines'], order: ['prints'], state: ['of', 'when'], time: [] };
const KINDS = Object.keys(KEYS_OF_KIND);

/** A question "of" it is about what `create_future()` made, not about a task. */
const FUTURE = 'future';

/**
 * @param {Mapping} lesson the front matter
 * @param {MarkedSource} python
 * @returns {DeclaredQuestion[]}
 */
export function readQuestions(lesson, python) {
  const names = new Set();
  return lesson.list('questions', 'question', 'at').map((mapping) => {
    const question = readQuestion(mapping, python);
    if (names.has(question.name)) {
      mapping.fail('at', `there is another question of the kind ${question.kind} at this line`);
    }
    names.add(question.name);
    return question;
  });
}

/**
 * @param {Mapping} mapping
 * @param {MarkedSource} python
 * @returns {DeclaredQuestion}
 */
function readQuestion(mapping, python) {
  const kind = /** @type {QuestionKind} */ (mapping.oneOf('kind', KINDS));
  mapping.checkKeys({ required: [...KEYS, ...KEYS_OF_KIND[kind]], optional: [] });
  const at = readMark(mapping, 'at', python);
  mapping.what += ` "${kind} at ${at}"`;
  return {
    name: `${kind} at ${at}`,
    kind,
    at,
    text: mapping.text('text'),
    because: mapping.text('because'),
    ...(kind === 'line' && { lines: readSeveralMarks(mapping, 'lines', python) }),
    ...(kind === 'order' && { prints: readMarks(mapping, 'prints', python) }),
    ...(kind === 'state' && {
      of: readSubject(mapping, python),
      when: readMark(mapping, 'when', python),
    }),
  };
}

/**
 * @param {Mapping} mapping
 * @param {string} key
 * @param {MarkedSource} python
 */
function readMark(mapping, key, python) {
  const mark = mapping.text(key);
  requireMark(mapping, mapping.lineOf(key), mark, python);
  return mark;
}

/**
 * @param {Mapping} mapping
 * @param {string} key
 * @param {MarkedSource} python
 */
function readMarks(mapping, key, python) {
  return mapping.texts(key, 'mark').map(({ text, line }, index, all) => {
    requireMark(mapping, line, text, python);
    if (all.findIndex((each) => each.text === text) < index) {
      throw new SourceError(mapping.file, line, `${mapping.what}: "${text}" stands there twice`);
    }
    return text;
  });
}

/**
 * @param {Mapping} mapping
 * @param {string} key
 * @param {MarkedSource} python
 */
function readSeveralMarks(mapping, key, python) {
  const marks = readMarks(mapping, key, python);
  if (marks.length < 2) mapping.fail(key, `"${key}" needs two marks or more to choose from`);
  return marks;
}

/**
 * @param {Mapping} mapping
 * @param {number} line
 * @param {string} mark
 * @param {MarkedSource} python
 */
function requireMark(mapping, line, mark, { file, marks }) {
  if (marks.includes(mark)) return;
  const problem = `there is no line with the mark "${mark}" in ${file}`;
  throw new SourceError(mapping.file, line, `${mapping.what}: ${problem}`);
}

/**
 * @param {Mapping} mapping
 * @param {MarkedSource} python
 */
function readSubject(mapping, { file, lines }) {
  const name = mapping.text('of');
  const isCoroutine = lines.some((line) => line.trim().startsWith(`async def ${name}(`));
  if (name !== FUTURE && !isCoroutine) {
    mapping.fail('of', `"of" is a coroutine of ${file} that a task runs, or future; not "${name}"`);
  }
  return name;
}
