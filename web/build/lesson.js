/** One lesson folder: read, checked, and made into what the page shows and what C compiles. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { insertLines } from './c-lines.js';
import { parseFrontMatter } from './front-matter.js';
import { highlightLines } from './highlight.js';
import { agreeOnKnobs } from './knobs.js';
import { readMarks, tieLines } from './marks.js';
import { renderProse } from './prose.js';
import { readQuestions } from './questions.js';
import { SourceError } from './source-error.js';

/**
 * @typedef {{ text: string, lines: { html: string, mark: string | null }[] }} ShownCode
 *
 * @typedef {object} Lesson an entry of lessons.json
 * @property {string} folder
 * @property {number} number
 * @property {string} section
 * @property {string} title
 * @property {ReturnType<typeof agreeOnKnobs>} knobs
 * @property {import('./questions.js').DeclaredQuestion[]} questions
 * @property {import('./pairs.js').Pair[]} pairs runs worth comparing
 * @property {string} prose HTML
 * @property {ShownCode} python
 * @property {ShownCode} c
 * @property {import('./marks.js').Tie[]} ties
 *
 * @typedef {object} BuiltLesson
 * @property {Lesson} lesson
 * @property {string} program the C to compile
 */

const FOLDER = /^(?<number>\d+)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The name main() of a lesson has in the module. @param {string} folder */
export function mainOf(folder) {
  return `lesson_${folder.replaceAll('-', '_')}_main`;
}

/**
 * @param {string} directory the lesson's folder, as shown in errors
 * @returns {Promise<BuiltLesson>}
 */
export async function buildLesson(directory) {
  const folder = path.basename(directory);
  const number = FOLDER.exec(folder)?.groups?.number;
  if (!number) {
    const expected = 'a number and a name, such as 06-cancel';
    throw new SourceError(directory, 0, `a lesson's folder is called ${expected}`);
  }
  const [prose, python, c] = await Promise.all([
    readLessonFile(directory, 'lesson.md'),
    readLessonFile(directory, 'lesson.py'),
    readLessonFile(directory, 'lesson.c'),
  ]);
  return assembleLesson(folder, Number(number), { prose, python, c });
}

/** @typedef {{ file: string, text: string }} SourceFile */

/**
 * @param {string} directory
 * @param {string} name
 * @returns {Promise<SourceFile>}
 */
async function readLessonFile(directory, name) {
  const file = path.join(directory, name);
  if (!existsSync(file)) {
    throw new SourceError(
      file,
      1,
      'there is no such file; a lesson is lesson.md, lesson.py and lesson.c',
    );
  }
  return { file, text: await readFile(file, 'utf8') };
}

/**
 * @param {string} folder
 * @param {number} number
 * @param {{ prose: SourceFile, python: SourceFile, c: SourceFile }} files
 * @returns {BuiltLesson}
 */
function assembleLesson(folder, number, files) {
  const { prose, section, title, knobs, pairs, mapping } = parseFrontMatter(
    files.prose.file,
    files.prose.text,
  );
  const python = readMarks(files.python.file, files.python.text, 'python');
  const c = readMarks(files.c.file, files.c.text, 'c');
  const lesson = {
    folder,
    number,
    section,
    title,
    knobs: agreeOnKnobs(files.prose.file, knobs, python, c),
    questions: readQuestions(mapping, python),
    pairs,
    prose: renderProse(prose),
    python: showCode(python, 'python'),
    c: showCode(c, 'c'),
    ties: tieLines(python, c),
  };
  return { lesson, program: makeProgram(folder, files.c) };
}

/**
 * @param {import('./marks.js').MarkedSource} source
 * @param {'python' | 'c'} language
 * @returns {ShownCode}
 */
function showCode({ lines, marks }, language) {
  const html = highlightLines(lines.join('\n'), language);
  return {
    text: `${lines.join('\n')}\n`,
    lines: lines.map((_, index) => ({ html: html[index] ?? '', mark: marks[index] ?? null })),
  };
}

/**
 * lesson.c as it is compiled: under a main() of its own name, so that many fit into one module;
 * compilers name the lines of the original.
 *
 * @param {string} folder
 * @param {SourceFile} source
 */
function makeProgram(folder, { file, text }) {
  return [
    `#define LESSON "${folder}"`,
    `#define main ${mainOf(folder)}`,
    'int main(void);',
    `#line 1 ${JSON.stringify(file)}`,
    insertLines(file, text),
  ].join('\n');
}
