/** Marks tie lines of lesson.py and lesson.c: a trailing `#= name`, and `//= name` in C. */
import { SourceError } from './source-error.js';

/**
 * @typedef {object} MarkedSource
 * @property {string} file
 * @property {string[]} lines without their marks
 * @property {(string | null)[]} marks one for each line
 *
 * @typedef {{ mark: string, python: number[], c: number[] }} Tie the lines, 1-based
 */

const PATTERNS = { python: /(?<code>.*?)\s*#=(?<name>[^"']*)$/, c: /(?<code>.*?)\s*\/\/=(?<name>[^"']*)$/ };
const NAME = /^ ?[A-Za-z0-9_-]+\s*$/;

/**
 * @param {string} file as shown in errors
 * @param {string} source
 * @param {'python' | 'c'} language
 * @returns {MarkedSource}
 */
export function readMarks(file, source, language) {
  /** @type {(string | null)[]} */
  const marks = [];
  const lines = source.replace(/\s*$/, '').split(/\r?\n/).map((line, index) => {
    const { code, name } = PATTERNS[language].exec(line)?.groups ?? {};
    if (code === undefined || name === undefined) {
      marks.push(null);
      return line.trimEnd();
    }
    if (!NAME.test(name)) {
      throw new SourceError(
        file,
        index + 1,
        `"${name.trim()}" is no name for a mark: use letters, digits, - and _`,
      );
    }
    if (code.trim() === '') {
      throw new SourceError(file, index + 1, 'a mark stands at the end of a line of code');
    }
    marks.push(name.trim());
    return code;
  });
  return { file, lines, marks };
}

/**
 * @param {MarkedSource} python
 * @param {MarkedSource} c
 * @returns {Tie[]} in order of the Python
 */
export function tieLines(python, c) {
  const pythonLines = linesByMark(python);
  const cLines = linesByMark(c);
  requirePartners(python, pythonLines, c, cLines);
  requirePartners(c, cLines, python, pythonLines);
  return [...pythonLines].map(([mark, lines]) => ({
    mark,
    python: lines,
    c: cLines.get(mark) ?? [],
  }));
}

/** @param {MarkedSource} source */
function linesByMark({ marks }) {
  /** @type {Map<string, number[]>} */
  const lines = new Map();
  marks.forEach((mark, index) => {
    if (mark !== null) lines.set(mark, [...(lines.get(mark) ?? []), index + 1]);
  });
  return lines;
}

/**
 * @param {MarkedSource} source
 * @param {Map<string, number[]>} lines
 * @param {MarkedSource} other
 * @param {Map<string, number[]>} otherLines
 */
function requirePartners(source, lines, other, otherLines) {
  for (const [mark, [line]] of lines) {
    if (!otherLines.has(mark)) {
      throw new SourceError(
        source.file,
        line ?? 0,
        `the mark "${mark}" has no partner in ${other.file}`,
      );
    }
  }
}
